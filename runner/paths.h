/*
 * paths.h - the ways through the catalog that the learner writes, and what each takes.
 */
#ifndef PATHS_H
#define PATHS_H

#include <stddef.h>

#include "capture.h"
#include "jobs.h"
#include "outcome.h"

/*
 * Workers of every path that has workers: the same number for threads and processes, so
 * that only the kind of worker differs. More than most small machines have processors,
 * because workers that wait need none.
 */
#define WORKERS 8u

/* One way through the catalog. */
struct path {
    const char *label;                /* as the learner sees it */
    struct learner_function function; /* what it calls */
    unsigned workers;                 /* 1: the calling thread alone */
    /* Calls the learner's function on CATALOG. A path for process_job alone ignores `job`, one
     * without workers `workers`. Sets *seconds only if the learner's function measures itself. */
    int (*run)(JobFunction job, unsigned workers, JobResult *results, double *seconds);
};

enum path_id {
    PATH_SEQUENTIAL,
    PATH_THREADS,
    PATH_QUEUE,
    PATH_PROCESSES,
    PATH_EVENT_LOOP,
    PATH_COUNT,
};

extern const struct path PATHS[PATH_COUNT];

/* What a run of a path gave. */
struct measurement {
    struct outcome outcome;
    double seconds;     /* what it took: by the learner's own measure if the path has
                           one, else by CLOCK_MONOTONIC around the call */
    double elapsed;     /* by CLOCK_MONOTONIC around the call, always */
    uint64_t began_ns;  /* CLOCK_MONOTONIC just before the call */
    size_t first_wrong; /* WRONG_RESULTS: index of the first entry that differs */
};

/*
 * Runs the path with `job` and `workers` over the catalog in a contained call.
 *
 *   scratch   room for CATALOG_COUNT results, for the path to fill in; its contents here
 *             don't change
 *   expected  CATALOG_COUNT results as they must become
 *   output    receives what the learner's code printed
 *
 * Returns 0, with *measurement filled in; or -1 with errno from contained_call.
 */
int measure_path(const struct path *path, JobFunction job, unsigned workers,
                 JobResult *scratch, const JobResult *expected, struct capture *output,
                 struct measurement *measurement);

#endif
