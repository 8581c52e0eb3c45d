/* mistake: when a thread cannot be started the call returns at once, while the others run
 * fails: threads_failed_start
 * says: not joined
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

struct span {
    pthread_t id;
    JobFunction job;
    const CatalogEntry *from;
    JobResult *to;
    size_t count;
    int error;
};

static void *do_span(void *p)
{
    struct span *s = p;
    for (size_t i = 0; i < s->count && !s->error; i++)
        if (s->job(&s->from[i], &s->to[i]))
            s->error = errno;
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
    struct span *spans = calloc(n, sizeof *spans);
    if (!spans)
        return -1;
    for (size_t at = 0; k < n; k++) {
        size_t share = count / n + (k < count % n);
        spans[k] = (struct span){.job = job, .from = catalog + at, .to = results + at, .count = share};
        at += share;
        if ((error = pthread_create(&spans[k].id, NULL, do_span, &spans[k])))
            return errno = error, k ? (void)0 : free(spans), -1; /* what runs still uses it */
    }
    while (k-- > 0) {
        pthread_join(spans[k].id, NULL);
        if (!error)
            error = spans[k].error;
    }
    free(spans);
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
