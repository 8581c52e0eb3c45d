/*
 * explore.c - the phases of a search.
 *
 *   walks   the default run, which is the timing run as well; taking turns; then random and PCT
 *           in turn
 *   all     dynamic partial order reduction over synchronisation, atomics and the memory that
 *           raced until now; again, whenever that finds new races
 *   bounds  all schedules with no preemption, with one, with two
 *   walks   until the schedules are used up
 *   calls   on request: one call fails, each in turn
 *
 * The search ends early when everything was tried, or when it has found what was asked for. A
 * race in hand is looked at further for a while: what it does to the program tells more.
 */
#include "explore.h"

#include <errno.h>
#include <string.h>

#include "dependence.h"
#include "failure.h"
#include "finding.h"
#include "session.h"
#include "systematic.h"
#include "walk.h"

#define FEW_SCHEDULES      100  /* up to as many are all walks */
#define FIRST_WALKS        400  /* at most, before everything is tried */
#define SCHEDULES_FOR_RACE 2000 /* to find a consequence of a race */
#define SCHEDULES_FOR_MORE 1000 /* to find further failures after one */
#define MOST_IN_A_ROW      32 /* schedules that fail: there is nothing else to be found */
#define MOST_ENDLESS       4  /* schedules that didn't end; each costs as much as many */
#define MOST_BOUND         2
#define WALKS_PER_CALL     6

static struct {
    uint64_t limit;    /* schedules in all; falls when a race was found */
    unsigned endless;  /* schedules that didn't end */
    unsigned in_a_row; /* of the last schedules, that failed */
    bool enough;       /* everything that was asked for was found */
    bool no_memory;
    uint32_t failed_call;
    uint64_t walks; /* number of the next walk */
    struct explore_coverage coverage;
} search;

/* ---- one schedule --------------------------------------------------------------------- */

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

/* Runs a schedule and keeps what it found. Returns its verdict. */
static int take_schedule(void)
{
    int verdict = session_run();
    if (verdict == -1) {
        search.no_memory = search.enough = true;
        return -1;
    }
    search.coverage.fair_only |= schedule.gave_way;
    add_race(race_of_schedule());
    if (verdict != EXPLORE_CLEAN)
        add_failure((enum explore_verdict)verdict);
    else if (!strategy_abandoned())
        search.in_a_row = 0;
    return verdict;
}

static bool may_go_on(uint64_t limit)
{
    uint64_t most_work = schedule.options.max_work;
    return !search.enough && session_counts.schedules < limit &&
           session_counts.schedules < search.limit &&
           (most_work == 0 || session_counts.work < most_work);
}

/* ---- walks ---------------------------------------------------------------------------- */

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

static void walk_until(uint64_t limit)
{
    while (may_go_on(limit)) {
        use_walk(search.walks++);
        take_schedule();
        if (search.walks == 1)
            search.coverage.makespan_ns = schedule.now;
    }
}

/* ---- systematic searches -------------------------------------------------------------- */

/* Returns true if the search came to its end before the limit. */
static bool run_systematic(const struct systematic *systematic,
                           const struct systematic_plan *plan, uint64_t limit,
                           uint64_t *completed)
{
    bool more = true;
    if (systematic->open(plan) == -1) {
        search.no_memory = search.enough = true;
        return false;
    }
    *completed = 0;
    while (more && may_go_on(limit)) {
        strategy_use(systematic->strategy);
        int verdict = take_schedule();
        *completed += !strategy_abandoned();
        more = verdict != -1 && systematic->next(verdict);
    }
    struct systematic_outcome outcome = systematic->outcome();
    systematic->close();
    search.coverage.fair_only |= outcome.fair_only;
    return !more && outcome.complete;
}

/* Tries everything; when races turn up on the way, once more with them as points. */
static void try_all(uint64_t limit)
{
    const struct systematic_plan plan = {.max_preemptions = NO_BOUND};
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
static void try_bounds(uint64_t limit)
{
    for (unsigned bound = 0; bound <= MOST_BOUND && may_go_on(limit); bound++) {
        const struct systematic_plan plan = {.max_preemptions = bound};
        uint64_t completed;
        if (!run_systematic(&dfs, &plan, limit, &completed) || failures_promote() > 0)
            return;
        search.coverage.preemption_bound = (int)bound;
    }
}

/* Half of what is left until the limit is left after the phase. */
static uint64_t half_way(void)
{
    uint64_t done = session_counts.schedules;
    return done < search.limit ? done + (search.limit - done + 1) / 2 : done;
}

static void search_without_failing_calls(void)
{
    uint64_t most = schedule.options.schedules;
    uint64_t walks = FEW_SCHEDULES + (most - FEW_SCHEDULES) / 4;
    if (most <= FEW_SCHEDULES)
        walks = most;
    walk_until(walks < FIRST_WALKS ? walks : FIRST_WALKS);
    failures_promote();
    if (may_go_on(most))
        try_all(half_way());
    if (search.coverage.exhausted)
        return;
    if (most > 2 * FEW_SCHEDULES)
        try_bounds(half_way());
    walk_until(most);
}

/* ---- calls that fail ------------------------------------------------------------------ */

static void search_failing_calls(void)
{
    uint32_t calls = 1;
    for (uint32_t call = 0; call < calls && !search.enough; call++) {
        strategy_fail_call(search.failed_call = call);
        for (uint64_t i = 0; i < WALKS_PER_CALL && !search.enough; i++) {
            use_walk(i);
            take_schedule();
            if (strategy_calls() > calls)
                calls = strategy_calls();
        }
    }
    strategy_fail_call(search.failed_call = NO_CALL);
}

/* ---- the reports ---------------------------------------------------------------------- */

static void fill_in_clean(struct explore_report *found)
{
    report_reset();
    *found = report;
    found->schedules_run = (unsigned)search.coverage.schedules;
    found->total_steps = search.coverage.longest;
    found->threads = search.coverage.threads;
}

/* The one report that was asked for: of a race, if there is one, in the schedule of another
 * failure where that is its consequence; else of the first failure. */
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

static int report_failures(struct explore_report *found)
{
    int count = 1;
    if (failure_count() == 0)
        fill_in_clean(found);
    else
        count = wants_one() ? report_one(found) + 1 : report_all(found);
    for (int i = 0; i < count; i++) {
        found[i].findings = failure_count() == 0 ? 0 : (unsigned)count;
        found[i].coverage = search.coverage;
    }
    return count > 0 ? 0 : -1;
}

/* ---- the call ------------------------------------------------------------------------- */

static void note_coverage(void)
{
    search.coverage.schedules = session_counts.schedules;
    search.coverage.threads = session_counts.threads;
    search.coverage.longest = session_counts.longest;
    search.coverage.work = session_counts.work;
}

static int run_search(struct explore_report *found)
{
    memset(&search, 0, sizeof search);
    search.limit = schedule.options.schedules;
    search.failed_call = NO_CALL;
    search.coverage.preemption_bound = -1;
    search_without_failing_calls();
    if (schedule.options.fail_calls && !search.enough)
        search_failing_calls();
    note_coverage();
    return search.no_memory ? -1 : report_failures(found);
}

static bool are_valid(const struct explore_options *options)
{
    return options == NULL || (options->max_threads <= EXPLORE_MAX_THREADS &&
                               options->max_findings <= EXPLORE_MAX_FINDINGS);
}

static int replay(struct explore_report *found)
{
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
