/*
 * phases.c - the phases of a search.
 *
 *   walks   the default run, which is the timing run as well; taking turns; then random
 *   and PCT
 *           in turn
 *   all     dynamic partial order reduction over synchronisation, atomics and the memory
 *   that
 *           raced until now; again, whenever that finds new races
 *   bounds  all schedules with no preemption, with one, with two
 *   walks   until the schedules are used up
 *   calls   on request: one call fails, each in turn
 *
 * The search ends early when everything was tried, or when it has found what was asked
 * for. A race in hand is looked at further for a while: what it does to the program tells
 * more.
 */
#include "phases.h"

#include <string.h>

#include "failure.h"
#include "session.h"
#include "systematic.h"
#include "walk.h"

#define FEW_SCHEDULES      100  /* up to as many are all walks */
#define FIRST_WALKS        400  /* at most, before everything is tried */
#define SCHEDULES_FOR_RACE 2000 /* to find a consequence of a race */
#define SCHEDULES_FOR_MORE 1000 /* to find further failures after one */
#define MOST_IN_A_ROW      32 /* schedules that fail: there is nothing else to be found */
#define MOST_ENDLESS       4  /* schedules that didn't end; each costs as much as many */
#define FEW_STEPS          500 /* a systematic schedule may be so much longer than */
#define LONGER             2   /* so many times the longest walk */
#define MOST_BOUND         2
#define WALKS_PER_CALL     6

/* Until when a phase goes on; counted from the search's beginning. */
struct limit {
    uint64_t schedules;
    uint64_t effort; /* see session.h */
};

static struct {
    uint64_t limit;    /* schedules in all; falls when a race was found */
    unsigned cut_off;  /* schedules of the systematic search that didn't end */
    unsigned endless;  /* schedules that didn't end */
    unsigned in_a_row; /* of the last schedules, that failed */
    bool enough;       /* everything that was asked for was found */
    bool no_memory;
    uint32_t failed_call;
    unsigned longest_walk; /* steps of the longest of the first walks */
    uint64_t walks;        /* number of the next walk */
    struct explore_coverage coverage;
} search;

/* ---- one schedule ---------------------------------------------------------------------
 * */

static bool wants_one(void)
{
    return schedule.options.max_findings == 1;
}

static void lower_limit(uint64_t further)
{
    if (session_counts.schedules + further < search.limit)
        search.limit = session_counts.schedules + further;
}

/* A race was noted in the schedule just run. */
static void add_race(const struct race *race)
{
    if (schedule.options.ignore_races || race == NULL)
        return;
    if (failure_add(EXPLORE_RACE, race, search.failed_call) && wants_one())
        lower_limit(SCHEDULES_FOR_RACE);
}

static void add_failure(enum explore_verdict verdict)
{
    bool endless = verdict == EXPLORE_LIVELOCK || verdict == EXPLORE_INCONCLUSIVE;
    if (failure_add(verdict, NULL, search.failed_call))
        lower_limit(SCHEDULES_FOR_MORE);
    search.endless += endless;
    search.in_a_row++;
    search.enough |= wants_one() || search.endless == MOST_ENDLESS ||
                     search.in_a_row == MOST_IN_A_ROW || verdict == EXPLORE_UNSUPPORTED;
}

static void note_clean(void)
{
    search.in_a_row = 0;
    if (point_count() > 0)
        failures_improve();
}

/* It was cut off. A schedule that somebody thought out may go on for ever without telling
 * anything about the program: threads that step back for each other, in lockstep. */
static bool was_cut_off(int verdict)
{
    bool endless = verdict == EXPLORE_LIVELOCK || verdict == EXPLORE_INCONCLUSIVE;
    return endless && schedule.step_count == schedule.options.max_steps;
}

/* Runs a schedule and keeps what it found; of a systematic search, not that it was cut
 * off. Returns its verdict. */
static int take_schedule(bool systematic)
{
    int verdict = session_run();
    if (verdict == -1) {
        search.no_memory = search.enough = true;
        return -1;
    }
    search.coverage.fair_only |= schedule.gave_way;
    add_race(race_of_schedule());
    if (systematic && was_cut_off(verdict))
        search.cut_off++;
    else if (verdict != EXPLORE_CLEAN)
        add_failure((enum explore_verdict)verdict);
    else if (!strategy_abandoned())
        note_clean();
    return verdict;
}

static bool may_go_on(struct limit limit)
{
    return !search.enough && session_counts.schedules < limit.schedules &&
           session_counts.schedules < search.limit &&
           session_counts.effort < limit.effort;
}

static struct limit everything(void)
{
    uint64_t most = schedule.options.max_work;
    return (struct limit){schedule.options.schedules, most != 0 ? most : UINT64_MAX};
}

/* Half of what is left is left after the phase. */
static struct limit half_way(void)
{
    struct limit all = everything();
    uint64_t schedules = session_counts.schedules, effort = session_counts.effort;
    if (search.limit < all.schedules)
        all.schedules = search.limit;
    if (schedules < all.schedules)
        schedules += (all.schedules - schedules + 1) / 2;
    if (effort < all.effort)
        effort += (all.effort - effort) / 2;
    return (struct limit){schedules, effort};
}

/* ---- walks ----------------------------------------------------------------------------
 * */

static void use_walk(uint64_t number)
{
    walk_seed(strategy_mix(schedule.options.seed, number), session_counts.longest);
    if (number == 0)
        strategy_use(&walk_keep_running);
    else if (number == 1)
        strategy_use(&walk_take_turns);
    else
        strategy_use(number % 2 == 0 ? &walk_random : &walk_pct);
}

static void walk_until(struct limit limit)
{
    while (may_go_on(limit)) {
        use_walk(search.walks++);
        take_schedule(false);
        if (search.walks == 1)
            search.coverage.makespan_ns = schedule.now;
    }
}

/* ---- systematic searches --------------------------------------------------------------
 * */

/* Returns true if the search came to its end before the limit. */
static bool run_systematic(const struct systematic *systematic,
                           struct systematic_plan *plan, struct limit limit,
                           uint64_t *completed)
{
    bool more = true;
    plan->max_steps = FEW_STEPS + LONGER * search.longest_walk;
    if (systematic->open(plan) == -1) {
        search.no_memory = search.enough = true;
        return false;
    }
    *completed = 0;
    search.cut_off = 0;
    while (more && search.cut_off < MOST_ENDLESS && may_go_on(limit)) {
        strategy_use(systematic->strategy);
        int verdict = take_schedule(true);
        *completed += !strategy_abandoned();
        more = verdict != -1 && systematic->next(verdict);
    }
    struct systematic_outcome outcome = systematic->outcome();
    systematic->close();
    search.coverage.fair_only |= outcome.fair_only;
    return !more && outcome.complete;
}

/* Tries everything; when races turn up on the way, once more with them as points. */
static void try_all(struct limit limit)
{
    struct systematic_plan plan = {.max_preemptions = NO_BOUND};
    bool all;
    uint64_t completed;
    do {
        search.coverage.races_as_points = point_count() > 0;
        all = run_systematic(&dpor, &plan, limit, &completed);
        search.coverage.exhausted = all && failures_promote() == 0;
    } while (all && !search.coverage.exhausted && may_go_on(limit));
    failures_promote();
    search.coverage.interleavings = search.coverage.exhausted ? completed : 0;
}

/* Each bound has a part of the schedules; the next is tried when it was enough. */
static void try_bounds(struct limit limit)
{
    for (unsigned bound = 0; bound <= MOST_BOUND && may_go_on(limit); bound++) {
        struct systematic_plan plan = {.max_preemptions = bound};
        uint64_t completed;
        if (!run_systematic(&dfs, &plan, limit, &completed) || failures_promote() > 0)
            return;
        search.coverage.preemption_bound = (int)bound;
    }
}

/* The walks that come before everything is tried. */
static struct limit first_walks(void)
{
    struct limit limit = everything();
    uint64_t most = limit.schedules;
    uint64_t walks = most;
    if (most > FEW_SCHEDULES)
        walks = FEW_SCHEDULES + (most - FEW_SCHEDULES) / 4;
    limit.schedules = walks < FIRST_WALKS ? walks : FIRST_WALKS;
    return limit;
}

static void search_without_failing_calls(void)
{
    walk_until(first_walks());
    search.longest_walk = session_counts.longest;
    failures_promote();
    if (may_go_on(everything()))
        try_all(half_way());
    if (search.coverage.exhausted)
        return;
    if (schedule.options.schedules > 2 * FEW_SCHEDULES)
        try_bounds(half_way());
    walk_until(everything());
}

/* ---- calls that fail ------------------------------------------------------------------
 * */

static void search_failing_calls(void)
{
    uint32_t calls = 1;
    for (uint32_t call = 0; call < calls && !search.enough; call++) {
        strategy_fail_call(search.failed_call = call);
        for (uint64_t i = 0; i < WALKS_PER_CALL && !search.enough; i++) {
            use_walk(i);
            take_schedule(false);
            if (strategy_calls() > calls)
                calls = strategy_calls();
        }
    }
    strategy_fail_call(search.failed_call = NO_CALL);
}

/* ---- all of them ----------------------------------------------------------------------
 * */

static void note_coverage(void)
{
    search.coverage.schedules = session_counts.schedules;
    search.coverage.threads = session_counts.threads;
    search.coverage.longest = session_counts.longest;
    search.coverage.work = session_counts.work;
}

int search_in_phases(struct explore_coverage *coverage)
{
    memset(&search, 0, sizeof search);
    search.limit = schedule.options.schedules;
    search.failed_call = NO_CALL;
    search.coverage.preemption_bound = -1;
    search_without_failing_calls();
    if (schedule.options.fail_calls && !search.enough)
        search_failing_calls();
    note_coverage();
    *coverage = search.coverage;
    return search.no_memory ? -1 : 0;
}
