/*
 * reference.h - the plain loop over the shipped catalog: what every path must deliver,
 * and what the two kinds of work cost without any concurrency.
 *
 * The plain loop is half of a `make run`, so nothing of it is run twice: expected results
 * are computed with look-ups that don't wait, and how long the waits take is read from
 * the learner's own sequential run, if that was a plain loop.
 */
#ifndef REFERENCE_H
#define REFERENCE_H

#include <stddef.h>

#include "jobs.h"
#include "jobs_trace.h"

/* Expected results of the three jobs, CATALOG_COUNT each, and the plain loop's times. */
struct reference {
    JobResult *lookups;      /* of lookup_job */
    JobResult *hashes;       /* of hash_job */
    JobResult *both;         /* of process_job */
    double hash_seconds;     /* elapsed, all checksums one after the other */
    double lookup_seconds;   /* the same of all look-ups; by reference_time_lookups */
    struct job_trace *trace; /* of what reference_watch watched; shared memory */
};

/* Fills in everything but lookup_seconds. Returns 0, and reference_close must be called;
 * or -1 with errno from malloc, mmap or a job, nothing to release. */
int reference_open(struct reference *reference);
void reference_close(struct reference *reference);

/* From now on the jobs of this process and its children are watched, from an empty trace on; or no
 * longer. */
void reference_watch(struct reference *reference);
void reference_unwatch(void);

/* Fills in lookup_seconds: from what was watched, if that was process_job for one entry
 * after the other; else from a loop of its own. Returns 0; or -1 with errno of a job. */
int reference_time_lookups(struct reference *reference);

/* Returns the index of the first of CATALOG_COUNT results that differs; CATALOG_COUNT if
 * none does. */
size_t first_difference(const JobResult *results, const JobResult *expected);

/* How long the look-ups of the catalog wait, one after the other, at the least. */
double catalog_waiting_seconds(void);

/* CLOCK_MONOTONIC, in seconds. */
double monotonic_seconds(void);

#endif
