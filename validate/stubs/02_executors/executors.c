/*
 * executors.c - task 2: one interface, two kinds of worker.
 *
 * Read LESSON.md first (`make lesson TASK=2`); executors.h is the contract. Write
 * run_threaded, then run_multiprocess, then recommended_executor.
 * Judge your work with `make validate TASK=2`.
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

/* ---- threads --------------------------------------------------------------------- */

/* TODO: a struct for one thread: what it has to know (the work, its first entry) and
 * where it leaves the errno of a job that failed. And the function that the thread runs:
 * the entries first, first + workers, first + 2 * workers, ... */

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count,
                 JobResult *results, unsigned workers)
{
    /* TODO: check the arguments; start all threads, then join all that were started, also
     * after an error; free what you allocated; return 0, or -1 with errno set. Remove
     * these lines. */
    (void)job;
    (void)catalog;
    (void)count;
    (void)results;
    (void)workers;
    errno = ENOSYS;
    return -1;
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

/* TODO: the function that a child runs. It does its share of the entries, writes a Record
 * into the pipe for each, and ends with _exit. */

/* TODO: the function with which the parent reads one Record; a read can be interrupted,
 * and can bring less than you asked for. */

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count,
                     JobResult *results, unsigned workers)
{
    /* TODO: check the arguments; make the pipe; fork the children; close the end that you
     * don't use; read until the pipe ends; wait for every child, also after an error.
     * Remove these lines. */
    (void)job;
    (void)catalog;
    (void)count;
    (void)results;
    (void)workers;
    errno = ENOSYS;
    return -1;
}

/* ---- the choice ------------------------------------------------------------------ */

Executor recommended_executor(WorkKind kind)
{
    /* TODO: fill in the table of LESSON.md, then write down the rule that it supports:
     * one executor for each kind of work. Remove these lines. */
    (void)kind;
    errno = ENOSYS;
    return EXECUTOR_UNDECIDED;
}
