/* mistake: the index is atomic, but reading it and moving it on are two steps
 * fails: threads_no_data_race
 * says: data race
 */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
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

struct run {
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    size_t count;
    atomic_size_t next;
    atomic_int error;
};

static void *work(void *argument)
{
    struct run *run = argument;
    for (;;) {
        size_t i = atomic_load(&run->next);
        if (i >= run->count)
            break;
        atomic_store(&run->next, i + 1);
        if (run->job(&run->catalog[i], &run->results[i]) != 0)
            atomic_store(&run->error, errno);
    }
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
    int error = 0;
    pthread_t *ids = malloc(n * sizeof *ids);
    if (!ids)
        return -1;
    struct run run = {.job = job, .catalog = catalog, .results = results, .count = count};
    while (k < n && !(error = pthread_create(&ids[k], NULL, work, &run)))
        k++;
    while (k > 0)
        pthread_join(ids[--k], NULL);
    free(ids);
    if (!error)
        error = run.error;
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
