/*
 * own_terminal.h - a program on a terminal of its own, as a learner has it: keys go in, and what it shows is waited for.
 *
 * The program is started by a small shell: ^Z stops it, which shows "[stopped]"; pty_resume does what
 * `fg` does. When it has ended the shell shows "[ended N]", N being its exit status, then
 * "[canonical C echo E]": how it left the terminal's modes, 1 each as they were found.
 */
#ifndef OWN_TERMINAL_H
#define OWN_TERMINAL_H

#include <criterion/criterion.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define PTY_BOUND_S 240 /* far above what anything takes: for what never comes */

struct pty {
    int fd;
    pid_t shell;
    char text[1 << 18]; /* what was shown and not yet passed by pty_expect */
    size_t length;
};

static inline void pty_shell_tell_modes(void)
{
    struct termios modes;
    tcgetattr(0, &modes);
    dprintf(1, "[canonical %d echo %d]", (modes.c_lflag & ICANON) != 0,
            (modes.c_lflag & ECHO) != 0);
}

/* The shell. SIGUSR1 is `fg`. */
static inline void pty_shell(char *const *argv)
{
    int status, number;
    sigset_t fg;
    struct termios before;
    sigemptyset(&fg);
    sigaddset(&fg, SIGUSR1);
    sigprocmask(SIG_BLOCK, &fg, NULL);
    signal(SIGTTOU, SIG_IGN);
    tcgetattr(0, &before);
    pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        tcsetpgrp(0, getpid());
        signal(SIGTTOU, SIG_DFL);
        sigprocmask(SIG_UNBLOCK, &fg, NULL);
        execv(argv[0], argv);
        _exit(127);
    }
    setpgid(child, child);
    while (waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status)) {
        tcsetpgrp(0, getpid());
        dprintf(1, "[stopped]");
        pty_shell_tell_modes();
        sigwait(&fg, &number);
        tcsetpgrp(0, child);
        kill(-child, SIGCONT);
    }
    tcsetpgrp(0, getpid());
    dprintf(1, "[ended %d]",
            WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    pty_shell_tell_modes();
    tcsetattr(0, TCSANOW, &before);
}

static inline void pty_start(struct pty *pty, int columns, char *const *argv)
{
    struct winsize size = {.ws_row = 24, .ws_col = (unsigned short)columns};
    memset(pty, 0, sizeof *pty);
    pty->shell = forkpty(&pty->fd, NULL, NULL, &size);
    cr_assert(pty->shell >= 0);
    if (pty->shell == 0) {
        char more;
        pty_shell(argv);
        while (read(0, &more, 1) > 0) /* until what it showed has been read */
            continue;
        _exit(0);
    }
}

/* Reads until the text stands in what was shown. */
static inline char *pty_wait(struct pty *pty, const char *text)
{
    time_t end = time(NULL) + PTY_BOUND_S;
    char *found;
    while (!(found = strstr(pty->text, text))) {
        struct pollfd ready = {.fd = pty->fd, .events = POLLIN};
        size_t room = sizeof pty->text - 1 - pty->length;
        ssize_t got = 0;
        if (poll(&ready, 1, 1000) > 0)
            got = read(pty->fd, pty->text + pty->length, room);
        pty->length += got > 0 ? (size_t)got : 0;
        pty->text[pty->length] = '\0';
        cr_assert(got >= 0 && room > 0 && time(NULL) < end, "never shows \"%s\" but:\n%s",
                  text, pty->text);
    }
    return found;
}

/* Waits until the text is shown; what came before it, and itself, is passed. */
static inline void pty_expect(struct pty *pty, const char *text)
{
    char *behind = pty_wait(pty, text) + strlen(text);
    pty->length -= (size_t)(behind - pty->text);
    memmove(pty->text, behind, pty->length + 1);
}

/* The same, and fails if `not_this` was shown before it. */
static inline void pty_expect_without(struct pty *pty, const char *text,
                                      const char *not_this)
{
    char *found = pty_wait(pty, text), *other = strstr(pty->text, not_this);
    cr_assert(!other || other > found, "shows \"%s\":\n%s", not_this, pty->text);
    pty_expect(pty, text);
}

static inline void pty_send(struct pty *pty, const char *keys)
{
    cr_assert_eq(write(pty->fd, keys, strlen(keys)), (ssize_t)strlen(keys));
}

static inline void pty_resize(struct pty *pty, int columns)
{
    struct winsize size = {.ws_row = 24, .ws_col = (unsigned short)columns};
    cr_assert_eq(ioctl(pty->fd, TIOCSWINSZ, &size), 0);
}

static inline void pty_resume(struct pty *pty)
{
    cr_assert_eq(kill(pty->shell, SIGUSR1), 0);
}

/* Waits until the program has ended by itself, with that status, and the terminal is as it was. */
static inline void pty_end(struct pty *pty, int status)
{
    char text[32];
    snprintf(text, sizeof text, "[ended %d]", status);
    pty_expect(pty, text);
    pty_expect(pty, "[canonical 1 echo 1]");
    close(pty->fd);
    waitpid(pty->shell, NULL, 0);
}

#endif
