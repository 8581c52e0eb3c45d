#define _GNU_SOURCE
#include "watch_loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "watch_keys.h"

#define BACKGROUND_MS                                                                    \
    500 /* how often a watch in the background looks whether it has come back */

struct loop {
    struct session *session;
    int signals;     /* a signalfd */
    bool input_over; /* no key will come any more */
};

static void fill(sigset_t *set)
{
    static const int numbers[] = {SIGINT,  SIGTERM, SIGHUP,  SIGTSTP,
                                  SIGCONT, SIGCHLD, SIGWINCH};
    sigemptyset(set);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        sigaddset(set, numbers[i]);
}

/* ---- signals ------------------------------------------------------------------------------- */

/* Stops as any program does on ^Z; goes on from here when the shell says so. */
static void stop(struct session *session)
{
    sigset_t one;
    bool had_keys = session->terminal.keys;
    screen_begin(&session->screen);
    fflush(stdout);
    terminal_give_back(&session->terminal);
    sigemptyset(&one);
    sigaddset(&one, SIGTSTP);
    raise(SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &one, NULL);
    sigprocmask(SIG_BLOCK, &one, NULL);
    if (had_keys) {
        terminal_remember(&session->terminal);
        terminal_take(&session->terminal);
    }
}

static void handle(struct loop *loop, int number)
{
    struct session *session = loop->session;
    switch (number) {
    case SIGINT:
        if (session->command)
            return; /* it is the command's */
        /* fallthrough */
    case SIGTERM:
    case SIGHUP:
        session->over = true;
        session->status = EXIT_ALL_PASSED;
        break;
    case SIGTSTP:
        stop(session);
        break;
    case SIGCHLD:
        take_command_end(session);
        break;
    case SIGWINCH:
    case SIGCONT:
        screen_renew(&session->screen);
    }
}

static void take_signals(struct loop *loop)
{
    struct signalfd_siginfo info;
    while (read(loop->signals, &info, sizeof info) == (ssize_t)sizeof info)
        handle(loop, (int)info.ssi_signo);
}

/* ---- keys ----------------------------------------------------------------------------------- */

static bool wants_keys(const struct loop *loop)
{
    return !loop->input_over && !loop->session->command &&
           terminal_ours(&loop->session->terminal);
}

/* One key at a time: a command that it starts has the terminal before the next one counts. Without a
 * terminal a line break ends a word and asks for nothing. */
static void take_key(struct loop *loop)
{
    struct session *session = loop->session;
    char key;
    ssize_t got = read(session->terminal.fd, &key, 1);
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
        loop->input_over = true;
    else if (got == 1 && (session->terminal.is || key != '\n'))
        press_key(session, key);
}

/* ---- the loop ------------------------------------------------------------------------------- */

static int timeout_of(const struct session *session)
{
    int timeout = session_timeout(session);
    bool away = !terminal_ours(&session->terminal);
    return away && timeout > BACKGROUND_MS ? BACKGROUND_MS : timeout;
}

static void wait_and_take(struct loop *loop)
{
    struct session *session = loop->session;
    struct pollfd ready[] = {
        {.fd = loop->signals, .events = POLLIN},
        {.fd = watcher_fd(session->watcher), .events = POLLIN},
        {.fd = wants_keys(loop) ? session->terminal.fd : -1, .events = POLLIN},
    };
    poll(ready, sizeof ready / sizeof ready[0], timeout_of(session));
    if (ready[0].revents)
        take_signals(loop);
    session_look(session);
    if (ready[2].revents && wants_keys(loop) && !session->over)
        take_key(loop);
}

/* At the end of the input the verdict that is under way still comes. */
static bool is_over(const struct loop *loop)
{
    const struct session *session = loop->session;
    return session->over ||
           (loop->input_over && !session->judging.pid && !session->command);
}

static void go_on(struct loop *loop)
{
    struct session *session = loop->session;
    while (!is_over(loop)) {
        if (!session->command) {
            terminal_take(&session->terminal); /* nothing, unless it came back */
            session_status_line(session);
        }
        wait_and_take(loop);
        session_show(session);
        if (ferror(stdout))
            session->over = true; /* nobody reads any more */
    }
    end_command(session);
    screen_begin(&session->screen);
    fflush(stdout);
    terminal_give_back(&session->terminal);
}

int watch_loop(struct session *session, struct lab *lab)
{
    struct loop loop = {.session = session};
    sigset_t set, before;
    fill(&set);
    sigprocmask(SIG_BLOCK, &set, &before);
    loop.signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    int status = loop.signals < 0
                     ? lab_error("can't wait for signals: %s", strerror(errno))
                     : session_begin(session, lab);
    if (status == -1) {
        go_on(&loop);
        status = session->status;
    }
    session_end(session);
    if (loop.signals >= 0)
        close(loop.signals);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}
