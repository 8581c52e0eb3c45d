/* Threads take entries by an atomic counter; so do children, in shared memory. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_DONE, DONE, FAILED };

typedef struct Slot {
    int state;
    int error;
    JobResult result;
} Slot;

typedef struct Shared {
    atomic_size_t next;
    atomic_int stop;
    Slot slots[];
} Shared;

typedef struct Team {
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    size_t count;
    atomic_size_t next;
    atomic_int error;
} Team;

static int refuse(void)
{
    errno = EINVAL;
    return -1;
}

static void *member(void *argument)
{
    Team *team = argument;
    for (;;) {
        size_t i = atomic_fetch_add(&team->next, 1);
        if (i >= team->count || atomic_load(&team->error))
            return NULL;
        if (team->job(team->catalog + i, team->results + i))
            atomic_store(&team->error, errno);
    }
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count,
                 JobResult *results, unsigned workers)
{
    if (!job || !workers)
        return refuse();
    if (!count)
        return 0;
    if (!catalog || !results)
        return refuse();
    if (workers > count)
        workers = (unsigned)count;
    pthread_t threads[workers];
    unsigned started;
    int error = 0;
    Team team = {job, catalog, results, count, 0, 0};
    for (started = 0; started < workers; started++)
        if ((error = pthread_create(threads + started, NULL, member, &team)) != 0)
            break;
    while (started)
        pthread_join(threads[--started], NULL);
    if (!error)
        error = atomic_load(&team.error);
    if (!error)
        return 0;
    errno = error;
    return -1;
}

static void child(JobFunction job, const CatalogEntry *catalog, size_t count,
                  Shared *shared)
{
    for (;;) {
        size_t i = atomic_fetch_add(&shared->next, 1);
        if (i >= count || atomic_load(&shared->stop))
            _exit(0);
        Slot *slot = &shared->slots[i];
        if (job(&catalog[i], &slot->result) == 0) {
            slot->state = DONE;
        } else {
            slot->error = errno;
            slot->state = FAILED;
            atomic_store(&shared->stop, 1);
        }
    }
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count,
                     JobResult *results, unsigned workers)
{
    if (!job || !workers)
        return refuse();
    if (!count)
        return 0;
    if (!catalog || !results)
        return refuse();
    if (workers > count)
        workers = (unsigned)count;
    size_t size = sizeof(Shared) + count * sizeof(Slot);
    Shared *shared =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return -1;
    int error = 0;
    unsigned started = 0;
    pid_t pids[workers];
    for (; started < workers; started++) {
        pids[started] = fork();
        if (pids[started] == -1) {
            error = errno;
            break;
        }
        if (pids[started] == 0)
            child(job, catalog, count, shared);
    }
    int missing = 0, failed = 0;
    while (started) {
        int status;
        if (waitpid(pids[started - 1], &status, 0) == -1) {
            if (errno == EINTR)
                continue;
            missing = ECHILD;
        }
        started--;
    }
    for (size_t i = 0; i < count && !error; i++) {
        if (shared->slots[i].state == DONE)
            results[i] = shared->slots[i].result;
        else if (shared->slots[i].state == FAILED)
            failed = shared->slots[i].error;
        else
            missing = ECHILD;
    }
    munmap(shared, size);
    if (!error)
        error = failed ? failed : missing;
    if (!error)
        return 0;
    errno = error;
    return -1;
}

Executor recommended_executor(WorkKind kind)
{
    if (kind == WORK_WAITING)
        return EXECUTOR_THREADS;
    if (kind == WORK_COMPUTING)
        return EXECUTOR_PROCESSES;
    return EXECUTOR_UNDECIDED;
}
