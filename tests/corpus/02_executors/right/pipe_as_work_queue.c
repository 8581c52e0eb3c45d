/* A pipe is the queue of work: every worker, thread or child, reads the next index from it. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Reads exactly size bytes. 1, or 0 at the end, or -1. Pieces of up to PIPE_BUF bytes that were
 * written whole are read whole. */
static int read_whole(int fd, void *to, size_t size)
{
    size_t have = 0;
    while (have < size) {
        ssize_t n = read(fd, (char *)to + have, size - have);
        if (n > 0)
            have += (size_t)n;
        else if (n == 0)
            return 0;
        else if (errno != EINTR)
            return -1;
    }
    return 1;
}

static int write_whole(int fd, const void *from, size_t size)
{
    size_t sent = 0;
    while (sent < size) {
        ssize_t n = write(fd, (const char *)from + sent, size - sent);
        if (n >= 0)
            sent += (size_t)n;
        else if (errno != EINTR)
            return -1;
    }
    return 0;
}

struct pool {
    int queue; /* read end */
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
};

/* Goes on reading after a failure, so that the caller's writes never block for ever. */
static void *pool_thread(void *p)
{
    struct pool *pool = p;
    size_t index;
    long error = 0;
    while (read_whole(pool->queue, &index, sizeof index) == 1)
        if (error == 0 && pool->job(&pool->catalog[index], &pool->results[index]) != 0)
            error = errno;
    return (void *)error;
}

static int refuse(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    return !job || !workers || (count && (!catalog || !results));
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (refuse(job, catalog, count, results, workers)) {
        errno = EINVAL;
        return -1;
    }
    if (count == 0)
        return 0;
    if (workers > count)
        workers = (unsigned)count;
    pthread_t *threads = malloc(workers * sizeof *threads);
    if (!threads)
        return -1;
    int ends[2];
    if (pipe(ends) != 0) {
        int e = errno;
        free(threads);
        errno = e;
        return -1;
    }
    struct pool pool = {ends[0], job, catalog, results};
    unsigned started = 0;
    int error = 0;
    for (; started < workers; started++)
        if ((error = pthread_create(&threads[started], NULL, pool_thread, &pool)) != 0)
            break;
    for (size_t i = 0; error == 0 && i < count; i++)
        if (write_whole(ends[1], &i, sizeof i) != 0)
            error = errno;
    close(ends[1]); /* the queue ends; so do its readers */
    for (unsigned t = 0; t < started; t++) {
        void *job_error;
        pthread_join(threads[t], &job_error);
        if (error == 0)
            error = (int)(long)job_error;
    }
    close(ends[0]);
    free(threads);
    if (error) {
        errno = error;
        return -1;
    }
    return 0;
}

struct letter {
    size_t index;
    int error;
    JobResult result;
};

static void worker_process(struct pool *pool, int out)
{
    struct letter letter;
    memset(&letter, 0, sizeof letter);
    while (read_whole(pool->queue, &letter.index, sizeof letter.index) == 1) {
        letter.error = pool->job(&pool->catalog[letter.index], &letter.result) ? errno : 0;
        if (write_whole(out, &letter, sizeof letter) != 0)
            _exit(1);
        if (letter.error)
            _exit(0);
    }
    _exit(0);
}

/* Feeds the queue and drains the answers at the same time: neither pipe may fill up for ever. */
static int feed_and_drain(int queue, int answers, size_t count, JobResult *results)
{
    size_t sent = 0, received = 0;
    int error = 0;
    fcntl(queue, F_SETFL, O_NONBLOCK);
    for (;;) {
        struct pollfd p[2] = {{.fd = answers, .events = POLLIN}, {.fd = queue, .events = POLLOUT}};
        if (poll(p, queue >= 0 ? 2 : 1, -1) < 0) {
            if (errno == EINTR)
                continue;
            error = errno;
            break;
        }
        if (queue >= 0 && p[1].revents) {
            ssize_t n = -1;
            if (!error && sent < count && !(p[1].revents & POLLERR))
                n = write(queue, &sent, sizeof sent);
            if (n == (ssize_t)sizeof sent)
                sent++;
            if (error || sent == count || (p[1].revents & POLLERR) || (n < 0 && errno != EAGAIN && errno != EINTR)) {
                close(queue);
                queue = -1;
            }
        }
        if (p[0].revents) {
            struct letter letter;
            int got = read_whole(answers, &letter, sizeof letter);
            if (got != 1) {
                if (got < 0 && !error)
                    error = errno;
                break;
            }
            if (letter.error) {
                error = letter.error;
            } else {
                results[letter.index] = letter.result;
                received++;
            }
        }
    }
    if (queue >= 0)
        close(queue);
    if (!error && received < count)
        error = ECHILD;
    return error;
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (refuse(job, catalog, count, results, workers)) {
        errno = EINVAL;
        return -1;
    }
    if (count == 0)
        return 0;
    if (workers > count)
        workers = (unsigned)count;
    int q[2], a[2], error = 0;
    pid_t *pids = malloc(workers * sizeof *pids);
    if (!pids)
        return -1;
    if (pipe(q) != 0) {
        error = errno;
        free(pids);
        errno = error;
        return -1;
    }
    if (pipe(a) != 0) {
        error = errno;
        close(q[0]);
        close(q[1]);
        free(pids);
        errno = error;
        return -1;
    }
    unsigned n;
    for (n = 0; n < workers; n++) {
        pids[n] = fork();
        if (pids[n] < 0) {
            error = errno;
            break;
        }
        if (pids[n] == 0) {
            struct pool pool = {q[0], job, catalog, NULL};
            close(q[1]);
            close(a[0]);
            worker_process(&pool, a[1]);
        }
    }
    close(a[1]);
    /* With every reader gone a write would raise SIGPIPE: it is held back meanwhile. */
    close(q[0]);
    if (error) {
        close(q[1]);
        struct letter letter;
        while (read_whole(a[0], &letter, sizeof letter) == 1)
            ;
    } else {
        sigset_t pipe_signal, before;
        sigemptyset(&pipe_signal);
        sigaddset(&pipe_signal, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
        error = feed_and_drain(q[1], a[0], count, results);
        struct timespec no_time = {0, 0};
        if (!sigismember(&before, SIGPIPE))
            while (sigtimedwait(&pipe_signal, NULL, &no_time) == SIGPIPE)
                ;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    close(a[0]);
    for (unsigned k = 0; k < n; k++)
        while (waitpid(pids[k], NULL, 0) < 0 && errno == EINTR)
            ;
    free(pids);
    if (error) {
        errno = error;
        return -1;
    }
    return 0;
}

Executor recommended_executor(WorkKind kind)
{
    if (kind == WORK_COMPUTING)
        return EXECUTOR_PROCESSES;
    return kind == WORK_WAITING ? EXECUTOR_THREADS : EXECUTOR_UNDECIDED;
}
