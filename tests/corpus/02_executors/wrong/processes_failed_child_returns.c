/* mistake: a child whose job failed returns -1 to the caller of its caller instead of ending
 * fails: processes_failed_job, processes_failure_amid_many
 * says: came back
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
            break;
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

static int send_all(int fd, const void *data, size_t size)
{
    const char *at = data;
    while (size > 0) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        at += n;
        size -= (size_t)n;
    }
    return 0;
}

/* 1: all of it; 0: the end; -1: an error */
static int get_all(int fd, void *data, size_t size)
{
    for (size_t have = 0; have < size;) {
        ssize_t n = read(fd, (char *)data + have, size - have);
        if (n == 0)
            return 0;
        if (n > 0)
            have += (size_t)n;
        else if (errno != EINTR)
            return -1;
    }
    return 1;
}

struct record {
    size_t index;
    int error;
    JobResult result;
};

static void child(JobFunction job, const CatalogEntry *catalog, size_t first, size_t step,
                  size_t count, int out)
{
    for (size_t i = first; i < count; i += step) {
        struct record r = {.index = i};
        if (job(&catalog[i], &r.result) != 0)
            r.error = errno;
        if (send_all(out, &r, sizeof r) != 0)
            _exit(1);
        if (r.error)
            return;
    }
    _exit(0);
}

static int reap(const pid_t *pids, size_t n)
{
    int error = 0;
    for (size_t k = 0; k < n; k++) {
        int status = 0;
        while (waitpid(pids[k], &status, 0) < 0 && errno == EINTR)
            continue;
        if (!WIFEXITED(status))
            error = ECHILD;
    }
    return error;
}

static int collect(int in, JobResult *results, size_t count)
{
    struct record r;
    size_t received = 0;
    while (get_all(in, &r, sizeof r) == 1) {
        if (r.error)
            return r.error;
        results[r.index] = r.result;
        received++;
    }
    return received == count ? 0 : ECHILD;
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count,
                     JobResult *results, unsigned workers)
{
    if (bad_arguments(job, catalog, count, results, workers))
        return -1;
    if (!count)
        return 0;
    size_t n = workers < count ? workers : count, k = 0;
    int ends[2], error = 0;
    pid_t *pids = malloc(n * sizeof *pids);
    if (!pids)
        return -1;
    if (pipe(ends) != 0) {
        error = errno;
        free(pids);
        errno = error;
        return -1;
    }
    for (; k < n; k++) {
        pids[k] = fork();
        if (pids[k] == 0) {
            close(ends[0]);
            child(job, catalog, k, n, count, ends[1]);
            free(pids);
            return -1;
        }
        if (pids[k] < 0) {
            error = errno;
            break;
        }
    }
    close(ends[1]);
    if (!error)
        error = collect(ends[0], results, count);
    close(ends[0]);
    int died = reap(pids, k);
    free(pids);
    if (!error)
        error = died;
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
