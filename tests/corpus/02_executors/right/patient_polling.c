/* Clumsy: it looks again and again, with a short sleep in between; but it loses nothing. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void short_rest(void)
{
    struct timespec rest = {0, 200 * 1000};
    nanosleep(&rest, NULL);
}

struct one_thread {
    pthread_t id;
    pthread_mutex_t mutex; /* guards done and error */
    int done;
    int error;
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    size_t first, behind;
};

static void *thread_function(void *argument)
{
    struct one_thread *self = (struct one_thread *)argument;
    int error = 0;
    size_t index = self->first;
    while (index < self->behind && error == 0) {
        if (self->job(self->catalog + index, self->results + index) == -1)
            error = errno;
        index = index + 1;
    }
    pthread_mutex_lock(&self->mutex);
    self->error = error;
    self->done = 1;
    pthread_mutex_unlock(&self->mutex);
    return NULL;
}

static int is_done(struct one_thread *t)
{
    pthread_mutex_lock(&t->mutex);
    int done = t->done;
    pthread_mutex_unlock(&t->mutex);
    return done;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    size_t number, started = 0, i;
    int error = 0;
    struct one_thread *threads;
    if (job == NULL || workers == 0) {
        errno = EINVAL;
        return -1;
    }
    if (count == 0)
        return 0;
    if (catalog == NULL || results == NULL) {
        errno = EINVAL;
        return -1;
    }
    number = workers;
    if (number > count)
        number = count;
    threads = calloc(number, sizeof(struct one_thread));
    if (threads == NULL) {
        errno = ENOMEM;
        return -1;
    }
    for (i = 0; i < number && error == 0; i++) {
        threads[i].job = job;
        threads[i].catalog = catalog;
        threads[i].results = results;
        threads[i].first = count * i / number;
        threads[i].behind = count * (i + 1) / number;
        pthread_mutex_init(&threads[i].mutex, NULL);
        error = pthread_create(&threads[i].id, NULL, thread_function, &threads[i]);
        if (error == 0)
            started = started + 1;
        else
            pthread_mutex_destroy(&threads[i].mutex);
    }
    for (i = 0; i < started; i++) {
        while (!is_done(&threads[i]))
            short_rest();
        pthread_join(threads[i].id, NULL);
        pthread_mutex_destroy(&threads[i].mutex);
        if (error == 0)
            error = threads[i].error;
    }
    free(threads);
    if (error != 0) {
        errno = error;
        return -1;
    }
    return 0;
}

struct one_child {
    pid_t pid;
    int fd;
    int ended;    /* 1: waitpid has told so */
    size_t next;  /* the entry whose result comes next */
    size_t have;  /* bytes of it */
    char buffer[sizeof(int) + sizeof(JobResult)];
};

static void child_function(JobFunction job, const CatalogEntry *catalog, size_t first, size_t step, size_t count, int fd)
{
    size_t i;
    for (i = first; i < count; i += step) {
        char buffer[sizeof(int) + sizeof(JobResult)];
        JobResult result;
        int error = 0;
        size_t sent = 0;
        memset(&result, 0, sizeof result);
        if (job(catalog + i, &result) == -1)
            error = errno;
        memcpy(buffer, &error, sizeof error);
        memcpy(buffer + sizeof error, &result, sizeof result);
        while (sent < sizeof buffer) {
            ssize_t n = write(fd, buffer + sent, sizeof buffer - sent);
            if (n > 0)
                sent += (size_t)n;
            else if (errno != EINTR)
                _exit(1);
        }
        if (error != 0)
            _exit(0);
    }
    _exit(0);
}

/* Takes everything that is there. Returns 0, or an errno. */
static int look(struct one_child *child, size_t step, JobResult *results, size_t *received)
{
    for (;;) {
        ssize_t n = read(child->fd, child->buffer + child->have, sizeof child->buffer - child->have);
        if (n <= 0)
            return 0; /* nothing there, or nothing any more: waitpid tells the two apart */
        child->have += (size_t)n;
        if (child->have == sizeof child->buffer) {
            int error;
            memcpy(&error, child->buffer, sizeof error);
            if (error != 0)
                return error;
            memcpy(&results[child->next], child->buffer + sizeof error, sizeof(JobResult));
            child->next += step;
            child->have = 0;
            *received += 1;
        }
    }
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    size_t number, started = 0, ended = 0, received = 0, i;
    int error = 0, fds[2];
    struct one_child *children;
    if (job == NULL || workers == 0 || (count > 0 && (catalog == NULL || results == NULL))) {
        errno = EINVAL;
        return -1;
    }
    if (count == 0)
        return 0;
    number = workers < count ? workers : count;
    children = calloc(number, sizeof(struct one_child));
    if (children == NULL)
        return -1;
    while (started < number && error == 0) {
        struct one_child *child = &children[started];
        if (pipe(fds) == -1) {
            error = errno;
            break;
        }
        child->pid = fork();
        if (child->pid == 0) {
            close(fds[0]);
            child_function(job, catalog, started, number, count, fds[1]);
        }
        if (child->pid == -1) {
            error = errno;
            close(fds[0]);
        } else {
            child->fd = fds[0];
            child->next = started;
            fcntl(child->fd, F_SETFL, O_NONBLOCK);
            started++;
        }
        close(fds[1]);
    }
    while (ended < started) {
        for (i = 0; i < started; i++) {
            struct one_child *child = &children[i];
            int e;
            if (child->ended)
                continue;
            if (waitpid(child->pid, NULL, WNOHANG) == child->pid) {
                child->ended = 1;
                ended++;
            }
            e = look(child, number, results, &received); /* after it has ended as well: what it left */
            if (e != 0 && error == 0)
                error = e;
        }
        short_rest();
    }
    for (i = 0; i < started; i++)
        close(children[i].fd);
    free(children);
    if (error == 0 && received < count)
        error = ECHILD;
    if (error != 0) {
        errno = error;
        return -1;
    }
    return 0;
}

Executor recommended_executor(WorkKind kind)
{
    if (kind == WORK_WAITING)
        return EXECUTOR_THREADS;
    if (kind == WORK_COMPUTING)
        return EXECUTOR_PROCESSES;
    return EXECUTOR_UNDECIDED;
}
