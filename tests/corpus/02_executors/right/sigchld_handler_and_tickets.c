/* Threads with small stacks and no signals draw numbers; the parent of the children sleeps in ppoll, which SIGCHLD
 * interrupts, and stops the others at the first failure. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int refused(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (job && workers > 0 && (count == 0 || (catalog && results)))
        return 0;
    errno = EINVAL;
    return 1;
}

struct tickets {
    atomic_size_t next;
    size_t count;
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    _Atomic int error;
};

static void *ticket_holder(void *argument)
{
    struct tickets *t = argument;
    for (;;) {
        size_t i = atomic_fetch_add_explicit(&t->next, 1, memory_order_relaxed);
        if (i >= t->count)
            return NULL;
        if (t->job(t->catalog + i, t->results + i) != 0)
            t->error = errno;
    }
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (refused(job, catalog, count, results, workers))
        return -1;
    if (count == 0)
        return 0;
    struct tickets t = {.count = count, .job = job, .catalog = catalog, .results = results};
    size_t n = count < workers ? count : workers, up = 0;
    pthread_t *ids = malloc(sizeof(pthread_t) * n);
    if (!ids)
        return -1;
    int error = 0;
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 256 * 1024);
    /* The threads inherit the mask: a signal to the process interrupts the caller, not them. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (!error && up < n) {
        error = pthread_create(&ids[up], &small, ticket_holder, &t);
        up += !error;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    for (size_t i = 0; i < up; i++)
        pthread_join(ids[i], NULL);
    pthread_attr_destroy(&small);
    free(ids);
    if (!error)
        error = t.error;
    errno = error;
    return error ? -1 : 0;
}

struct note {
    size_t index;
    int error;
    JobResult result;
};

static void on_child(int number)
{
    (void)number; /* it is there to interrupt ppoll */
}

static void stop(const pid_t *pids, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (pids[k] > 0) /* not waited for yet: the number is still its own */
            kill(pids[k], SIGKILL);
}

/* Everything that has come so far. Returns the number of bytes, 0 at the end, -1 if nothing is there. */
static ssize_t take_in(int fd, struct note *note, size_t *have)
{
    ssize_t got = read(fd, (char *)note + *have, sizeof *note - *have);
    if (got > 0)
        *have += (size_t)got;
    return got;
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (refused(job, catalog, count, results, workers))
        return -1;
    if (count == 0)
        return 0;
    size_t n = count < workers ? count : workers, up = 0, whole = 0, left, have = 0;
    int ends[2], error = 0;
    pid_t *pids = calloc(n, sizeof *pids);
    if (!pids)
        return -1;
    if (pipe(ends) < 0) {
        error = errno;
        free(pids);
        errno = error;
        return -1;
    }
    struct sigaction act = {.sa_handler = on_child, .sa_flags = SA_NOCLDSTOP}, old_act;
    sigset_t chld, old_mask;
    sigemptyset(&act.sa_mask);
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    pthread_sigmask(SIG_BLOCK, &chld, &old_mask);
    sigaction(SIGCHLD, &act, &old_act);

    for (; up < n; up++) {
        pid_t pid = fork();
        if (pid < 0) {
            error = errno;
            break;
        }
        if (pid == 0) {
            sigaction(SIGCHLD, &old_act, NULL);
            pthread_sigmask(SIG_SETMASK, &old_mask, NULL);
            close(ends[0]);
            for (size_t i = up; i < count; i += n) {
                struct note note;
                memset(&note, 0, sizeof note);
                note.index = i;
                if (job(&catalog[i], &note.result) != 0)
                    note.error = errno;
                ssize_t w;
                do
                    w = write(ends[1], &note, sizeof note); /* below PIPE_BUF: whole or not at all */
                while (w < 0 && errno == EINTR);
                if (w < 0 || note.error)
                    _exit(1);
            }
            _exit(0);
        }
        pids[up] = pid;
    }
    close(ends[1]);
    if (error)
        stop(pids, up);

    left = up;
    int open = 1;
    struct note note;
    while (left > 0 || (open && !error)) {
        struct pollfd p = {.fd = open && !error ? ends[0] : -1, .events = POLLIN};
        int ready = left > 0 ? ppoll(&p, 1, NULL, &old_mask) : 1;
        if (ready < 0) { /* SIGCHLD, or another signal */
            for (size_t k = 0; k < up; k++)
                if (pids[k] > 0 && waitpid(pids[k], NULL, WNOHANG) == pids[k]) {
                    pids[k] = 0;
                    left--;
                }
            continue;
        }
        ssize_t got = p.fd < 0 ? -1 : take_in(ends[0], &note, &have);
        if (got == 0) {
            open = 0;
        } else if (have == sizeof note) {
            have = 0;
            if (note.error) {
                error = note.error;
                stop(pids, up);
            } else {
                results[note.index] = note.result;
                whole++;
            }
        }
    }
    if (!error && whole < count)
        error = ECHILD;
    close(ends[0]);
    sigaction(SIGCHLD, &old_act, NULL);
    pthread_sigmask(SIG_SETMASK, &old_mask, NULL);
    free(pids);
    errno = error;
    return error ? -1 : 0;
}

Executor recommended_executor(WorkKind kind)
{
    return kind == WORK_COMPUTING ? EXECUTOR_PROCESSES : kind == WORK_WAITING ? EXECUTOR_THREADS : EXECUTOR_UNDECIDED;
}
