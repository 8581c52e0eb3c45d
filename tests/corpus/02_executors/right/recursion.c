/* Recursion instead of loops: each level starts one worker, goes deeper, and cleans up on the way back. */
#include "executors.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct call {
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    size_t count, workers;
};

struct part {
    const struct call *call;
    size_t number;
    int error;
};

/* Does the entries at, at + workers, ... */
static int do_part(const struct call *c, size_t at)
{
    if (at >= c->count)
        return 0;
    if (c->job(&c->catalog[at], &c->results[at]) != 0)
        return errno;
    return do_part(c, at + c->workers);
}

static void *part_thread(void *p)
{
    struct part *part = p;
    part->error = do_part(part->call, part->number);
    return NULL;
}

/* Starts the threads number, number + 1, ...; returns when all of these have been joined. */
static int with_threads(const struct call *call, size_t number)
{
    if (number == call->workers)
        return 0;
    struct part part = {call, number, 0};
    pthread_t thread;
    int error = pthread_create(&thread, NULL, part_thread, &part);
    if (error)
        return error;
    int others = with_threads(call, number + 1);
    error = pthread_join(thread, NULL);
    if (others)
        return others;
    return error ? error : part.error;
}

static int arguments_are_bad(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    return !job || workers == 0 || (count != 0 && (!catalog || !results));
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    struct call call = {job, catalog, results, count, workers < count ? workers : count};
    int error = arguments_are_bad(job, catalog, count, results, workers) ? EINVAL : with_threads(&call, 0);
    if (error) {
        errno = error;
        return -1;
    }
    return 0;
}

struct message {
    int error;
    JobResult result;
};

static int send_bytes(int fd, const char *bytes, size_t n)
{
    ssize_t done;
    if (n == 0)
        return 0;
    done = write(fd, bytes, n);
    if (done < 0)
        return errno == EINTR ? send_bytes(fd, bytes, n) : -1;
    return send_bytes(fd, bytes + done, n - (size_t)done);
}

/* How many bytes came before the end. */
static size_t receive_bytes(int fd, char *bytes, size_t n)
{
    size_t have = 0;
    while (have < n) {
        ssize_t got = read(fd, bytes + have, n - have);
        if (got == 0 || (got < 0 && errno != EINTR))
            break;
        if (got > 0)
            have += (size_t)got;
    }
    return have;
}

static void child(const struct call *call, size_t at, int fd)
{
    struct message m;
    for (; at < call->count; at += call->workers) {
        memset(&m, 0, sizeof m);
        if (call->job(&call->catalog[at], &m.result) != 0)
            m.error = errno ? errno : EIO;
        if (send_bytes(fd, (char *)&m, sizeof m) != 0)
            _exit(2);
        if (m.error)
            _exit(1);
    }
    _exit(0);
}

static int receive(const struct call *call, size_t at, int fd)
{
    struct message m;
    for (; at < call->count; at += call->workers) {
        if (receive_bytes(fd, (char *)&m, sizeof m) != sizeof m)
            return ECHILD;
        if (m.error)
            return m.error;
        call->results[at] = m.result;
    }
    return 0;
}

static int with_children(const struct call *call, size_t number)
{
    int ends[2], error, others, status;
    if (number == call->workers)
        return 0;
    if (pipe(ends) < 0)
        return errno;
    pid_t pid = fork();
    if (pid < 0) {
        error = errno;
        close(ends[0]);
        close(ends[1]);
        return error;
    }
    if (pid == 0) {
        close(ends[0]);
        child(call, number, ends[1]);
    }
    close(ends[1]);
    others = with_children(call, number + 1);
    error = others ? 0 : receive(call, number, ends[0]);
    close(ends[0]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return others ? others : error;
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    struct call call = {job, catalog, results, count, workers < count ? workers : count};
    int error = arguments_are_bad(job, catalog, count, results, workers) ? EINVAL : with_children(&call, 0);
    if (error) {
        errno = error;
        return -1;
    }
    return 0;
}

Executor recommended_executor(WorkKind kind)
{
    return kind == WORK_WAITING ? EXECUTOR_THREADS : kind == WORK_COMPUTING ? EXECUTOR_PROCESSES : EXECUTOR_UNDECIDED;
}
