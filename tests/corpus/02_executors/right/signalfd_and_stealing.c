/* Threads with a range each, who take half of another's when their own is done. Children in
 * shared memory; their ends are awaited through a signalfd for SIGCHLD. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- threads ---- */

struct range {
    pthread_mutex_t lock; /* guards begin and end */
    size_t begin, end;
};

struct team {
    struct range *ranges;
    size_t size;
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
};

struct member {
    pthread_t thread;
    struct team *team;
    size_t number;
    int error;
};

static bool take_own(struct range *own, size_t *index)
{
    pthread_mutex_lock(&own->lock);
    bool some = own->begin < own->end;
    if (some)
        *index = own->begin++;
    pthread_mutex_unlock(&own->lock);
    return some;
}

/* Takes the rear half of somebody's range. One lock at a time: no order to keep. */
static bool steal(struct team *team, size_t thief)
{
    for (size_t k = 1; k < team->size; k++) {
        struct range *victim = &team->ranges[(thief + k) % team->size];
        pthread_mutex_lock(&victim->lock);
        size_t left = victim->end - victim->begin, share = (left + 1) / 2;
        size_t end = victim->end;
        victim->end -= share;
        pthread_mutex_unlock(&victim->lock);
        if (share == 0)
            continue;
        struct range *own = &team->ranges[thief];
        pthread_mutex_lock(&own->lock);
        own->begin = end - share;
        own->end = end;
        pthread_mutex_unlock(&own->lock);
        return true;
    }
    return false;
}

static void *member_main(void *p)
{
    struct member *me = p;
    struct team *team = me->team;
    size_t i;
    do {
        while (take_own(&team->ranges[me->number], &i))
            if (team->job(&team->catalog[i], &team->results[i]) == -1) {
                me->error = errno;
                return NULL; /* others may still take what is left; it does no harm */
            }
    } while (steal(team, me->number));
    return NULL;
}

static int refuse_arguments(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (job && workers && (!count || (catalog && results)))
        return 0;
    errno = EINVAL;
    return -1;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (refuse_arguments(job, catalog, count, results, workers))
        return -1;
    if (!count)
        return 0;
    size_t size = workers < count ? workers : count, started = 0;
    struct team team = {calloc(size, sizeof(struct range)), size, job, catalog, results};
    struct member *members = calloc(size, sizeof *members);
    int error = team.ranges && members ? 0 : ENOMEM;
    for (size_t m = 0; !error && m < size; m++) {
        pthread_mutex_init(&team.ranges[m].lock, NULL);
        team.ranges[m].begin = m * count / size;
        team.ranges[m].end = (m + 1) * count / size;
    }
    for (; !error && started < size; started += !error) {
        members[started].team = &team;
        members[started].number = started;
        error = pthread_create(&members[started].thread, NULL, member_main, &members[started]);
    }
    for (size_t m = 0; m < started; m++) {
        pthread_join(members[m].thread, NULL);
        if (!error)
            error = members[m].error;
    }
    if (team.ranges && members)
        for (size_t m = 0; m < size; m++)
            pthread_mutex_destroy(&team.ranges[m].lock);
    free(team.ranges);
    free(members);
    errno = error;
    return error ? -1 : 0;
}

/* ---- processes ---- */

struct cell {
    int32_t error;
    uint32_t done;
    JobResult result;
};

/* Waits until all of these have ended. SIGCHLD says that somebody has: which, waitpid says. */
static void await(pid_t *pids, size_t n, int sigchld)
{
    size_t left = n;
    while (left > 0) {
        for (size_t k = 0; k < n; k++)
            if (pids[k] > 0 && waitpid(pids[k], NULL, WNOHANG) == pids[k]) {
                pids[k] = 0;
                left--;
            }
        struct pollfd p = {.fd = sigchld, .events = POLLIN};
        struct signalfd_siginfo info;
        if (left > 0 && poll(&p, 1, -1) == 1)
            while (read(sigchld, &info, sizeof info) < 0 && errno == EINTR)
                ;
    }
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (refuse_arguments(job, catalog, count, results, workers))
        return -1;
    if (!count)
        return 0;
    size_t n = workers < count ? workers : count, started = 0, bytes = count * sizeof(struct cell);
    sigset_t chld, before;
    pid_t *pids = calloc(n, sizeof *pids);
    if (!pids)
        return -1;
    struct cell *cells = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (cells == MAP_FAILED) {
        int error = errno;
        free(pids);
        errno = error;
        return -1;
    }
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    pthread_sigmask(SIG_BLOCK, &chld, &before);
    int error = 0, fd = signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK);
    if (fd < 0)
        error = errno;
    while (!error && started < n) {
        pid_t pid = fork();
        if (pid == 0) {
            pthread_sigmask(SIG_SETMASK, &before, NULL);
            for (size_t i = started; i < count; i += n) {
                cells[i].error = job(&catalog[i], &cells[i].result) == -1 ? errno : 0;
                cells[i].done = 1;
                if (cells[i].error)
                    break;
            }
            _exit(0);
        }
        if (pid < 0)
            error = errno;
        else
            pids[started++] = pid;
    }
    await(pids, started, fd);
    if (fd >= 0)
        close(fd);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    bool missing = false;
    for (size_t i = 0; !error && i < count; i++) {
        missing |= !cells[i].done;
        error = cells[i].error;
        results[i] = cells[i].result;
    }
    if (!error && missing)
        error = ECHILD;
    munmap(cells, bytes);
    free(pids);
    errno = error;
    return error ? -1 : 0;
}

Executor recommended_executor(WorkKind kind)
{
    switch ((int)kind) {
    case WORK_WAITING:
        return EXECUTOR_THREADS;
    case WORK_COMPUTING:
        return EXECUTOR_PROCESSES;
    }
    return EXECUTOR_UNDECIDED;
}
