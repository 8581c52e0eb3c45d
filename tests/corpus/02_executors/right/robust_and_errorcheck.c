/* Careful to a fault: every return value is looked at, the mutexes check errors, and the one that
 * processes share is robust. */
#define _GNU_SOURCE
#include "executors.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define MUST(call)                                                                                  \
    do {                                                                                            \
        int must_error = (call);                                                                    \
        if (must_error != 0) {                                                                      \
            fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #call, strerror(must_error));    \
            abort();                                                                                \
        }                                                                                           \
    } while (0)

/* What workers share, be they threads or processes. */
struct table {
    pthread_mutex_t mutex;
    size_t next;     /* guarded by mutex */
    size_t finished; /* guarded by mutex */
    int error;       /* guarded by mutex; the first one */
};

static int table_init(struct table *t, int pshared)
{
    pthread_mutexattr_t a;
    memset(t, 0, sizeof *t);
    int e = pthread_mutexattr_init(&a);
    if (e != 0)
        return e;
    MUST(pthread_mutexattr_settype(&a, PTHREAD_MUTEX_ERRORCHECK));
    MUST(pthread_mutexattr_setpshared(&a, pshared));
    if (pshared == PTHREAD_PROCESS_SHARED)
        MUST(pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST));
    e = pthread_mutex_init(&t->mutex, &a);
    MUST(pthread_mutexattr_destroy(&a));
    return e;
}

static void table_lock(struct table *t)
{
    int e = pthread_mutex_lock(&t->mutex);
    if (e == EOWNERDEAD)
        e = pthread_mutex_consistent(&t->mutex);
    MUST(e);
}

static void table_unlock(struct table *t)
{
    MUST(pthread_mutex_unlock(&t->mutex));
}

static bool table_next(struct table *t, size_t count, size_t *index)
{
    bool some = false;
    table_lock(t);
    if (t->error == 0 && t->next < count) {
        *index = t->next++;
        some = true;
    }
    table_unlock(t);
    return some;
}

static void table_done(struct table *t, int error)
{
    table_lock(t);
    if (error == 0)
        t->finished++;
    else if (t->error == 0)
        t->error = error;
    table_unlock(t);
}

struct assignment {
    struct table *table;
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    size_t count;
};

static void work_off(const struct assignment *a)
{
    size_t i;
    while (table_next(a->table, a->count, &i)) {
        errno = 0;
        int answer = a->job(&a->catalog[i], &a->results[i]);
        assert(answer == 0 || errno != 0);
        table_done(a->table, answer == 0 ? 0 : errno);
    }
}

static void *thread_entry(void *p)
{
    work_off(p);
    return p;
}

static bool check_arguments(JobFunction job, const CatalogEntry *catalog, size_t count, const JobResult *results, unsigned workers)
{
    bool good = job != NULL && workers > 0;
    if (count > 0)
        good = good && catalog != NULL && results != NULL;
    if (!good)
        errno = EINVAL;
    return good;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (!check_arguments(job, catalog, count, results, workers))
        return -1;
    if (count == 0)
        return 0;
    const size_t crew = workers < count ? workers : count;
    pthread_t *threads = calloc(crew, sizeof *threads);
    if (threads == NULL)
        return -1;
    struct table table;
    int error = table_init(&table, PTHREAD_PROCESS_PRIVATE);
    if (error == 0) {
        struct assignment a = {&table, job, catalog, results, count};
        size_t started = 0;
        while (started < crew && (error = pthread_create(&threads[started], NULL, thread_entry, &a)) == 0)
            started++;
        if (error != 0)
            table_done(&table, error);
        for (size_t i = 0; i < started; i++) {
            void *back = NULL;
            MUST(pthread_join(threads[i], &back));
            assert(back == &a);
        }
        if (error == 0)
            error = table.error;
        assert(error != 0 || table.finished == count);
        MUST(pthread_mutex_destroy(&table.mutex));
    }
    free(threads);
    if (error != 0) {
        errno = error;
        return -1;
    }
    return 0;
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (!check_arguments(job, catalog, count, results, workers))
        return -1;
    if (count == 0)
        return 0;
    const size_t crew = workers < count ? workers : count;
    size_t started = 0;
    int error = 0;
    struct table *table = mmap(NULL, sizeof *table, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (table == MAP_FAILED)
        return -1;
    JobResult *shared = mmap(NULL, count * sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        error = errno;
        munmap(table, sizeof *table);
        errno = error;
        return -1;
    }
    pid_t *children = calloc(crew, sizeof *children);
    if (children == NULL)
        error = errno;
    if (error == 0)
        error = table_init(table, PTHREAD_PROCESS_SHARED);
    while (error == 0 && started < crew) {
        pid_t child = fork();
        switch (child) {
        case -1:
            error = errno;
            break;
        case 0: {
            struct assignment a = {table, job, catalog, shared, count};
            work_off(&a);
            _exit(EXIT_SUCCESS);
        }
        default:
            children[started++] = child;
        }
    }
    for (size_t i = 0; i < started; i++) {
        int status;
        pid_t got;
        do {
            got = waitpid(children[i], &status, 0);
        } while (got == -1 && errno == EINTR);
        if (got != children[i] && error == 0)
            error = errno;
    }
    if (error == 0)
        error = table->error;
    if (error == 0 && table->finished != count)
        error = ECHILD;
    if (error == 0)
        memcpy(results, shared, count * sizeof *results);
    free(children);
    munmap(shared, count * sizeof *shared);
    munmap(table, sizeof *table);
    if (error != 0) {
        errno = error;
        return -1;
    }
    return 0;
}

Executor recommended_executor(WorkKind kind)
{
    switch (kind) {
    case WORK_WAITING:
        return EXECUTOR_THREADS;
    case WORK_COMPUTING:
        return EXECUTOR_PROCESSES;
    }
    return EXECUTOR_UNDECIDED;
}
