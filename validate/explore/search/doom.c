/*
 * doom.c - finds the step that dooms a schedule: once a beginning is doomed, so is every
 * longer one, so the first is found by halving.
 */
#include "doom.h"

#include "session.h"
#include "systematic.h"

#define MOST_SCHEDULES 3000 /* for one report */
#define MOST_AT_ONCE   600  /* for one beginning */

/* Does every schedule that begins like this fail? Counts the schedules that it takes. */
static bool is_doomed(const struct decision *decisions, unsigned length, unsigned *spent)
{
    struct systematic_plan plan = {.max_steps = 500 + 2 * session_counts.longest,
                                   .prefix = decisions,
                                   .prefix_length = length};
    bool all_fail = true, more = true;
    if (dpor.open(&plan) == -1)
        return false;
    strategy_use(dpor.strategy);
    for (unsigned i = 0; i < MOST_AT_ONCE && all_fail && more; i++) {
        int verdict = session_run();
        all_fail = verdict != EXPLORE_CLEAN || strategy_abandoned();
        more = dpor.next(verdict);
        ++*spent;
    }
    struct systematic_outcome outcome = dpor.outcome();
    dpor.close();
    return all_fail && !more && outcome.complete;
}

unsigned doom_begins(const struct decision *decisions, unsigned length)
{
    unsigned saved = 0, doomed = length, spent = 0;
    while (doomed - saved > 1 && spent < MOST_SCHEDULES) {
        unsigned middle = saved + (doomed - saved) / 2;
        if (is_doomed(decisions, middle, &spent))
            doomed = middle;
        else
            saved = middle;
    }
    return doomed;
}
