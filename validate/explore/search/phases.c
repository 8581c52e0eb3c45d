/*
 * phases.c - the phases of a search.
 *
 *   first   the default run, which is the timing run as well; taking turns; of a
 *           whole program, the same while T0 comes last
 *   all     of a whole program: dynamic partial order reduction, as far as a few schedules
 *           go, which is enough if it is small. Elsewhere accesses may go unseen, and
 *           walks find what depends on them.
 *   walks   random and PCT in turn
 *   all     the same search goes on; it tries the orders of synchronisation, atomics and
 *           the memory that raced until now, and begins anew with what races since
 *   bounds  all schedules with no preemption, with one, with two
 *   walks   until the schedules are used up
 *   calls   on request: one call fails, each in turn
 *
 * The search ends early when everything was tried, or when it has found what was asked
 * for.
 */
#include "phases.h"

#include <string.h>

#include "budget.h"
#include "failure.h"
#include "session.h"
#include "systematic.h"
#include "walk.h"

#define PLAIN_WALKS    3     /* that nothing is left to chance in */
#define FEW            200   /* schedules in which a small program is exhausted */
#define FIRST_WALKS    100   /* at most, without the memory that races in them */
#define SECOND_WALKS   300   /* at most, with it */
#define FEW_STEPS      500   /* a systematic schedule may be so much longer than */
#define LONGER         2     /* so many times the longest walk */
#define MOST_STEPS     50000 /* of a schedule; where they are more, walks tell more */
#define MOST_BOUND     2
#define FOR_BOUNDS     200 /* schedules there must be for that */
#define WALKS_PER_CALL 6

/* A systematic search under way. */
struct trial {
    const struct systematic *systematic;
    struct systematic_plan plan;
    bool open;
    bool more;          /* there is something left to try */
    unsigned points;    /* words of memory whose accesses are steps in it */
    unsigned cut_off;   /* schedules that didn't end */
    uint64_t completed; /* schedules that were not abandoned */
};

static struct {
    uint64_t walks; /* number of the next walk */
    struct trial all;
    struct explore_coverage coverage;
} search;

/* ---- walks ----------------------------------------------------------------------------
 * */

static void use_walk(uint64_t number)
{
    walk_seed(strategy_mix(schedule.options.seed, number), session_counts.longest);
    if (number == 0)
        strategy_use(&walk_keep_running);
    else if (number == 1)
        strategy_use(&walk_take_turns);
    else if (number == 2 && schedule.options.program)
        strategy_use(&walk_children_first);
    else
        strategy_use(number % 2 == 0 ? &walk_random : &walk_pct);
}

static void walk_until(struct limit limit)
{
    while (budget_allows(limit)) {
        use_walk(search.walks++);
        budget_run(false);
        if (search.walks == 1)
            search.coverage.makespan_ns = schedule.now;
    }
    failures_promote();
}

/* ---- systematic searches --------------------------------------------------------------
 * */

static unsigned steps_worth_while(void)
{
    return FEW_STEPS + LONGER * session_counts.longest;
}

static void trial_begin(struct trial *trial, const struct systematic *systematic,
                        unsigned max_preemptions)
{
    *trial = (struct trial){
        .systematic = systematic,
        .plan = {.max_preemptions = max_preemptions, .max_steps = steps_worth_while()},
        .more = true,
        .points = point_count()};
    trial->open = systematic->open(&trial->plan) == 0;
    if (!trial->open)
        budget.no_memory = budget.enough = true;
}

static void trial_go_on(struct trial *trial, struct limit limit)
{
    while (trial->more && trial->cut_off < MOST_ENDLESS && budget_allows(limit)) {
        strategy_use(trial->systematic->strategy);
        int verdict = budget_run(true);
        trial->cut_off += budget_was_cut_off(verdict);
        trial->completed += !strategy_abandoned();
        trial->more = verdict != -1 && trial->systematic->next(verdict);
    }
    if (trial->open)
        search.coverage.fair_only |= trial->systematic->outcome().fair_only;
}

/* Was everything tried, and nothing left out? */
static bool trial_succeeded(const struct trial *trial)
{
    return trial->open && !trial->more && trial->systematic->outcome().complete;
}

static void trial_end(struct trial *trial)
{
    if (trial->open)
        trial->systematic->close();
    trial->open = false;
}

/* It is no use to go on with a search that has left something out, or doesn't know of all
 * races. */
static bool is_outdated(const struct trial *trial)
{
    return !trial->open || trial->points != point_count() ||
           !trial->systematic->outcome().complete;
}

/* Tries everything; when races turn up on the way, once more with them as points. */
static void try_all(struct limit limit)
{
    struct trial *all = &search.all;
    bool succeeded = true;
    if (session_counts.longest > MOST_STEPS)
        return;
    while (succeeded && !search.coverage.exhausted && budget_allows(limit)) {
        if (is_outdated(all)) {
            trial_end(all);
            trial_begin(all, &dpor, NO_BOUND);
        }
        trial_go_on(all, limit);
        succeeded = trial_succeeded(all);
        search.coverage.races_as_points = all->points > 0;
        search.coverage.exhausted = failures_promote() == 0 && succeeded;
    }
    if (search.coverage.exhausted)
        search.coverage.interleavings = all->completed;
}

/* Each bound has a part of the schedules; the next is tried when it was enough. */
static void try_bounds(struct limit limit)
{
    bool succeeded = session_counts.longest <= MOST_STEPS;
    for (unsigned bound = 0; succeeded && bound <= MOST_BOUND && budget_allows(limit);
         bound++) {
        struct trial trial;
        trial_begin(&trial, &dfs, bound);
        trial_go_on(&trial, limit);
        succeeded = trial_succeeded(&trial);
        trial_end(&trial);
        if (failures_promote() > 0)
            return;
        if (succeeded)
            search.coverage.preemption_bound = (int)bound;
    }
}

static void search_without_failing_calls(void)
{
    walk_until(budget_part(1, PLAIN_WALKS));
    if (schedule.options.program)
        try_all(budget_part(8, FEW));
    if (search.coverage.exhausted)
        return;
    walk_until(budget_part(4, FIRST_WALKS));
    walk_until(budget_part(4, SECOND_WALKS));
    try_all(budget_part(2, UINT64_MAX));
    trial_end(&search.all);
    if (search.coverage.exhausted)
        return;
    if (schedule.options.schedules > FOR_BOUNDS)
        try_bounds(budget_part(2, UINT64_MAX));
    walk_until(budget_whole());
}

/* ---- calls that fail ------------------------------------------------------------------
 * */

static void search_failing_calls(void)
{
    uint32_t calls = 1;
    for (uint32_t call = 0; call < calls && !budget.enough; call++) {
        strategy_fail_call(budget.failed_call = call);
        for (uint64_t i = 0; i < WALKS_PER_CALL && !budget.enough; i++) {
            use_walk(i);
            budget_run(false);
            if (strategy_calls() > calls)
                calls = strategy_calls();
        }
    }
    strategy_fail_call(budget.failed_call = NO_CALL);
}

/* ---- all of them ----------------------------------------------------------------------
 * */

static void note_coverage(void)
{
    search.coverage.fair_only |= budget.gave_way;
    search.coverage.schedules = session_counts.schedules;
    search.coverage.threads = session_counts.threads;
    search.coverage.longest = session_counts.longest;
    search.coverage.work = session_counts.work;
    search.coverage.out_of_work =
        !search.coverage.exhausted && session_counts.effort >= budget_whole().effort;
    search.coverage.exit_status =
        session_counts.exit_status > 0 ? session_counts.exit_status : 0;
    search.coverage.other_status = session_counts.other_status;
}

int search_in_phases(struct explore_coverage *coverage)
{
    memset(&search, 0, sizeof search);
    budget_begin();
    search.coverage.preemption_bound = -1;
    search_without_failing_calls();
    trial_end(&search.all);
    if (schedule.options.fail_calls && !budget.enough)
        search_failing_calls();
    note_coverage();
    *coverage = search.coverage;
    return budget.no_memory ? -1 : 0;
}
