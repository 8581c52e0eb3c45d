/*
 * explore.c - the call: a search, or a replay, and its reports.
 */
#include "explore.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "dependence.h"
#include "failure.h"
#include "finding.h"
#include "loops.h"
#include "phases.h"
#include "session.h"
#include "walk.h"

/* ---- the reports ----------------------------------------------------------------------
 * */

static void fill_in_clean(const struct explore_coverage *coverage,
                          struct explore_report *found)
{
    report_reset();
    memcpy(found, &report,
           offsetof(struct explore_report, steps)); /* of steps there are none */
    found->involved_count = 0;
    found->schedules_run = (unsigned)coverage->schedules;
    found->total_steps = coverage->longest;
    found->threads = coverage->threads;
}

/* The one report that was asked for: of a race, if there is one, in the schedule of
 * another failure where that is its consequence; else of the first failure. */
static int report_one(struct explore_report *found)
{
    const struct failure *race = NULL, *other = NULL;
    for (unsigned i = 0; i < failure_count(); i++) {
        const struct failure *failure = failure_at(i);
        const struct failure **kind = failure->verdict == EXPLORE_RACE ? &race : &other;
        *kind = *kind == NULL ? failure : *kind;
    }
    if (race == NULL || other == NULL)
        return failure_report(race != NULL ? race : other, NULL, found);
    if (failure_report(other, &race->race, found) == -1)
        return -1;
    return found->verdict == EXPLORE_RACE ? 0 : failure_report(race, NULL, found);
}

static int report_all(struct explore_report *found)
{
    unsigned count = failure_count();
    if (count > schedule.options.max_findings)
        count = schedule.options.max_findings;
    failures_sort();
    for (unsigned i = 0; i < count; i++)
        if (failure_report(failure_at(i), NULL, &found[i]) == -1)
            return -1;
    return (int)count;
}

static int report_failures(const struct explore_coverage *coverage,
                           struct explore_report *found)
{
    int count = 1;
    if (failure_count() == 0)
        fill_in_clean(coverage, found);
    else
        count = schedule.options.max_findings == 1 ? report_one(found) + 1
                                                   : report_all(found);
    for (int i = 0; i < count; i++) {
        found[i].findings = failure_count() == 0 ? 0 : (unsigned)count;
        found[i].coverage = *coverage;
    }
    return count > 0 ? 0 : -1;
}

/* ---- the call -------------------------------------------------------------------------
 * */

static int run_search(struct explore_report *found)
{
    struct explore_coverage coverage;
    memset(&coverage, 0, sizeof coverage);
    if (search_in_phases(&coverage) == -1)
        return -1;
    return report_failures(&coverage, found);
}

static bool are_valid(const struct explore_options *options)
{
    return options == NULL || (options->max_threads <= EXPLORE_MAX_THREADS &&
                               options->max_findings <= EXPLORE_MAX_FINDINGS);
}

/* The first schedule of the search tells what to hold this one against. */
static int replay(struct explore_report *found)
{
    if (schedule.options.program) {
        strategy_use(&walk_keep_running);
        if (session_run() == -1)
            return -1;
        int first = session_counts.exit_status;
        session_counts =
            (struct session_counts){.exit_status = first, .other_status = -1};
        races_reset();
    }
    int status = token_report(schedule.options.replay, found);
    found->findings = found->verdict != EXPLORE_CLEAN;
    return status;
}

int explore(void (*scenario)(void *arg), void *arg, const char *(*predicate)(void *arg),
            const struct explore_options *options, struct explore_report *found)
{
    if (explore_is_running()) {
        errno = EBUSY;
        return -1;
    }
    if (scenario == NULL || found == NULL || !are_valid(options)) {
        errno = EINVAL;
        return -1;
    }
    int status = session_open(scenario, arg, predicate, options);
    if (status == 0) {
        races_reset();
        loops_begin_search();
        failures_reset();
        dependence_on_time = false;
        status = schedule.options.replay != NULL ? replay(found) : run_search(found);
    }
    int error = errno;
    failures_reset();
    session_close();
    errno = error;
    return status;
}
