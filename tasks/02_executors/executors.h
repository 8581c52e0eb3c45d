/*
 * executors.h - the contract of task 2. Read-only: your work goes into executors.c.
 *
 * One interface, two kinds of worker: map a job over the catalog, with the results in the
 * catalog's order whichever worker finishes first.
 */
#ifndef EXECUTORS_H
#define EXECUTORS_H

#include <stddef.h>

#include "jobs.h"

/*
 * Runs `job` once for each entry of the catalog, on `workers` threads of this process.
 *
 *   job      called from the worker threads, never from the calling thread
 *   catalog  `count` entries; not changed
 *   count    0 is valid: nothing to do, and no thread is needed
 *   results  room for `count` results, owned by the caller; results[i] belongs to
 *            catalog[i]
 *   workers  how many threads are started at most, in all; 1 or more. Never more jobs than
 *            that run at the same time; and when count >= workers, that many do: there is
 *            a moment when every worker is inside a job. Greater than count is valid: then
 *            no more than count threads are started, and none for an empty catalog.
 *
 * How the entries are shared out is up to you. Fixed shares (every workers-th entry) will
 * do, although one worker may then be done while another still has entries left.
 *
 * Returns 0 when every job returned 0; or -1 with errno set:
 *   EINVAL     job is NULL, workers is 0, or count isn't 0 and catalog or results is NULL
 *   ENOMEM     out of memory
 *   otherwise  what pthread_create returned (as its man page says, it doesn't set errno);
 *              or the errno of a job that failed (of any of them, if several did)
 * Whatever is returned: every thread that was started has been joined, all memory that
 * the call allocated has been freed. After a failure the contents of results are
 * unspecified, and jobs that weren't started yet need not be.
 */
int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count,
                 JobResult *results, unsigned workers);

/*
 * The same with child processes: runs `job` once for each entry, in `workers` children.
 *
 *   job      called in the child processes, never in the calling process
 *   workers  how many children are forked at most, in all; the rest as in run_threaded
 *
 * The rest as in run_threaded. A child has its own copy of the memory: what it computes
 * must be sent back (a pipe, shared memory). There can be more results than a pipe holds.
 * No child comes back from the call, or writes out what its caller has in stdio's buffers:
 * it ends by _exit. A signal that interrupts a call (EINTR) changes nothing.
 *
 * Returns 0 when every job returned 0; or -1 with errno set:
 *   EINVAL     as run_threaded
 *   ENOMEM     out of memory
 *   ECHILD     a child died (of a signal, or without delivering its results)
 *   otherwise  the errno of fork, pipe or mmap; or of a job that failed in a child (of
 *              any of them, if several did)
 * Whatever is returned: every child that was started has been waited for (no zombie), and
 * no other child of the caller's; all descriptors that the call opened are closed, all
 * memory is released; signals are handled and blocked as they were before. The calling
 * process never hangs because a child died.
 */
int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count,
                     JobResult *results, unsigned workers);

/* What a piece of work spends its time on. */
typedef enum WorkKind {
    WORK_WAITING,   /* the processor is idle: look-ups, disks, networks */
    WORK_COMPUTING, /* the processor is busy, inside a library that holds one lock for the
                       whole process: the checksum engine as it is shipped */
} WorkKind;

/* Which executor to use. */
typedef enum Executor {
    EXECUTOR_UNDECIDED, /* no rule for that kind of work */
    EXECUTOR_THREADS,   /* run_threaded */
    EXECUTOR_PROCESSES, /* run_multiprocess */
} Executor;

/*
 * The rule that your own measurement supports (`make run` prints the table): which
 * executor pays for this kind of work, at the least cost. Workers aren't free: a process
 * costs more than a thread, so it must bring something that threads can't.
 * Returns EXECUTOR_UNDECIDED for a value that is no WorkKind.
 */
Executor recommended_executor(WorkKind kind);

#endif
