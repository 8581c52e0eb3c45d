/*
 * Scenarios of task 1: run_sequential and measure_sequential.
 */
#include "sequential.h"

#include <string.h>
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

/* As run, twice in one process: what the first call left in static variables is still there. The
 * second call's jobs and results are handed over. */
SCENARIO(run_again)
{
    struct job_set set = make_job_set();
    OBSERVE_CALL("first", run_sequential, (set.catalog, set.count, set.results));
    memset(set.results, 0xa5, set.count * sizeof *set.results);
    trace_jobs(&set);
    OBSERVE_CALL("again", run_sequential, (set.catalog, set.count, set.results));
    observe_results(set.results, set.count);
}

/* Whether the catalog, which is read-only, is as it was. */
SCENARIO(run_and_compare)
{
    struct job_set set = make_job_set(), same = make_job_set();
    OBSERVE_CALL("returned", run_sequential, (set.catalog, set.count, set.results));
    observe_int("changed",
                memcmp(set.catalog, same.catalog, set.count * sizeof *set.catalog) != 0);
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

static void observe_measurement(const struct job_set *set)
{
    double seconds = UNTOUCHED, began = monotonic();
    OBSERVE_CALL("returned", measure_sequential,
                 (set->catalog, set->count, set->results, &seconds));
    observe_real("around", monotonic() - began);
    observe_real("seconds", seconds);
    observe_int("touched", seconds != UNTOUCHED);
}

/* measure_sequential, and the time around it. */
SCENARIO(measure)
{
    struct job_set set = make_job_set();
    trace_jobs(&set);
    observe_measurement(&set);
    observe_results(set.results, set.count);
}

/* The second of two measurements. */
SCENARIO(measure_again)
{
    struct job_set set = make_job_set();
    observe_measurement(&set);
    trace_jobs(&set);
    observe_measurement(&set);
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
