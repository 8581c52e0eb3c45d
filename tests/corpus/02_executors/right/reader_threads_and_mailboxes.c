/* The caller hands each entry to a thread that is free, through a mailbox of its own; in the other
 * executor it has a reader thread for each child. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* ------------------------------------------------------------------ threads */

struct office;

typedef struct {
    struct office *office;
    pthread_t thread;
    pthread_cond_t mail;
    bool has_mail, is_free, over;
    size_t entry;
} Clerk;

struct office {
    pthread_mutex_t lock; /* guards everything in the clerks, and error */
    pthread_cond_t somebody_free;
    Clerk *clerks;
    size_t size;
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    int error;
};

static void *clerk_main(void *argument)
{
    Clerk *me = argument;
    struct office *office = me->office;
    pthread_mutex_lock(&office->lock);
    while (true) {
        me->is_free = true;
        pthread_cond_signal(&office->somebody_free);
        while (!me->has_mail && !me->over)
            pthread_cond_wait(&me->mail, &office->lock);
        if (!me->has_mail)
            break;
        me->has_mail = false;
        size_t i = me->entry;
        pthread_mutex_unlock(&office->lock);
        int error = office->job(&office->catalog[i], &office->results[i]) ? errno : 0;
        pthread_mutex_lock(&office->lock);
        if (error)
            office->error = error;
    }
    pthread_mutex_unlock(&office->lock);
    return NULL;
}

static Clerk *a_free_clerk(struct office *office)
{
    for (;;) {
        for (size_t c = 0; c < office->size; c++)
            if (office->clerks[c].is_free)
                return &office->clerks[c];
        pthread_cond_wait(&office->somebody_free, &office->lock);
    }
}

static bool is_wrong(JobFunction job, const CatalogEntry *catalog, size_t count, const JobResult *results, unsigned workers)
{
    if (!job || !workers)
        return true;
    return count > 0 && (!catalog || !results);
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (is_wrong(job, catalog, count, results, workers)) {
        errno = EINVAL;
        return -1;
    }
    if (count == 0)
        return 0;
    size_t most = workers < count ? workers : count;
    struct office office = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, calloc(most, sizeof(Clerk)), 0, job, catalog, results, 0};
    if (!office.clerks)
        return -1;
    pthread_mutex_lock(&office.lock);
    while (office.size < most && office.error == 0) {
        Clerk *clerk = &office.clerks[office.size];
        clerk->office = &office;
        pthread_cond_init(&clerk->mail, NULL);
        int error = pthread_create(&clerk->thread, NULL, clerk_main, clerk);
        if (error) {
            office.error = error;
            pthread_cond_destroy(&clerk->mail);
        } else {
            office.size++;
        }
    }
    for (size_t i = 0; i < count && office.error == 0; i++) {
        Clerk *clerk = a_free_clerk(&office);
        clerk->is_free = false;
        clerk->has_mail = true;
        clerk->entry = i;
        pthread_cond_signal(&clerk->mail);
    }
    for (size_t c = 0; c < office.size; c++) {
        office.clerks[c].over = true;
        pthread_cond_signal(&office.clerks[c].mail);
    }
    pthread_mutex_unlock(&office.lock);
    for (size_t c = 0; c < office.size; c++) {
        pthread_join(office.clerks[c].thread, NULL);
        pthread_cond_destroy(&office.clerks[c].mail);
    }
    pthread_cond_destroy(&office.somebody_free);
    pthread_mutex_destroy(&office.lock);
    free(office.clerks);
    if (office.error) {
        errno = office.error;
        return -1;
    }
    return 0;
}

/* ------------------------------------------------------------------ processes */

typedef struct {
    pid_t pid;
    int fd;
    pthread_t reader;
    bool is_read;
    size_t first, count;
    JobResult *results; /* of its own entries */
    int error;
} Kid;

/* A child does all of its share, then sends it in one piece: the header and the results. */
static void kid_main(JobFunction job, const CatalogEntry *catalog, size_t count, int fd)
{
    int error = 0;
    JobResult *all = calloc(count, sizeof *all);
    if (!all)
        error = ENOMEM;
    for (size_t i = 0; i < count && !error; i++)
        if (job(&catalog[i], &all[i]) != 0)
            error = errno;
    struct iovec parts[2] = {{&error, sizeof error}, {all, error ? 0 : count * sizeof *all}};
    for (int p = 0; p < 2;) {
        ssize_t n = writev(fd, parts + p, 2 - p);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            _exit(1);
        for (; p < 2 && (size_t)n >= parts[p].iov_len; p++)
            n -= (ssize_t)parts[p].iov_len;
        if (p < 2) {
            parts[p].iov_base = (char *)parts[p].iov_base + n;
            parts[p].iov_len -= (size_t)n;
        }
    }
    _exit(0);
}

static bool fill(int fd, void *buffer, size_t size)
{
    for (size_t have = 0; have < size;) {
        ssize_t n = read(fd, (char *)buffer + have, size - have);
        if (n > 0)
            have += (size_t)n;
        else if (n == 0 || errno != EINTR)
            return false;
    }
    return true;
}

static void *reader_main(void *argument)
{
    Kid *kid = argument;
    if (!fill(kid->fd, &kid->error, sizeof kid->error))
        kid->error = ECHILD;
    else if (!kid->error && !fill(kid->fd, kid->results, kid->count * sizeof *kid->results))
        kid->error = ECHILD;
    close(kid->fd); /* whoever still writes to it ends by SIGPIPE */
    return NULL;
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (is_wrong(job, catalog, count, results, workers)) {
        errno = EINVAL;
        return -1;
    }
    if (count == 0)
        return 0;
    size_t n = workers < count ? workers : count, kids = 0;
    int error = 0;
    Kid *kid = calloc(n, sizeof *kid);
    if (!kid)
        return -1;
    for (; kids < n && !error; kids++) {
        Kid *k = &kid[kids];
        int ends[2];
        k->first = kids * count / n;
        k->count = (kids + 1) * count / n - k->first;
        k->results = results + k->first;
        if (pipe2(ends, O_CLOEXEC) < 0) {
            error = errno;
            break;
        }
        k->pid = fork();
        if (k->pid == 0) {
            close(ends[0]);
            kid_main(job, catalog + k->first, k->count, ends[1]);
        }
        if (k->pid < 0) {
            error = errno;
            close(ends[0]);
            close(ends[1]);
            break;
        }
        close(ends[1]);
        k->fd = ends[0];
    }
    for (size_t i = 0; i < kids; i++) {
        /* No thread to be had: then the caller reads, one after the other. */
        kid[i].is_read = pthread_create(&kid[i].reader, NULL, reader_main, &kid[i]) != 0;
        if (kid[i].is_read)
            reader_main(&kid[i]);
    }
    for (size_t i = 0; i < kids; i++) {
        if (!kid[i].is_read)
            pthread_join(kid[i].reader, NULL);
        while (waitpid(kid[i].pid, NULL, 0) < 0 && errno == EINTR)
            ;
        if (!error)
            error = kid[i].error;
    }
    free(kid);
    if (error)
        errno = error;
    return error ? -1 : 0;
}

Executor recommended_executor(WorkKind kind)
{
    if (kind == WORK_WAITING)
        return EXECUTOR_THREADS;
    else if (kind == WORK_COMPUTING)
        return EXECUTOR_PROCESSES;
    else
        return EXECUTOR_UNDECIDED;
}
