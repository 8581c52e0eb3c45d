/* mistake: only POLLIN is looked at: when a child hangs up poll returns at once, again and again
 * fails: processes_results_in_order
 * says: hangs
 */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <poll.h>
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

struct line {
    pid_t pid;
    int fd;
    size_t next; /* the entry whose answer comes next */
};

struct answer {
    int error;
    JobResult result;
};

static void child(JobFunction job, const CatalogEntry *catalog, size_t first, size_t step,
                  size_t count, int out)
{
    for (size_t i = first; i < count; i += step) {
        struct answer a = {0};
        if (job(&catalog[i], &a.result) != 0)
            a.error = errno;
        if (send_all(out, &a, sizeof a) != 0 || a.error)
            _exit(0);
    }
    _exit(0);
}

static int hang_up(struct line *lines, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if (lines[k].fd >= 0)
            close(lines[k].fd);
        while (waitpid(lines[k].pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    return 0;
}

static int listen_to_all(struct line *lines, size_t n, JobResult *results, size_t count)
{
    size_t received = 0, open = n;
    struct pollfd *polled = calloc(n, sizeof *polled);
    int error = polled ? 0 : ENOMEM;
    while (!error && open > 0) {
        for (size_t k = 0; k < n; k++)
            polled[k] = (struct pollfd){.fd = lines[k].fd, .events = POLLIN};
        if (poll(polled, n, -1) < 0) {
            if (errno == EINTR)
                continue;
            error = errno;
            break;
        }
        for (size_t k = 0; k < n && !error; k++) {
            struct answer a;
            if (!(polled[k].revents & POLLIN))
                continue;
            if (get_all(lines[k].fd, &a, sizeof a) != 1) {
                close(lines[k].fd);
                lines[k].fd = -1;
                open--;
            } else if (a.error) {
                error = a.error;
            } else {
                results[lines[k].next] = a.result;
                lines[k].next += n;
                received++;
            }
        }
    }
    free(polled);
    return error || received == count ? error : ECHILD;
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
    struct line *lines = calloc(n, sizeof *lines);
    if (!lines)
        return -1;
    for (; k < n; k++) {
        if (pipe(ends) != 0) {
            error = errno;
            break;
        }
        pid_t pid = fork();
        if (pid == 0) {
            close(ends[0]);
            child(job, catalog, k, n, count, ends[1]);
        }
        if (pid < 0)
            error = errno;
        close(ends[1]);
        if (pid < 0) {
            close(ends[0]);
            break;
        }
        lines[k] = (struct line){pid, ends[0], k};
    }
    if (!error)
        error = listen_to_all(lines, n, results, count);
    hang_up(lines, k);
    free(lines);
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
