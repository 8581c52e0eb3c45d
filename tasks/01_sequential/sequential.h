/*
 * sequential.h - the contract of task 1. Read-only: your work goes into sequential.c.
 *
 * The nightly job as it is today: one entry after the other. And the number that every
 * later change is held against: how long it takes, on the wall clock.
 */
#ifndef SEQUENTIAL_H
#define SEQUENTIAL_H

#include <stddef.h>

#include "jobs.h"

/*
 * Runs process_job for each entry of the catalog, one after the other, in the catalog's
 * order, each exactly once, on the calling thread.
 *
 *   catalog  `count` entries; not changed
 *   count    0 is valid: nothing to do
 *   results  room for `count` results, owned by the caller; results[i] belongs to
 *            catalog[i]
 *
 * Returns 0; or -1 with errno set:
 *   EINVAL     count isn't 0 and catalog or results is NULL; no job was run
 *   otherwise  a job failed: errno is as the job left it, no later job was run, and the
 *              results before the failed one are filled in
 * Either way nothing that it took for itself stays allocated or open.
 */
int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results);

/*
 * Runs run_sequential and measures how long it takes.
 *
 *   seconds  receives the elapsed wall-clock time of exactly this run, in seconds with
 *            their fraction. Waiting counts as much as computing, and a clock that
 *            somebody sets meanwhile changes nothing.
 *
 * Returns 0; or -1 with errno set, *seconds untouched:
 *   EINVAL     seconds is NULL; no job was run
 *   otherwise  as run_sequential (a run that failed has no time), or as clock_gettime
 */
int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds);

#endif
