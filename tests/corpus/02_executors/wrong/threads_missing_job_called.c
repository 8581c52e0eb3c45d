/* mistake: job is not looked at before it is called
 * fails: threads_bad_arguments
 * says: it called a function pointer that is NULL
 */
#include "executors.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* One call's work. All workers read it, nobody changes it while they run: no lock. */
typedef struct Work {
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results; /* results[i] belongs to catalog[i] */
    size_t count;       /* of catalog and results */
    size_t workers;     /* how many there are; also the step from one entry to the next */
} Work;

static bool is_valid(JobFunction job, const CatalogEntry *catalog, size_t count,
                     const JobResult *results, unsigned workers)
{
    return job && workers > 0 && (count == 0 || (catalog && results));
}

/* ---- threads --------------------------------------------------------------------- */

/* One thread and its share: the entries first, first + workers, first + 2 * workers, ...
 * Its own for each thread, so that no two threads ever write the same memory. */
typedef struct ThreadWorker {
    pthread_t thread;
    const Work *work;
    size_t first;
    int error; /* errno of the job that failed, or 0; read after the join */
} ThreadWorker;

static void *thread_main(void *argument)
{
    ThreadWorker *worker = argument;
    const Work *work = worker->work;
    for (size_t i = worker->first; i < work->count; i += work->workers) {
        if (work->job(&work->catalog[i], &work->results[i]) == -1) {
            worker->error = errno; /* each thread has an errno of its own: hand it over */
            break;
        }
    }
    return NULL;
}

/* Starts all threads before any is joined, or they would run one after the other.
 * *started receives how many run. Returns 0, or what pthread_create returned. */
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

/* Joins every thread, also after the first error: each of them still uses `crew`.
 * Returns 0, or the first error found. */
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
    if (!is_valid(lookup_job, catalog, count, results, workers)) {
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

/* ---- processes ------------------------------------------------------------------- */

/* What a child sends for one entry. */
typedef struct Record {
    size_t index;     /* of the entry: records come in any order */
    int error;        /* errno of the job, or 0: then the result is filled in */
    JobResult result; /* of catalog[index] */
} Record;

/* What many processes write into one pipe stays in whole pieces up to that size; see
 * PIPE_BUF in pipe(7). */
_Static_assert(sizeof(Record) <= PIPE_BUF, "records of several children would be mixed");

static int write_record(int fd, const Record *record)
{
    ssize_t written;
    do
        written = write(fd, record, sizeof *record);
    while (written == -1 && errno == EINTR);
    return written == (ssize_t)sizeof *record ? 0 : -1;
}

/* The life of a child. It ends here, with _exit: going on would make it a second parent,
 * and exit would write out its copy of what the parent left in stdout's buffer. */
static _Noreturn void child_main(const Work *work, size_t first, int out)
{
    for (size_t i = first; i < work->count; i += work->workers) {
        Record record = {.index = i};
        if (work->job(&work->catalog[i], &record.result) == -1)
            record.error = errno; /* the parent can't see this errno: send it */
        if (write_record(out, &record) == -1 || record.error != 0)
            _exit(EXIT_FAILURE);
    }
    _exit(EXIT_SUCCESS);
}

/* Starts all children; they write into ends[1]. *started receives how many run.
 * Returns 0, or the errno of fork. */
static int start_children(const Work *work, const int ends[2], pid_t *pids,
                          size_t *started)
{
    for (*started = 0; *started < work->workers; ++*started) {
        pid_t pid = fork();
        if (pid == -1)
            return errno;
        if (pid == 0) {
            close(ends[0]); /* only the parent reads: when it stops, writes must fail */
            child_main(work, *started, ends[1]);
        }
        pids[*started] = pid;
    }
    return 0;
}

/* Returns 1 for a whole record; 0 at the end of the pipe, also in the middle of a record;
 * -1 with errno set. */
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

/* Reads the children's records until the last child has closed its end, by whatever
 * death. Returns 0 when every result has come; a job's errno; ECHILD when some are
 * missing; or the errno of read. */
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

/* Waits for every child, also after the first error, so that no zombie stays.
 * Returns 0; ECHILD if a child didn't end well; or the errno of waitpid. */
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

/* Runs all the work in children; pids has room for one a worker.
 * Returns 0, or an errno. */
static int run_children(const Work *work, pid_t *pids)
{
    int ends[2]; /* of one pipe for all children: [0] to read, [1] to write */
    if (pipe(ends) == -1)
        return errno;
    size_t started;
    int error = start_children(work, ends, pids, &started);
    close(ends[1]); /* while the parent could write, read would never see the end */
    if (error == 0)
        error = collect_records(work, ends[0]);
    close(ends[0]); /* before the wait: a child that still writes dies of SIGPIPE */
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

/* ---- the choice ------------------------------------------------------------------ */

Executor recommended_executor(WorkKind kind)
{
    switch (kind) {
    case WORK_WAITING: /* threads overlap waits as well as processes do, for less */
        return EXECUTOR_THREADS;
    case WORK_COMPUTING: /* the library's lock holds up threads; a process has its own */
        return EXECUTOR_PROCESSES;
    }
    return EXECUTOR_UNDECIDED;
}
