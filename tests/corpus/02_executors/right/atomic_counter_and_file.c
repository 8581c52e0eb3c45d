/* An atomic counter hands out entries; the children's results stand in a temporary file, each at its place. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    JobFunction f;
    const CatalogEntry *cat;
    JobResult *res;
    size_t len;
    atomic_size_t cursor;
    atomic_int first_error;
} shared_t;

static void *loop(void *p)
{
    shared_t *s = p;
    size_t i;
    while ((i = atomic_fetch_add(&s->cursor, 1)) < s->len && atomic_load(&s->first_error) == 0)
        if (s->f(&s->cat[i], &s->res[i]) != 0) {
            int none = 0;
            atomic_compare_exchange_strong(&s->first_error, &none, errno);
        }
    return NULL;
}

static int check_args(JobFunction f, const CatalogEntry *c, size_t n, JobResult *r, unsigned w)
{
    if (f == NULL || w == 0)
        return EINVAL;
    if (n != 0 && (c == NULL || r == NULL))
        return EINVAL;
    return 0;
}

static int give_up(int e)
{
    if (e == 0)
        return 0;
    errno = e;
    return -1;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    int e = check_args(job, catalog, count, results, workers);
    if (e != 0 || count == 0)
        return give_up(e);
    size_t n = workers;
    if (n > count)
        n = count;
    shared_t s = {.f = job, .cat = catalog, .res = results, .len = count};
    pthread_t *t = malloc(n * sizeof(pthread_t));
    if (t == NULL)
        return give_up(ENOMEM);
    size_t k = 0;
    while (k < n && (e = pthread_create(&t[k], NULL, loop, &s)) == 0)
        k++;
    if (e != 0)
        atomic_store(&s.first_error, e); /* nobody need begin another entry */
    for (size_t i = 0; i < k; i++)
        pthread_join(t[i], NULL);
    free(t);
    return give_up(e != 0 ? e : atomic_load(&s.first_error));
}

/* What stands in the file for an entry. A hole in the file reads as zeros: not done. */
typedef struct {
    int32_t done;
    int32_t error;
    JobResult result;
} slot_t;

static int put_slot(int fd, size_t i, const slot_t *s)
{
    size_t off = 0;
    while (off < sizeof *s) {
        ssize_t w = pwrite(fd, (const char *)s + off, sizeof *s - off, (off_t)(i * sizeof *s + off));
        if (w < 0) {
            if (errno == EINTR)
                continue;
            return -1;
        }
        off += (size_t)w;
    }
    return 0;
}

static int get_slot(int fd, size_t i, slot_t *s)
{
    size_t off = 0;
    memset(s, 0, sizeof *s);
    while (off < sizeof *s) {
        ssize_t r = pread(fd, (char *)s + off, sizeof *s - off, (off_t)(i * sizeof *s + off));
        if (r == 0)
            break;
        if (r < 0) {
            if (errno == EINTR)
                continue;
            return errno;
        }
        off += (size_t)r;
    }
    return 0;
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    int e = check_args(job, catalog, count, results, workers);
    if (e != 0 || count == 0)
        return give_up(e);
    size_t n = workers > count ? count : workers, started;
    pid_t *pid = malloc(n * sizeof(pid_t));
    if (pid == NULL)
        return give_up(ENOMEM);
    FILE *file = tmpfile();
    if (file == NULL) {
        e = errno;
        free(pid);
        return give_up(e);
    }
    int fd = fileno(file);
    for (started = 0; started < n; started++) {
        pid_t p = fork();
        if (p < 0) {
            e = errno;
            break;
        }
        if (p == 0) {
            for (size_t i = started; i < count; i += n) {
                slot_t s;
                memset(&s, 0, sizeof s);
                if (job(&catalog[i], &s.result) != 0)
                    s.error = errno;
                s.done = 1;
                if (put_slot(fd, i, &s) != 0)
                    _exit(2);
                if (s.error)
                    _exit(1);
            }
            _exit(0);
        }
        pid[started] = p;
    }
    int died = 0;
    for (size_t k = 0; k < started; k++) {
        int st;
        while (waitpid(pid[k], &st, 0) == -1)
            if (errno != EINTR)
                break;
        if (!WIFEXITED(st) || WEXITSTATUS(st) == 2)
            died = 1;
    }
    for (size_t i = 0; e == 0 && i < count; i++) {
        slot_t s;
        e = get_slot(fd, i, &s);
        if (e == 0 && s.done && s.error)
            e = s.error;
        else if (e == 0 && s.done)
            results[i] = s.result;
        else if (e == 0)
            died = 1;
    }
    if (e == 0 && died)
        e = ECHILD;
    fclose(file);
    free(pid);
    return give_up(e);
}

Executor recommended_executor(WorkKind kind)
{
    switch (kind) {
    case WORK_WAITING: return EXECUTOR_THREADS;
    case WORK_COMPUTING: return EXECUTOR_PROCESSES;
    default: return EXECUTOR_UNDECIDED;
    }
}
