/* mistake: the barrier waits for as many threads as were asked for, also when fewer are started
 * fails: threads_small_catalogs, threads_never_too_many, threads_failed_start
 * says: hangs
 */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int bad_arguments(JobFunction job, const CatalogEntry *catalog, size_t count,
                         JobResult *results, unsigned workers)
{
    if (job && workers && (!count || (catalog && results)))
        return 0;
    errno = EINVAL;
    return 1;
}

struct squad {
    pthread_barrier_t together;
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    size_t count, step;
};

struct soldier {
    pthread_t id;
    struct squad *squad;
    size_t first;
    int error;
};

static void *march(void *argument)
{
    struct soldier *me = argument;
    struct squad *squad = me->squad;
    pthread_barrier_wait(&squad->together); /* all begin at the same moment */
    for (size_t i = me->first; i < squad->count; i += squad->step)
        if (squad->job(&squad->catalog[i], &squad->results[i]) != 0)
            me->error = errno;
    return NULL;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count,
                 JobResult *results, unsigned workers)
{
    if (bad_arguments(job, catalog, count, results, workers))
        return -1;
    if (!count)
        return 0;
    size_t n = workers < count ? workers : count, k = 0;
    struct squad squad = {.job = job, .catalog = catalog, .results = results, .count = count, .step = n};
    struct soldier *soldiers = calloc(n, sizeof *soldiers);
    if (!soldiers)
        return -1;
    int error = pthread_barrier_init(&squad.together, NULL, workers);
    for (; !error && k < n; k += !error) {
        soldiers[k].squad = &squad;
        soldiers[k].first = k;
        error = pthread_create(&soldiers[k].id, NULL, march, &soldiers[k]);
    }
    while (k-- > 0) {
        pthread_join(soldiers[k].id, NULL);
        if (!error)
            error = soldiers[k].error;
    }
    pthread_barrier_destroy(&squad.together);
    free(soldiers);
    errno = error;
    return error ? -1 : 0;
}

struct cell {
    int done, error;
    JobResult result;
};

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count,
                     JobResult *results, unsigned workers)
{
    if (bad_arguments(job, catalog, count, results, workers))
        return -1;
    if (!count)
        return 0;
    size_t n = workers < count ? workers : count, k = 0;
    int error = 0;
    pid_t *pids = calloc(n, sizeof *pids);
    if (!pids)
        return -1;
    struct cell *cells = mmap(NULL, count * sizeof *cells, PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (cells == MAP_FAILED) {
        free(pids);
        errno = ENOMEM;
        return -1;
    }
    for (; k < n; k++) {
        pids[k] = fork();
        if (pids[k] < 0) {
            error = errno;
            break;
        }
        for (size_t i = k; pids[k] == 0; i += n) {
            if (i >= count)
                _exit(0);
            cells[i].error = job(&catalog[i], &cells[i].result) ? errno : 0;
            cells[i].done = 1;
        }
    }
    while (k-- > 0)
        while (waitpid(pids[k], NULL, 0) < 0 && errno == EINTR)
            continue;
    for (size_t i = 0; i < count && !error; i++) {
        error = cells[i].done ? cells[i].error : ECHILD;
        results[i] = cells[i].result;
    }
    munmap(cells, count * sizeof *cells);
    free(pids);
    errno = error;
    return error ? -1 : 0;
}

Executor recommended_executor(WorkKind kind)
{
    if (kind == WORK_WAITING)
        return EXECUTOR_THREADS;
    if (kind == WORK_COMPUTING)
        return EXECUTOR_PROCESSES;
    return EXECUTOR_UNDECIDED;
}
