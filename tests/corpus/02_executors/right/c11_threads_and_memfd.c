/* threads.h instead of pthread.h; the children write into a file in memory that all have mapped. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <threads.h>
#include <unistd.h>

struct crew {
    mtx_t lock; /* next, error */
    size_t next;
    int error;
    JobFunction job;
    const CatalogEntry *in;
    JobResult *out;
    size_t count;
};

static int crew_member(void *arg)
{
    struct crew *c = arg;
    for (;;) {
        mtx_lock(&c->lock);
        size_t mine = c->next;
        if (c->error != 0)
            mine = c->count;
        if (mine < c->count)
            c->next = mine + 1;
        mtx_unlock(&c->lock);
        if (mine >= c->count)
            return 0;
        if (c->job(c->in + mine, c->out + mine) < 0) {
            int why = errno;
            mtx_lock(&c->lock);
            if (!c->error)
                c->error = why;
            mtx_unlock(&c->lock);
            return 1;
        }
    }
}

static int wrong_arguments(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (!job || !workers)
        return 1;
    return count && !(catalog && results);
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (wrong_arguments(job, catalog, count, results, workers)) {
        errno = EINVAL;
        return -1;
    }
    if (!count)
        return 0;
    if (workers > count)
        workers = (unsigned)count;
    thrd_t *ids = calloc(workers, sizeof(thrd_t));
    if (!ids) {
        errno = ENOMEM;
        return -1;
    }
    struct crew crew = {.job = job, .in = catalog, .out = results, .count = count};
    if (mtx_init(&crew.lock, mtx_plain) != thrd_success) {
        free(ids);
        errno = ENOMEM;
        return -1;
    }
    unsigned n = 0;
    int failed = 0;
    while (n < workers && !failed) {
        if (thrd_create(&ids[n], crew_member, &crew) == thrd_success)
            n++;
        else
            failed = EAGAIN; /* threads.h has no more to say; pthread_create's reason is nearly always this */
    }
    while (n > 0)
        thrd_join(ids[--n], NULL);
    if (!failed)
        failed = crew.error;
    mtx_destroy(&crew.lock);
    free(ids);
    if (!failed)
        return 0;
    errno = failed;
    return -1;
}

/* One entry's place in the common memory. */
struct place {
    atomic_int state; /* 0 nothing yet, 1 done, 2 failed */
    int error;
    JobResult result;
};

static void child(JobFunction job, const CatalogEntry *catalog, struct place *places, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (job(&catalog[i], &places[i].result) == 0) {
            atomic_store(&places[i].state, 1);
        } else {
            places[i].error = errno;
            atomic_store(&places[i].state, 2);
            break;
        }
    }
    _exit(0);
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (wrong_arguments(job, catalog, count, results, workers)) {
        errno = EINVAL;
        return -1;
    }
    if (!count)
        return 0;
    if (workers > count)
        workers = (unsigned)count;

    int error = 0;
    pid_t *pids = NULL;
    size_t bytes = count * sizeof(struct place);
    struct place *places = MAP_FAILED;
    int fd = memfd_create("results", MFD_CLOEXEC);
    if (fd < 0)
        return -1;
    if (ftruncate(fd, (off_t)bytes) < 0)
        error = errno;
    if (!error) {
        places = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (places == MAP_FAILED)
            error = errno;
    }
    if (!error) {
        pids = malloc(workers * sizeof *pids);
        if (!pids)
            error = ENOMEM;
    }
    close(fd);

    unsigned n = 0;
    for (; !error && n < workers; n++) {
        /* blocks of equal size, the first ones one larger */
        size_t each = count / workers, more = count % workers;
        size_t from = n * each + (n < more ? n : more);
        size_t to = from + each + (n < more);
        pids[n] = fork();
        if (pids[n] == 0)
            child(job, catalog, places, from, to);
        if (pids[n] < 0) {
            error = errno;
            break;
        }
    }
    for (unsigned k = 0; k < n; k++)
        while (waitpid(pids[k], NULL, 0) < 0 && errno == EINTR)
            ;
    if (!error) {
        for (size_t i = 0; i < count && !error; i++) {
            int state = atomic_load(&places[i].state);
            if (state == 1)
                results[i] = places[i].result;
            else if (state == 2)
                error = places[i].error;
        }
        for (size_t i = 0; i < count && !error; i++)
            if (atomic_load(&places[i].state) == 0)
                error = ECHILD;
    }
    free(pids);
    if (places != MAP_FAILED)
        munmap(places, bytes);
    if (error) {
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
