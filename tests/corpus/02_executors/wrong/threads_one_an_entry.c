/* mistake: a thread is started for each entry, and a semaphore lets no more than workers of them in
 * fails: threads_never_too_many
 * says: are started
 */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
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

struct errand {
    pthread_t id;
    sem_t *room;
    JobFunction job;
    const CatalogEntry *entry;
    JobResult *result;
    int error;
};

static void *run_errand(void *argument)
{
    struct errand *e = argument;
    while (sem_wait(e->room) == -1 && errno == EINTR)
        continue;
    if (e->job(e->entry, e->result) == -1)
        e->error = errno;
    sem_post(e->room);
    return NULL;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count,
                 JobResult *results, unsigned workers)
{
    if (bad_arguments(job, catalog, count, results, workers))
        return -1;
    sem_t room;
    size_t started = 0;
    int error = 0;
    struct errand *errands = calloc(count + 1, sizeof *errands);
    if (!errands)
        return -1;
    sem_init(&room, 0, workers < SEM_VALUE_MAX ? workers : SEM_VALUE_MAX);
    for (; started < count; started++) {
        errands[started] = (struct errand){0, &room, job, &catalog[started], &results[started], 0};
        error = pthread_create(&errands[started].id, NULL, run_errand, &errands[started]);
        if (error)
            break;
    }
    for (size_t i = 0; i < started; i++) {
        pthread_join(errands[i].id, NULL);
        if (!error)
            error = errands[i].error;
    }
    sem_destroy(&room);
    free(errands);
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
