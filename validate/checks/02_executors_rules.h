/*
 * 02_executors_rules.h - what both executors of task 2 promise, judged alike.
 *
 * Each function runs what probes it needs and fails the check it is given when the rule
 * is broken.
 */
#ifndef EXECUTORS_RULES_H
#define EXECUTORS_RULES_H

#include "check.h"

/* run_threaded or run_multiprocess, and the words for it. */
struct executor {
    const char *function; /* its name */
    const char *worker;   /* "thread" */
    const char *workers;  /* "threads" */
    const char *start;    /* the call that starts a worker: "pthread_create" */
    enum call start_call; /* the same */
    int processes;        /* the scenarios' argument */
};

extern const struct executor THREADS, PROCESSES;

/* The scenarios' argument `job`. */
enum job_choice { JOB_PROCESS, JOB_LOOKUP, JOB_HASH };

/* Like run_probe; fails also when a child came back from the call. */
const struct evidence *run_executor(struct judgement *check, const struct executor *how,
                                    const char *scenario, const char *arguments, ...)
    __attribute__((format(printf, 4, 5)));

/* Like nothing_left, and no shared memory either, and the caller's signal settings. */
bool all_released(struct judgement *check, const struct evidence *seen, const char *what);

/* Right results, in the catalog's order, from each of the three jobs. */
void judge_results(struct judgement *check, const struct executor *how);

/* A second call in the same process does as well as the first. */
void judge_second_call(struct judgement *check, const struct executor *how);

/* No entry, one entry, one worker, more workers than entries. */
void judge_small_catalogs(struct judgement *check, const struct executor *how);

/* Each entry is done once, and none by the caller. */
void judge_sharing(struct judgement *check, const struct executor *how);

/* All workers are inside a job of the kind at the same moment. */
void judge_overlap(struct judgement *check, const struct executor *how,
                   enum job_event_kind kind);

/* No more workers are started than were asked for, or than there are entries. */
void judge_limit(struct judgement *check, const struct executor *how);

/* What the contract refuses with EINVAL. */
void judge_arguments(struct judgement *check, const struct executor *how);

/* A job that fails makes the call fail, with the job's errno; everything is released. */
void judge_failed_job(struct judgement *check, const struct executor *how);

/* A call that succeeds has released everything. */
void judge_leftovers(struct judgement *check, const struct executor *how);

/* A library call that is made to fail. */
struct fault {
    enum call call;
    const char *argument; /* the probe's: "fail_fork" */
    const char *name;     /* as it is told */
    int error;            /* the errno that the executor must fail with */
    int or_error;         /* another one that will do; 0: none */
};

/* Each of these calls that the executor makes, made to fail in a run of its own, fails
 * the whole call, and everything is released. */
void judge_faults(struct judgement *check, const struct executor *how,
                  const struct fault *faults, int count);

/* Each of these calls, interrupted by a signal in a run of its own, changes nothing. */
void judge_interruptions(struct judgement *check, const struct executor *how,
                         const struct fault *faults, int count);

#endif
