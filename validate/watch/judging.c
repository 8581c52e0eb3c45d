#define _GNU_SOURCE
#include "judging.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "files.h"

#define GENTLY_MS    250  /* from SIGTERM, which lets gcc remove its files, to SIGKILL */
#define ROUNDS_MOST  1000 /* of ending orphans: each may leave others */
#define REPORT_LIMIT (8u << 20) /* bytes */

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void judging_prepare(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

/* ---- the start ------------------------------------------------------------------------------ */

static void become_validator(const struct judging *judging, const uint64_t *seed)
{
    char task[16] = "", seed_word[40] = "--seed=";
    char *words[] = {"build/lab", "validate", "--format=json", seed_word, task, NULL};
    sigset_t none;
    if (judging->task)
        snprintf(task, sizeof task, "%d", judging->task);
    if (seed)
        snprintf(seed_word, sizeof seed_word, "--seed=%llu", (unsigned long long)*seed);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL); /* fails for SIGKILL and SIGSTOP, as it may */
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int input = open("/dev/null", O_RDONLY);
    if (dup2(input, 0) < 0 || dup2(judging->report_fd, 1) < 0 ||
        dup2(judging->errors_fd, 2) < 0)
        _exit(3);
    execv("build/lab", words);
    fprintf(stderr, "lab: build/lab can't be run (%s); type make\n", strerror(errno));
    _exit(3);
}

static void close_both(struct judging *judging)
{
    int error = errno;
    if (judging->report_fd >= 0)
        close(judging->report_fd);
    if (judging->errors_fd >= 0)
        close(judging->errors_fd);
    *judging = (struct judging){0};
    errno = error;
}

int judging_start(struct judging *judging, int task, const uint64_t *seed)
{
    *judging = (struct judging){.task = task, .began = now_ms()};
    judging->report_fd = memfd_create("report", MFD_CLOEXEC);
    judging->errors_fd = memfd_create("errors", MFD_CLOEXEC);
    judging->pid = judging->report_fd >= 0 && judging->errors_fd >= 0 ? fork() : -1;
    if (judging->pid < 0) {
        close_both(judging);
        return -1;
    }
    if (judging->pid == 0)
        become_validator(judging, seed);
    setpgid(judging->pid, judging->pid); /* whoever of the two comes first */
    return 0;
}

/* ---- the end -------------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *status, int type,
                      struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    remove(path);
    return 0;
}

/* The folder that it would have removed itself. */
static void remove_folder_of(pid_t validator)
{
    char folder[PATH_MAX];
    make_path(folder, "build/runs/%d", (int)validator);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* A child of this process other than the spared one; 0: there is none. */
static pid_t other_child(pid_t spared)
{
    FILE *list = fopen("/proc/thread-self/children", "re");
    int pid = 0;
    while (list && fscanf(list, "%d", &pid) == 1 && pid == spared)
        pid = 0;
    if (list)
        fclose(list);
    return pid == spared ? 0 : (pid_t)pid;
}

/* What a probe left, or a check that was ended has left, has become a child of this process. */
static void end_orphans(pid_t spared)
{
    pid_t child;
    for (int round = 0; round < ROUNDS_MOST && (child = other_child(spared)); round++) {
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
}

/* Waits until no child is left in the group, or the time is up. SIGCHLD must be blocked. */
static bool group_ends(pid_t group, int milliseconds)
{
    int64_t until = now_ms() + milliseconds, left;
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    for (;;) {
        pid_t ended = waitpid(-group, NULL, WNOHANG);
        if (ended < 0 && errno == ECHILD)
            return true;
        if (ended > 0)
            continue;
        left = until - now_ms();
        if (left <= 0)
            return false;
        struct timespec patience = {.tv_sec = left / 1000,
                                    .tv_nsec = left % 1000 * 1000000};
        sigtimedwait(&child, NULL, &patience);
    }
}

static void end_group(pid_t group)
{
    sigset_t child, before;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &before);
    kill(-group, SIGTERM);
    kill(-group, SIGCONT);
    if (!group_ends(group, GENTLY_MS)) {
        kill(-group, SIGKILL);
        group_ends(group, GENTLY_MS);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
}

void judging_cancel(struct judging *judging, pid_t spared)
{
    if (judging->pid == 0)
        return;
    end_group(judging->pid);
    end_orphans(spared);
    remove_folder_of(judging->pid);
    close_both(judging);
}

/* For free(); NULL: nothing. */
static char *read_back(int fd)
{
    off_t size = lseek(fd, 0, SEEK_END);
    if (size <= 0 || size > (off_t)REPORT_LIMIT)
        return NULL;
    char *text = malloc((size_t)size + 1);
    ssize_t got = text ? pread(fd, text, (size_t)size, 0) : -1;
    if (text)
        text[got > 0 ? got : 0] = '\0';
    return text;
}

int judging_ended(struct judging *judging, pid_t spared, struct judging_outcome *outcome)
{
    int status;
    if (judging->pid == 0 || waitpid(judging->pid, &status, WNOHANG) != judging->pid)
        return 0;
    end_orphans(spared);
    remove_folder_of(judging->pid);
    char *report = read_back(judging->report_fd), *errors = read_back(judging->errors_fd);
    outcome->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    outcome->results = report ? cJSON_Parse(report) : NULL;
    outcome->seconds = (double)(now_ms() - judging->began) / 1000;
    snprintf(outcome->trouble, sizeof outcome->trouble, "%s", errors ? errors : "");
    outcome->trouble[strcspn(outcome->trouble, "\n")] = '\0';
    free(report);
    free(errors);
    close_both(judging);
    return 1;
}
