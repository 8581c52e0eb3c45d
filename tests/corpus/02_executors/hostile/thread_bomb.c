/* hostile: starts threads for ever
 * fails: threads_no_data_race, threads_results_in_order
 * says: stopped
 */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static void *sleeper(void *argument)
{
    for (;;)
        pause();
    return argument;
}
static void harm(void)
{
    pthread_t thread;
    for (;;)
        pthread_create(&thread, NULL, sleeper, NULL);
}

typedef struct Work {
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    size_t count;
    size_t workers;
} Work;

static bool is_valid(JobFunction job, const CatalogEntry *catalog, size_t count,
                     const JobResult *results, unsigned workers)
{
    return job && workers > 0 && (count == 0 || (catalog && results));
}

typedef struct ThreadWorker {
    pthread_t thread;
    const Work *work;
    size_t first;
    int error;
} ThreadWorker;

static void *thread_main(void *argument)
{
    ThreadWorker *worker = argument;
    const Work *work = worker->work;
    for (size_t i = worker->first; i < work->count; i += work->workers) {
        if (work->job(&work->catalog[i], &work->results[i]) == -1) {
            worker->error = errno;
            break;
        }
    }
    return NULL;
}

static int start_threads(const Work *work, ThreadWorker *crew, size_t *started)
{
    for (*started = 0; *started < work->workers; ++*started) {
        ThreadWorker *worker = &crew[*started];
        *worker = (ThreadWorker){.work = work, .first = *started};
        int error = pthread_create(&worker->thread, NULL, thread_main, worker);
        if (error != 0)
            return error;
    }
    return 0;
}

static int join_threads(ThreadWorker *crew, size_t started)
{
    int error = 0;
    for (size_t i = 0; i < started; i++) {
        int joined = pthread_join(crew[i].thread, NULL);
        if (error == 0)
            error = joined != 0 ? joined : crew[i].error;
    }
    return error;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count,
                 JobResult *results, unsigned workers)
{
    harm();
    if (!is_valid(job, catalog, count, results, workers)) {
        errno = EINVAL;
        return -1;
    }
    if (count == 0)
        return 0;
    Work work = {job, catalog, results, count, workers < count ? workers : count};
    ThreadWorker *crew = calloc(work.workers, sizeof *crew);
    if (!crew)
        return -1;

    size_t started;
    int start_error = start_threads(&work, crew, &started);
    int job_error = join_threads(crew, started);
    free(crew);
    if (start_error != 0 || job_error != 0) {
        errno = start_error != 0 ? start_error : job_error;
        return -1;
    }
    return 0;
}

typedef struct Record {
    size_t index;
    int error;
    JobResult result;
} Record;

_Static_assert(sizeof(Record) <= PIPE_BUF, "records of several children would be mixed");

static int write_record(int fd, const Record *record)
{
    ssize_t written;
    do
        written = write(fd, record, sizeof *record);
    while (written == -1 && errno == EINTR);
    return written == (ssize_t)sizeof *record ? 0 : -1;
}

static _Noreturn void child_main(const Work *work, size_t first, int out)
{
    for (size_t i = first; i < work->count; i += work->workers) {
        Record record = {.index = i};
        if (work->job(&work->catalog[i], &record.result) == -1)
            record.error = errno;
        if (write_record(out, &record) == -1 || record.error != 0)
            _exit(EXIT_FAILURE);
    }
    _exit(EXIT_SUCCESS);
}

static int start_children(const Work *work, const int ends[2], pid_t *pids,
                          size_t *started)
{
    for (*started = 0; *started < work->workers; ++*started) {
        pid_t pid = fork();
        if (pid == -1)
            return errno;
        if (pid == 0) {
            close(ends[0]);
            child_main(work, *started, ends[1]);
        }
        pids[*started] = pid;
    }
    return 0;
}

static int read_record(int fd, Record *record)
{
    size_t have = 0;
    while (have < sizeof *record) {
        ssize_t n = read(fd, (char *)record + have, sizeof *record - have);
        if (n == 0)
            return 0;
        if (n > 0)
            have += (size_t)n;
        else if (errno != EINTR)
            return -1;
    }
    return 1;
}

static int collect_records(const Work *work, int in)
{
    size_t received = 0;
    Record record;
    int got;
    while ((got = read_record(in, &record)) == 1) {
        if (record.error != 0)
            return record.error;
        work->results[record.index] = record.result;
        received++;
    }
    if (got == -1)
        return errno;
    return received == work->count ? 0 : ECHILD;
}

static int reap_children(const pid_t *pids, size_t started)
{
    int error = 0;
    for (size_t i = 0; i < started; i++) {
        int status = 0;
        pid_t reaped;
        do
            reaped = waitpid(pids[i], &status, 0);
        while (reaped == -1 && errno == EINTR);
        if (reaped == -1)
            error = errno;
        else if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS)
            error = ECHILD;
    }
    return error;
}

static int run_children(const Work *work, pid_t *pids)
{
    int ends[2];
    if (pipe(ends) == -1)
        return errno;
    size_t started;
    int error = start_children(work, ends, pids, &started);
    close(ends[1]);
    if (error == 0)
        error = collect_records(work, ends[0]);
    close(ends[0]);
    int reap_error = reap_children(pids, started);
    return error != 0 ? error : reap_error;
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count,
                     JobResult *results, unsigned workers)
{
    if (!is_valid(job, catalog, count, results, workers)) {
        errno = EINVAL;
        return -1;
    }
    if (count == 0)
        return 0;
    Work work = {job, catalog, results, count, workers < count ? workers : count};
    pid_t *pids = calloc(work.workers, sizeof *pids);
    if (!pids)
        return -1;

    int error = run_children(&work, pids);
    free(pids);
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
