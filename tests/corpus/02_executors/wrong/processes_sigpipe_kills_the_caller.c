/* mistake: the parent writes to a child that has died, and SIGPIPE ends the parent
 * fails: processes_child_dies
 * says: SIGPIPE
 */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
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

struct worker {
    pid_t pid;
    int fd;
};

struct answer {
    int error;
    JobResult result;
};

static void serve(JobFunction job, const CatalogEntry *catalog, int fd)
{
    size_t i;
    while (get_all(fd, &i, sizeof i) == 1) { /* until the parent closes its end */
        struct answer a = {0};
        if (job(&catalog[i], &a.result) != 0)
            a.error = errno;
        if (send_all(fd, &a, sizeof a) != 0)
            _exit(1);
    }
    _exit(0);
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count,
                     JobResult *results, unsigned workers)
{
    if (bad_arguments(job, catalog, count, results, workers))
        return -1;
    if (!count)
        return 0;
    size_t n = workers < count ? workers : count, k = 0;
    int error = 0, ends[2];
    struct worker *w = calloc(n, sizeof *w);
    if (!w)
        return -1;
    for (; k < n; k++) {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
            error = errno;
            break;
        }
        w[k].pid = fork();
        if (w[k].pid == 0) {
            for (size_t c = 0; c < k; c++)
                close(w[c].fd);
            close(ends[0]);
            serve(job, catalog, ends[1]);
        }
        if (w[k].pid < 0)
            error = errno;
        close(ends[1]);
        w[k].fd = ends[0];
        if (error) {
            close(ends[0]);
            break;
        }
    }
    /* A round: one entry for each child, then one answer from each. */
    for (size_t first = 0; k == n && first < count; first += n) {
        size_t in_round = count - first < n ? count - first : n;
        for (size_t c = 0; c < in_round; c++) {
            size_t i = first + c;
            if (send_all(w[c].fd, &i, sizeof i) != 0)
                error = ECHILD;
        }
        for (size_t c = 0; c < in_round; c++) {
            struct answer a;
            if (get_all(w[c].fd, &a, sizeof a) != 1)
                error = ECHILD;
            else if (a.error)
                error = a.error;
            else
                results[first + c] = a.result;
        }
    }
    for (size_t c = 0; c < k; c++) {
        close(w[c].fd);
        while (waitpid(w[c].pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    free(w);
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
