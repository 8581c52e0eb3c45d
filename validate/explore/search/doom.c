/*
 * doom.c - finds the step that dooms a schedule: once a beginning is doomed, so is every
 * longer one, so the first is found by halving.
 */
#include "doom.h"

#include "session.h"
#include "systematic.h"

#define MOST_SCHEDULES 3000  /* for one report */
#define MOST_AT_ONCE   600   /* for one beginning */
#define MOST_STEPS     50000 /* of a schedule */

static struct {
    unsigned spent; /* schedules */
    uint64_t end;   /* effort of the session */
} doom;

static bool may_go_on(void)
{
    return doom.spent < MOST_SCHEDULES && session_counts.effort < doom.end;
}

/* Does every schedule that begins like this fail? */
static bool is_doomed(const struct decision *decisions, unsigned length)
{
    struct systematic_plan plan = {.max_steps = 500 + 2 * session_counts.longest,
                                   .prefix = decisions,
                                   .prefix_length = length};
    bool all_fail = true, more = true;
    if (dpor.open(&plan) == -1)
        return false;
    strategy_use(dpor.strategy);
    for (unsigned i = 0; i < MOST_AT_ONCE && all_fail && more && may_go_on(); i++) {
        int verdict = session_run();
        all_fail = verdict != EXPLORE_CLEAN || strategy_abandoned();
        more = dpor.next(verdict);
        doom.spent++;
    }
    struct systematic_outcome outcome = dpor.outcome();
    dpor.close();
    return all_fail && !more && outcome.complete;
}

unsigned doom_begins(const struct decision *decisions, unsigned length, uint64_t end)
{
    unsigned saved = 0, doomed = length;
    doom.spent = 0;
    doom.end = end;
    while (length <= MOST_STEPS && doomed - saved > 1 && may_go_on()) {
        unsigned middle = saved + (doomed - saved) / 2;
        if (is_doomed(decisions, middle))
            doomed = middle;
        else
            saved = middle;
    }
    return doomed;
}
