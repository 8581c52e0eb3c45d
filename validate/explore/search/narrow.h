/*
 * narrow.h - from a failing schedule to one that is easier to read.
 */
#ifndef NARROW_H
#define NARROW_H

#include "explore.h"

/* Runs one schedule with the strategy that was started, the predicate after it. Returns
 * the verdict with schedule and report filled in; or -1 with errno ENOMEM. */
typedef int (*run_function)(void);

/*
 * Looks for a schedule with the same verdict and fewer preemptions, spending at most
 * `tries` runs. To be called right after a run that failed. *best becomes the report of
 * the simplest failing schedule that was found, be it the one just run.
 * Returns how many runs were spent; or -1 with errno ENOMEM.
 */
int narrow(run_function run, unsigned tries, struct explore_report *best);

#endif
