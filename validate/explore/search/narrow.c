/*
 * narrow.c - makes a failing schedule simpler by trying variations of it.
 *
 * Four kinds of variation, each judged by running it: cut the schedule off before a
 * preemption and let the threads run on from there; let the interrupted thread finish its
 * next stretch before the others; interrupt it earlier, where it runs for long; and, from
 * the plain default run, deviate in one step only. A variation is kept if it fails in the same way and is simpler. In the end all
 * schedules with fewer preemptions are tried, as far as the tries go.
 */
#include "narrow.h"

#include <stdlib.h>
#include <string.h>

#include "session.h"
#include "systematic.h"

#define LONG_STRETCH 32 /* steps of one thread in a row */

/* How hard a schedule is to follow; compared from the first field on. */
struct cost {
    unsigned preemptions;
    unsigned forced; /* early and spurious wakeups */
    unsigned switches;
    unsigned steps;
};

struct narrowing {
    fails_function fails;
    unsigned tries_left;
    uint64_t end;               /* effort of the session after which none is left */
    struct cost cost;           /* of the simplest schedule yet */
    struct decision *decisions; /* of the same; owned by the caller */
    bool *preempted;            /* at which of its steps a thread was interrupted */
    unsigned length;            /* of both */
    unsigned skipped;           /* tries that were given up */
    struct decision *draft;     /* a variation; both have room for max_steps */
};

static struct cost cost_of_schedule(void)
{
    return (struct cost){schedule.preemptions, schedule.forced, schedule.switches,
                         schedule.step_count};
}

static bool is_simpler(const struct cost *a, const struct cost *b)
{
    if (a->preemptions != b->preemptions)
        return a->preemptions < b->preemptions;
    if (a->forced != b->forced)
        return a->forced < b->forced;
    if (a->switches != b->switches)
        return a->switches < b->switches;
    return a->steps < b->steps;
}

static void keep(struct narrowing *narrowing)
{
    narrowing->cost = cost_of_schedule();
    narrowing->length = schedule.step_count;
    for (unsigned i = 0; i < schedule.step_count; i++) {
        narrowing->decisions[i] = decision_of(&schedule.steps[i]);
        narrowing->preempted[i] = schedule.steps[i].preempted;
    }
}

static void give_up(struct narrowing *narrowing)
{
    narrowing->skipped = narrowing->tries_left;
    narrowing->tries_left = 0;
}

/* Runs a schedule. Returns true if it was kept. */
static bool attempt(struct narrowing *narrowing)
{
    if (narrowing->tries_left == 0)
        return false;
    narrowing->tries_left--;
    bool fails = narrowing->fails();
    struct cost cost = cost_of_schedule();
    if (session_counts.effort >= narrowing->end)
        give_up(narrowing);
    if (!fails || !is_simpler(&cost, &narrowing->cost))
        return false;
    keep(narrowing);
    return true;
}

static bool attempt_guided(struct narrowing *narrowing, const struct decision *decisions,
                           unsigned length)
{
    struct guide guide = {.decisions = decisions, .length = length};
    guide_follow(&guide);
    strategy_use(&guided);
    return attempt(narrowing);
}

/* Lets the threads run on from the first preemption at which that still fails. */
static bool cut_off(struct narrowing *narrowing)
{
    for (unsigned i = 0; i < narrowing->length && narrowing->tries_left > 0; i++) {
        if (!narrowing->preempted[i])
            continue;
        memcpy(narrowing->draft, narrowing->decisions, i * sizeof *narrowing->draft);
        if (attempt_guided(narrowing, narrowing->draft, i))
            return true;
    }
    return false;
}

/* The first step from `from` on that is (or isn't) the thread's; the length if none. */
static unsigned next_step(const struct narrowing *narrowing, unsigned from,
                          uint8_t thread, bool its)
{
    while (from < narrowing->length &&
           (narrowing->decisions[from].thread == thread) != its)
        from++;
    return from;
}

/* Undoes the preemption at step `at`: the interrupted thread's next stretch comes first.
 * */
static bool run_on(struct narrowing *narrowing, unsigned at)
{
    const struct decision *old = narrowing->decisions;
    uint8_t thread = old[at - 1].thread;
    unsigned begin = next_step(narrowing, at, thread, true);
    unsigned end = next_step(narrowing, begin, thread, false);
    struct decision *draft = narrowing->draft;
    size_t size = sizeof *old;
    memcpy(draft, old, at * size);
    memcpy(draft + at, old + begin, (end - begin) * size);
    memcpy(draft + at + (end - begin), old + at, (begin - at) * size);
    memcpy(draft + end, old + end, (narrowing->length - end) * size);
    return attempt_guided(narrowing, draft, narrowing->length);
}

static bool run_on_somewhere(struct narrowing *narrowing)
{
    for (unsigned i = narrowing->length; i-- > 1 && narrowing->tries_left > 0;)
        if (narrowing->preempted[i] && run_on(narrowing, i))
            return true;
    return false;
}

/* Leaves out all but the first steps of a stretch, as few as will do. */
static bool shorten(struct narrowing *narrowing, unsigned begin, unsigned end)
{
    size_t size = sizeof *narrowing->draft;
    for (unsigned kept = 1; kept < end - begin; kept *= 2) {
        unsigned rest = narrowing->length - end;
        memcpy(narrowing->draft, narrowing->decisions, (begin + kept) * size);
        memcpy(narrowing->draft + begin + kept, narrowing->decisions + end, rest * size);
        if (attempt_guided(narrowing, narrowing->draft, begin + kept + rest))
            return true;
    }
    return false;
}

/* Shortens the long stretches of one thread, where the loop goes round and round. */
static void shorten_all(struct narrowing *narrowing)
{
    unsigned begin = 0, end;
    for (; begin < narrowing->length && narrowing->tries_left > 0; begin = end) {
        end = next_step(narrowing, begin, narrowing->decisions[begin].thread, false);
        if (end - begin >= LONG_STRETCH && end < narrowing->length &&
            shorten(narrowing, begin, end))
            end = next_step(narrowing, begin, narrowing->decisions[begin].thread, false);
    }
}

/* One deviation from the default run, at each step and to each candidate in turn. */
static void deviate_once(struct narrowing *narrowing)
{
    unsigned steps = 1;
    for (unsigned at = 0; at < steps && narrowing->tries_left > 0; at++) {
        unsigned choices = 2;
        for (unsigned to = 0; to < choices && narrowing->tries_left > 0; to++) {
            struct deviation deviation = {.step = at, .choice = (uint16_t)to};
            struct guide guide = {.deviations = &deviation, .deviation_count = 1};
            guide_follow(&guide);
            strategy_use(&guided);
            attempt(narrowing);
            steps = schedule.step_count;
            choices = at < steps ? schedule.steps[at].choices : 0;
        }
    }
}

/* Tries all schedules with at most so many preemptions. Returns true if one fails. */
static bool search_below(struct narrowing *narrowing, unsigned preemptions)
{
    struct systematic_plan plan = {.max_preemptions = preemptions};
    bool found = false;
    if (dfs.open(&plan) == -1)
        return false;
    strategy_use(dfs.strategy);
    do
        found = attempt(narrowing);
    while (!found && narrowing->tries_left > 0 && dfs.next(EXPLORE_CLEAN));
    dfs.close();
    return found;
}

static void search_for_fewer(struct narrowing *narrowing)
{
    for (unsigned i = 0; i < narrowing->cost.preemptions && narrowing->tries_left > 0;
         i++)
        if (search_below(narrowing, i))
            return;
}

static void simplify(struct narrowing *narrowing)
{
    while (cut_off(narrowing) || run_on_somewhere(narrowing))
        continue;
    shorten_all(narrowing);
    if (narrowing->cost.preemptions + narrowing->cost.forced > 0)
        deviate_once(narrowing);
    if (narrowing->cost.preemptions > 1)
        search_for_fewer(narrowing);
}

int narrow(fails_function fails, unsigned tries, uint64_t end, struct decision *decisions,
           unsigned *length)
{
    size_t room = schedule.options.max_steps;
    struct narrowing narrowing = {
        .fails = fails, .tries_left = tries, .end = end, .decisions = decisions};
    int spent = -1;
    narrowing.draft = malloc(room * sizeof *narrowing.draft);
    narrowing.preempted = malloc(room * sizeof *narrowing.preempted);
    if (narrowing.draft != NULL && narrowing.preempted != NULL) {
        keep(&narrowing);
        simplify(&narrowing);
        *length = narrowing.length;
        spent = (int)(tries - narrowing.tries_left - narrowing.skipped);
    }
    free(narrowing.draft);
    free(narrowing.preempted);
    return spent;
}
