/*
 * run.h - what one `make run` carries from table to table.
 */
#ifndef RUN_H
#define RUN_H

#include <stdbool.h>

#include "capture.h"
#include "curve.h"
#include "outcome.h"
#include "paths.h"
#include "reference.h"
#include "spread.h"
#include "timeline.h"

#define TASK_COUNT 6

/* The least speedup for which `make run` calls concurrency worth it. */
#define LEAST_SPEEDUP 1.5

#define REPEATS_MOST 100

/* One kind of work on both kinds of workers, as it was measured. */
struct matrix_row {
    const char *label;
    double loop_seconds;
    double threads_seconds; /* NAN: no right results */
    double processes_seconds;
    const char *rule;     /* what the learner's rule says, in a word */
    const char *measured; /* what the measurement supports */
};

struct run {
    int repeats;                /* measurements of each path, at least 1 */
    bool reentrant;             /* the engine's lock is lifted */
    int processors;             /* how many this process may use */
    struct reference reference; /* right results, the plain loop's times */
    JobResult *scratch;         /* CATALOG_COUNT, for paths to write into; owned */
    double baseline;            /* seconds that the paths' speedups are held against */
    struct outcome paths[PATH_COUNT];  /* of each path with process_job */
    struct spread seconds[PATH_COUNT]; /* of each path that was right */
    double factors[PATH_COUNT];        /* baseline by median, as plain division; NAN */
    struct timeline timelines[PATH_COUNT]; /* of each path's first call; may be empty */
    struct matrix_row matrix[2];           /* waiting, computing */
    struct curve curve;
    struct outcome speedup;       /* of the last call of speedup */
    struct outcome worth;         /* of the last call of is_worth_concurrency */
    struct capture printed;       /* by the learner's code */
    bool trouble[TASK_COUNT + 1]; /* [n]: something of task n isn't written or wrong */
};

/* Computes the right results, allocates, counts processors; the engine must be chosen
 * already. Returns 0, and run_close must be called; or -1 with errno, nothing to release.
 */
int run_open(struct run *run, bool reentrant, int repeats);
void run_close(struct run *run);

/* Remembers trouble with the function's task, unless the outcome is right. */
void run_remember(struct run *run, const struct learner_function *function,
                  struct outcome outcome);

/* The lowest task with trouble; 0 if there is none. */
int run_first_trouble(const struct run *run);

#endif
