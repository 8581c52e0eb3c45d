/* Threads walk over the whole catalog and claim entries by compare-and-swap; children are awaited
 * through pidfds, results come in datagrams of one SOCK_SEQPACKET socket pair. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

struct run {
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    size_t count;
    atomic_flag *claimed; /* one an entry */
};

static void *walk(void *p)
{
    struct run *run = p;
    for (size_t i = 0; i < run->count; i++) {
        if (atomic_flag_test_and_set(&run->claimed[i]))
            continue;
        if (run->job(&run->catalog[i], &run->results[i]) != 0) {
            int *error = malloc(sizeof *error);
            if (!error)
                return run; /* any other pointer: out of memory */
            *error = errno;
            return error;
        }
    }
    return NULL;
}

static int set(int error)
{
    if (!error)
        return 0;
    errno = error;
    return -1;
}

static bool acceptable(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    return job && workers && (count == 0 || (catalog && results));
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (!acceptable(job, catalog, count, results, workers))
        return set(EINVAL);
    if (count == 0)
        return 0;
    if (workers > count)
        workers = (unsigned)count;
    struct run run = {job, catalog, results, count, malloc(count * sizeof(atomic_flag))};
    pthread_t *threads = malloc(workers * sizeof *threads);
    int error = 0;
    unsigned n = 0;
    if (!run.claimed || !threads) {
        free(run.claimed);
        free(threads);
        return set(ENOMEM);
    }
    for (size_t i = 0; i < count; i++)
        atomic_flag_clear(&run.claimed[i]);
    while (n < workers && (error = pthread_create(&threads[n], NULL, walk, &run)) == 0)
        ++n;
    while (n-- > 0) {
        void *answer;
        pthread_join(threads[n], &answer);
        if (!answer)
            continue;
        if (!error)
            error = answer == &run ? ENOMEM : *(int *)answer;
        if (answer != &run)
            free(answer);
    }
    free(threads);
    free(run.claimed);
    return set(error);
}

struct packet {
    size_t index;
    int error;
    JobResult result;
};

static _Noreturn void be_child(JobFunction job, const CatalogEntry *catalog, size_t from, size_t to, int fd)
{
    for (size_t i = from; i < to; i++) {
        struct packet p;
        memset(&p, 0, sizeof p);
        p.index = i;
        if (job(&catalog[i], &p.result) != 0)
            p.error = errno;
        while (send(fd, &p, sizeof p, MSG_NOSIGNAL) < 0)
            if (errno != EINTR)
                _exit(1);
        if (p.error)
            break;
    }
    _exit(0);
}

static void reap(pid_t pid)
{
    siginfo_t info;
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (fd >= 0) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        while (poll(&p, 1, -1) < 0 && errno == EINTR)
            ;
        while (waitid(P_PIDFD, (id_t)fd, &info, WEXITED) < 0 && errno == EINTR)
            ;
        close(fd);
    } else {
        while (waitid(P_PID, (id_t)pid, &info, WEXITED) < 0 && errno == EINTR)
            ;
    }
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    int s[2], error = 0;
    if (!acceptable(job, catalog, count, results, workers))
        return set(EINVAL);
    if (count == 0)
        return 0;
    if (workers > count)
        workers = (unsigned)count;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, s) < 0)
        return -1;
    pid_t *pids = malloc(workers * sizeof *pids);
    unsigned n = 0;
    if (!pids)
        error = ENOMEM;
    while (!error && n < workers) {
        pid_t pid = fork();
        if (pid == 0) {
            close(s[0]);
            be_child(job, catalog, n * count / workers, (n + 1) * count / workers, s[1]);
        }
        if (pid < 0)
            error = errno;
        else
            pids[n++] = pid;
    }
    close(s[1]);
    size_t received = 0;
    while (!error) {
        struct packet p;
        ssize_t got = recv(s[0], &p, sizeof p, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            error = got < 0 ? errno : received < count ? ECHILD : 0;
            break;
        }
        error = p.error;
        if (!error && ++received)
            results[p.index] = p.result;
    }
    close(s[0]);
    for (unsigned k = 0; k < n; k++)
        reap(pids[k]);
    free(pids);
    return set(error);
}

Executor recommended_executor(WorkKind kind)
{
    if (kind == WORK_WAITING)
        return EXECUTOR_THREADS;
    if (kind == WORK_COMPUTING)
        return EXECUTOR_PROCESSES;
    return EXECUTOR_UNDECIDED;
}
