/* A read-write lock around the cursor, a gate at which all threads gather before the first entry; the
 * children's results in named shared memory, which loses its name at once. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct gate {
    pthread_mutex_t m;
    pthread_cond_t c;
    enum { SHUT, OPEN, CANCELLED } state;
};

struct shift {
    struct gate gate;
    pthread_rwlock_t rw; /* cursor and failure */
    size_t cursor;
    int failure;
    size_t count;
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
};

static int pass(struct gate *g)
{
    pthread_mutex_lock(&g->m);
    while (g->state == SHUT)
        pthread_cond_wait(&g->c, &g->m);
    int open = g->state == OPEN;
    pthread_mutex_unlock(&g->m);
    return open;
}

static void set_gate(struct gate *g, int open)
{
    pthread_mutex_lock(&g->m);
    g->state = open ? OPEN : CANCELLED;
    pthread_mutex_unlock(&g->m);
    pthread_cond_broadcast(&g->c);
}

static int anything_left(struct shift *s)
{
    pthread_rwlock_rdlock(&s->rw);
    int some = !s->failure && s->cursor < s->count;
    pthread_rwlock_unlock(&s->rw);
    return some;
}

static void *shift_worker(void *p)
{
    struct shift *s = p;
    if (!pass(&s->gate))
        return NULL;
    while (anything_left(s)) {
        pthread_rwlock_wrlock(&s->rw);
        size_t i = s->cursor;
        if (i < s->count) /* somebody may have been quicker: look again */
            s->cursor++;
        pthread_rwlock_unlock(&s->rw);
        if (i >= s->count)
            break;
        if (s->job(&s->catalog[i], &s->results[i]) == 0)
            continue;
        int e = errno;
        pthread_rwlock_wrlock(&s->rw);
        s->failure = e;
        pthread_rwlock_unlock(&s->rw);
    }
    return NULL;
}

static int bad(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (!job || !workers || (count && (!catalog || !results))) {
        errno = EINVAL;
        return 1;
    }
    return 0;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (bad(job, catalog, count, results, workers))
        return -1;
    if (!count)
        return 0;
    unsigned n = workers < count ? workers : (unsigned)count, k = 0;
    struct shift *s = malloc(sizeof *s);
    pthread_t *t = malloc(n * sizeof *t);
    if (!s || !t) {
        free(s);
        free(t);
        errno = ENOMEM;
        return -1;
    }
    pthread_mutex_init(&s->gate.m, NULL);
    pthread_cond_init(&s->gate.c, NULL);
    pthread_rwlock_init(&s->rw, NULL);
    s->gate.state = SHUT;
    s->cursor = 0;
    s->failure = 0;
    s->count = count;
    s->job = job;
    s->catalog = catalog;
    s->results = results;
    int e = 0;
    while (k < n) {
        e = pthread_create(t + k, NULL, shift_worker, s);
        if (e)
            break;
        k++;
    }
    set_gate(&s->gate, !e);
    while (k)
        pthread_join(t[--k], NULL);
    if (!e)
        e = s->failure;
    pthread_rwlock_destroy(&s->rw);
    pthread_cond_destroy(&s->gate.c);
    pthread_mutex_destroy(&s->gate.m);
    free(t);
    free(s);
    if (!e)
        return 0;
    errno = e;
    return -1;
}

struct entry_report {
    enum { NOT_YET, DONE, FAILED } state;
    int error;
    JobResult result;
};

/* -1 with errno, or a descriptor of memory that has no name any more. */
static int unnamed_memory(size_t bytes)
{
    char name[64];
    snprintf(name, sizeof name, "/executors-%ld", (long)getpid());
    int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (fd < 0)
        return -1;
    shm_unlink(name);
    if (ftruncate(fd, (off_t)bytes) == 0)
        return fd;
    int e = errno;
    close(fd);
    errno = e;
    return -1;
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (bad(job, catalog, count, results, workers))
        return -1;
    if (!count)
        return 0;
    unsigned n = workers < count ? workers : (unsigned)count, k;
    size_t bytes = count * sizeof(struct entry_report);
    int e = 0, fd = unnamed_memory(bytes);
    if (fd < 0)
        return -1;
    struct entry_report *r = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (r == MAP_FAILED) {
        e = errno;
        close(fd);
        errno = e;
        return -1;
    }
    close(fd);
    pid_t pids[n]; /* one a child: a few bytes each */
    for (k = 0; k < n; k++) {
        if ((pids[k] = fork()) == 0) {
            for (size_t i = k; i < count; i += n) {
                if (job(catalog + i, &r[i].result) == 0) {
                    r[i].state = DONE;
                    continue;
                }
                r[i].error = errno;
                r[i].state = FAILED;
                _exit(1);
            }
            _exit(0);
        }
        if (pids[k] < 0) {
            e = errno;
            break;
        }
    }
    while (k > 0) {
        int status;
        if (waitpid(pids[k - 1], &status, 0) < 0) {
            if (errno == EINTR)
                continue;
            e = e ? e : errno;
        }
        k--;
    }
    for (size_t i = 0; !e && i < count; i++)
        if (r[i].state == FAILED)
            e = r[i].error;
    for (size_t i = 0; !e && i < count; i++) {
        if (r[i].state != DONE)
            e = ECHILD;
        else
            results[i] = r[i].result;
    }
    munmap(r, bytes);
    if (!e)
        return 0;
    errno = e;
    return -1;
}

Executor recommended_executor(WorkKind kind)
{
    const Executor by_kind[] = {[WORK_WAITING] = EXECUTOR_THREADS, [WORK_COMPUTING] = EXECUTOR_PROCESSES};
    if ((int)kind < 0 || (size_t)kind >= sizeof by_kind / sizeof by_kind[0])
        return EXECUTOR_UNDECIDED;
    return by_kind[kind];
}
