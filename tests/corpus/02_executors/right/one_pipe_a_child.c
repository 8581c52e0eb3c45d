/* A mutex hands out the next entry to threads; a pipe for each child, read with poll. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- threads --------------------------------------------------------------------- */

typedef struct Pool {
    pthread_mutex_t lock; /* guards next and error */
    size_t next;
    int error;
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    size_t count;
} Pool;

static bool take(Pool *pool, size_t *index)
{
    pthread_mutex_lock(&pool->lock);
    bool some = pool->error == 0 && pool->next < pool->count;
    if (some)
        *index = pool->next++;
    pthread_mutex_unlock(&pool->lock);
    return some;
}

static void *work(void *argument)
{
    Pool *pool = argument;
    size_t i;
    while (take(pool, &i)) {
        if (pool->job(&pool->catalog[i], &pool->results[i]) == 0)
            continue;
        int error = errno;
        pthread_mutex_lock(&pool->lock);
        pool->error = error;
        pthread_mutex_unlock(&pool->lock);
    }
    return NULL;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count,
                 JobResult *results, unsigned workers)
{
    if (job == NULL || workers == 0 ||
        (count > 0 && (catalog == NULL || results == NULL))) {
        errno = EINVAL;
        return -1;
    }
    Pool pool = {.lock = PTHREAD_MUTEX_INITIALIZER,
                 .job = job,
                 .catalog = catalog,
                 .results = results,
                 .count = count};
    size_t most = workers < count ? workers : count, started = 0;
    pthread_t *threads = malloc((most + 1) * sizeof *threads);
    int error = threads ? 0 : ENOMEM;
    while (error == 0 && started < most) {
        error = pthread_create(&threads[started], NULL, work, &pool);
        if (error == 0)
            started++;
    }
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    pthread_mutex_destroy(&pool.lock);
    if (error == 0)
        error = pool.error;
    if (error != 0) {
        errno = error;
        return -1;
    }
    return 0;
}

/* ---- processes ------------------------------------------------------------------- */

typedef struct Child {
    pid_t pid;
    size_t first, end; /* its block of entries */
    size_t bytes;      /* of its results that have come */
    int error;
} Child;

typedef struct Message {
    int error;
    JobResult result;
} Message;

static void send_all(int fd, const void *data, size_t size)
{
    const char *at = data;
    while (size > 0) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            _exit(2);
        at += n;
        size -= (size_t)n;
    }
}

static void be_child(JobFunction job, const CatalogEntry *catalog, const Child *self,
                     int fd)
{
    for (size_t i = self->first; i < self->end; i++) {
        Message message;
        memset(&message, 0, sizeof message);
        if (job(&catalog[i], &message.result) != 0)
            message.error = errno;
        send_all(fd, &message, sizeof message);
        if (message.error)
            _exit(1);
    }
    _exit(0);
}

/* Takes what has come from a child. Returns false when its pipe has ended. */
static bool take_bytes(Child *child, struct pollfd *in, Message *message,
                       JobResult *results)
{
    size_t have = child->bytes % sizeof *message;
    ssize_t n = read(in->fd, (char *)message + have, sizeof *message - have);
    if (n < 0)
        return errno == EINTR;
    if (n == 0)
        return false;
    child->bytes += (size_t)n;
    if (child->bytes % sizeof *message == 0) {
        size_t index = child->first + child->bytes / sizeof *message - 1;
        if (message->error)
            child->error = message->error;
        else
            results[index] = message->result;
    }
    return true;
}

static void collect(Child *children, struct pollfd *ins, Message *messages, size_t n,
                    JobResult *results)
{
    size_t open = n;
    while (open > 0) {
        if (poll(ins, n, -1) < 0)
            continue;
        for (size_t c = 0; c < n; c++) {
            if (ins[c].revents == 0 ||
                take_bytes(&children[c], &ins[c], &messages[c], results))
                continue;
            close(ins[c].fd);
            ins[c].fd = -1;
            open--;
        }
    }
}

static int finish(Child *children, size_t n)
{
    int error = 0;
    for (size_t c = 0; c < n; c++) {
        int status;
        while (waitpid(children[c].pid, &status, 0) < 0 && errno == EINTR)
            continue;
        if (children[c].error)
            error = children[c].error;
        else if (children[c].bytes !=
                     (children[c].end - children[c].first) * sizeof(Message) &&
                 error == 0)
            error = ECHILD;
    }
    return error;
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count,
                     JobResult *results, unsigned workers)
{
    if (job == NULL || workers == 0 ||
        (count > 0 && (catalog == NULL || results == NULL))) {
        errno = EINVAL;
        return -1;
    }
    size_t most = workers < count ? workers : count, n = 0;
    int error = 0, ends[2];
    Child *children = calloc(most + 1, sizeof *children);
    struct pollfd *ins = calloc(most + 1, sizeof *ins);
    Message *messages = calloc(most + 1, sizeof *messages);
    if (!children || !ins || !messages)
        error = ENOMEM;
    while (error == 0 && n < most) {
        Child *child = &children[n];
        child->first = n * count / most;
        child->end = (n + 1) * count / most;
        if (pipe2(ends, O_CLOEXEC) != 0) {
            error = errno;
            break;
        }
        child->pid = fork();
        if (child->pid == 0) {
            close(ends[0]);
            be_child(job, catalog, child, ends[1]);
        }
        if (child->pid < 0) {
            error = errno;
            close(ends[0]);
        }
        close(ends[1]);
        if (error == 0) {
            ins[n].fd = ends[0];
            ins[n++].events = POLLIN;
        }
    }
    collect(children, ins, messages, n, results);
    int job_error = finish(children, n);
    free(children);
    free(ins);
    free(messages);
    if (error == 0)
        error = job_error;
    if (error == 0)
        return 0;
    errno = error;
    return -1;
}

/* ---- the choice ------------------------------------------------------------------ */

Executor recommended_executor(WorkKind kind)
{
    return kind == WORK_WAITING     ? EXECUTOR_THREADS
           : kind == WORK_COMPUTING ? EXECUTOR_PROCESSES
                                    : EXECUTOR_UNDECIDED;
}
