/*
 * Scenarios of task 1: run_sequential and measure_sequential.
 */
#include "sequential.h"

#include <time.h>

#include "scenario.h"

#define UNTOUCHED (-12345.0)

/* Seconds on the clock that the trace uses as well. */
static double monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* run_sequential over a made-up catalog, with whatever failures were ordered. One result more
 * than there are entries is handed over: the place behind the last one, which nobody may
 * write to. */
SCENARIO(run)
{
    struct job_set set = make_job_set();
    trace_jobs(&set);
    struct stock before = take_stock();
    OBSERVE_CALL("returned", run_sequential, (set.catalog, set.count, set.results));
    observe_leftovers(before);
    observe_results(set.results, set.count + 1);
}

/* The arguments that the contract singles out. */
SCENARIO(run_bad_arguments)
{
    struct job_set set = make_job_set();
    trace_jobs(&set);
    OBSERVE_CALL("no_catalog", run_sequential, (NULL, set.count, set.results));
    OBSERVE_CALL("no_results", run_sequential, (set.catalog, set.count, NULL));
}

SCENARIO(run_nothing)
{
    OBSERVE_CALL("returned", run_sequential, (NULL, 0, NULL));
}

/* measure_sequential, and the time around it. */
SCENARIO(measure)
{
    struct job_set set = make_job_set();
    double seconds = UNTOUCHED;
    trace_jobs(&set);
    double began = monotonic();
    OBSERVE_CALL("returned", measure_sequential,
                 (set.catalog, set.count, set.results, &seconds));
    observe_real("around", monotonic() - began);
    observe_real("seconds", seconds);
    observe_int("touched", seconds != UNTOUCHED);
    observe_results(set.results, set.count);
}

SCENARIO(measure_nothing)
{
    double seconds = UNTOUCHED;
    OBSERVE_CALL("returned", measure_sequential, (NULL, 0, NULL, &seconds));
    observe_int("touched", seconds != UNTOUCHED);
}

SCENARIO(measure_without_seconds)
{
    struct job_set set = make_job_set();
    trace_jobs(&set);
    OBSERVE_CALL("returned", measure_sequential,
                 (set.catalog, set.count, set.results, NULL));
}
