/*
 * narrow.c - makes a failing schedule simpler by trying variations of it.
 *
 * Three kinds of variation, each judged by running it: cut the schedule off before a
 * preemption and let the threads run on from there; let the interrupted thread finish its
 * next stretch before the others; and, from the plain default run, deviate in one step
 * only. A variation is kept if it fails with the same verdict and is simpler.
 */
#include "narrow.h"

#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "schedule.h"
#include "strategy.h"

/* How hard a schedule is to follow; compared from the first field on. */
struct cost {
    unsigned preemptions;
    unsigned forced; /* early and spurious wakeups */
    unsigned switches;
    unsigned steps;
};

struct narrowing {
    run_function run;
    unsigned tries_left;
    struct explore_report *best; /* owned by the caller */
    struct cost cost;            /* of the best */
    struct decision *decisions;  /* of the best */
    bool *preempted;             /* at which of its steps a thread was interrupted */
    unsigned length;             /* of both */
    struct decision *draft;      /* a variation; both have room for max_steps */
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
        const struct step *step = &schedule.steps[i];
        narrowing->decisions[i] =
            (struct decision){step->thread, step->wake, step->woken};
        narrowing->preempted[i] = step->preempted;
    }
    *narrowing->best = report;
}

/* Runs a variation. Returns true if it was kept. */
static bool attempt(struct narrowing *narrowing, const struct strategy_plan *plan)
{
    if (narrowing->tries_left == 0)
        return false;
    narrowing->tries_left--;
    strategy_start(plan);
    int verdict = narrowing->run();
    struct cost cost = cost_of_schedule();
    if (verdict != (int)narrowing->best->verdict || !is_simpler(&cost, &narrowing->cost))
        return false;
    keep(narrowing);
    return true;
}

static struct strategy_plan guided_by(const struct decision *guide, unsigned length)
{
    return (struct strategy_plan){.kind = STRATEGY_GUIDED,
                                  .guide = guide,
                                  .guide_length = length,
                                  .deviate_at = NO_DEVIATION};
}

/* Lets the threads run on from the first preemption at which that still fails. */
static bool cut_off(struct narrowing *narrowing)
{
    for (unsigned i = 0; i < narrowing->length; i++) {
        if (!narrowing->preempted[i])
            continue;
        struct strategy_plan plan = guided_by(narrowing->decisions, i);
        if (attempt(narrowing, &plan))
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

/* Undoes the preemption at step `at`: the interrupted thread's next stretch comes first. */
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
    struct strategy_plan plan = guided_by(draft, narrowing->length);
    return attempt(narrowing, &plan);
}

static bool run_on_somewhere(struct narrowing *narrowing)
{
    for (unsigned i = narrowing->length; i-- > 1;)
        if (narrowing->preempted[i] && run_on(narrowing, i))
            return true;
    return false;
}

/* One deviation from the default run, at each step and to each candidate in turn. */
static void deviate_once(struct narrowing *narrowing)
{
    unsigned steps = 1;
    for (unsigned at = 0; at < steps && narrowing->tries_left > 0; at++) {
        unsigned choices = 2;
        for (unsigned to = 0; to < choices && narrowing->tries_left > 0; to++) {
            struct strategy_plan plan = guided_by(NULL, 0);
            plan.deviate_at = at;
            plan.deviate_to = to;
            attempt(narrowing, &plan);
            steps = schedule.step_count;
            choices = at < steps ? schedule.steps[at].choices : 0;
        }
    }
}

int narrow(run_function run, unsigned tries, struct explore_report *best)
{
    size_t room = schedule.options.max_steps;
    struct narrowing narrowing = {.run = run, .tries_left = tries, .best = best};
    int spent = -1;
    narrowing.decisions = malloc(room * sizeof *narrowing.decisions);
    narrowing.draft = malloc(room * sizeof *narrowing.draft);
    narrowing.preempted = malloc(room * sizeof *narrowing.preempted);
    if (narrowing.decisions == NULL || narrowing.draft == NULL ||
        narrowing.preempted == NULL)
        goto out;
    keep(&narrowing);
    while (cut_off(&narrowing) || run_on_somewhere(&narrowing))
        continue;
    if (narrowing.cost.preemptions + narrowing.cost.forced > 0)
        deviate_once(&narrowing);
    spent = (int)(tries - narrowing.tries_left);
out:
    free(narrowing.decisions);
    free(narrowing.draft);
    free(narrowing.preempted);
    return spent;
}
