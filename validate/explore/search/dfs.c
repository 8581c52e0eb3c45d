/*
 * dfs.c - depth-first search over all schedules with a bounded number of preemptions.
 */
#include <errno.h>
#include <stdlib.h>

#include "systematic.h"

#define MOST_CANDIDATES 64 /* that a node tells apart */

/* One step of the schedule under way, and what is left to be tried in its place. */
struct node {
    uint64_t todo;  /* candidates that weren't tried yet */
    uint8_t chosen; /* candidate */
    uint8_t value;  /* the waiter or value that was chosen */
    uint8_t values; /* of how many; 0: there was nothing to choose */
};

static struct {
    struct systematic_plan plan;
    struct node *nodes;
    unsigned planned; /* steps that repeat those of the schedule before */
    struct systematic_outcome outcome;
} state;

static void dfs_close(void)
{
    free(state.nodes);
    state.nodes = NULL;
}

static int dfs_open(const struct systematic_plan *plan)
{
    state.plan = *plan;
    state.planned = 0;
    state.outcome = (struct systematic_outcome){.complete = true};
    state.nodes = malloc(plan_room(plan) * sizeof *state.nodes);
    return state.nodes != NULL ? 0 : -1;
}

static void begin(void)
{
}

/* ---- one step -------------------------------------------------------------------------
 * */

static bool current_is_ready(unsigned count)
{
    for (unsigned i = 0; schedule.interruptible && i < count; i++)
        if (schedule.candidates[i].thread == schedule.current &&
            schedule.candidates[i].wake == EXPLORE_READY)
            return true;
    return false;
}

/* The threads that wait in vain, unless nobody else can go on. */
static struct thread_set in_vain(unsigned count)
{
    struct thread_set set = {{0}};
    bool others = false;
    for (unsigned i = 0; i < count; i++) {
        if (strategy_is_in_vain(&schedule.candidates[i]))
            set_add(&set, schedule.candidates[i].thread->id);
        else
            others = true;
    }
    if (set_is_empty(&set) || !others)
        return (struct thread_set){{0}};
    state.outcome.fair_only = true;
    return set;
}

/* The candidates that may be taken at this step. */
static uint64_t allowed(unsigned count, const struct thread_set *excluded)
{
    bool spent = schedule.preemptions >= state.plan.max_preemptions;
    bool stay = spent && current_is_ready(count) && !strategy_is_tired();
    uint64_t set = 0;
    if (count > MOST_CANDIDATES)
        state.outcome.complete = false;
    for (unsigned i = 0; i < count && i < MOST_CANDIDATES; i++) {
        const struct thread *thread = schedule.candidates[i].thread;
        if (set_has(excluded, thread->id))
            continue;
        if (stay && thread != schedule.current)
            state.outcome.bounded = true;
        else
            set |= 1ull << i;
    }
    return set;
}

static unsigned by_prefix(unsigned count)
{
    const struct decision *decision = &state.plan.prefix[schedule.step_count];
    for (unsigned i = 0; i < count; i++)
        if (schedule.candidates[i].thread->id == decision->thread &&
            schedule.candidates[i].wake == decision->wake)
            return i;
    state.outcome.complete = false;
    return 0;
}

static void abandon_if_long(void)
{
    if (state.plan.max_steps == 0 || schedule.step_count < state.plan.max_steps)
        return;
    state.outcome.complete = false;
    strategy_abandon();
}

static unsigned choose(unsigned count)
{
    struct node *node = &state.nodes[schedule.step_count];
    abandon_if_long();
    if (schedule.step_count < state.plan.prefix_length) {
        *node = (struct node){.chosen = (uint8_t)by_prefix(count)};
        return node->chosen;
    }
    if (schedule.step_count < state.planned)
        return node->chosen < count ? node->chosen : 0;
    struct thread_set excluded = in_vain(count);
    uint64_t set = allowed(count, &excluded);
    unsigned first = strategy_keep_running(count, &excluded);
    if (first >= MOST_CANDIDATES || (set >> first & 1) == 0)
        first = set != 0 ? (unsigned)__builtin_ctzll(set) : first;
    *node = (struct node){.todo = set & ~(1ull << first % MOST_CANDIDATES),
                          .chosen = (uint8_t)first};
    return first;
}

static unsigned choose_value(unsigned count)
{
    unsigned step = schedule.step_count - 1;
    struct node *node = &state.nodes[step];
    if (step < state.plan.prefix_length)
        return state.plan.prefix[step].woken % count;
    node->values = (uint8_t)count;
    return node->value;
}

static unsigned choose_waiter(struct thread *const waiters[], unsigned count)
{
    unsigned step = schedule.step_count - 1;
    if (step >= state.plan.prefix_length)
        return choose_value(count);
    for (unsigned i = 0; i < count; i++)
        if (waiters[i]->id == state.plan.prefix[step].woken)
            return i;
    return 0;
}

/* ---- from one schedule to the next
 * ----------------------------------------------------- */

static bool advance(struct node *node)
{
    if (node->value + 1 < node->values) {
        node->value++;
        return true;
    }
    if (node->todo == 0)
        return false;
    unsigned next = (unsigned)__builtin_ctzll(node->todo);
    *node = (struct node){.todo = node->todo & (node->todo - 1), .chosen = (uint8_t)next};
    return true;
}

static bool dfs_next(int verdict)
{
    if (verdict == EXPLORE_LIVELOCK || verdict == EXPLORE_INCONCLUSIVE ||
        strategy_gave_up())
        state.outcome.complete = false;
    for (unsigned i = schedule.step_count; i-- > state.plan.prefix_length;) {
        if (!advance(&state.nodes[i]))
            continue;
        state.planned = i + 1;
        return true;
    }
    return false;
}

static struct systematic_outcome dfs_outcome(void)
{
    return state.outcome;
}

static const struct strategy strategy = {.begin = begin,
                                         .choose = choose,
                                         .choose_waiter = choose_waiter,
                                         .choose_value = choose_value};

const struct systematic dfs = {.strategy = &strategy,
                               .open = dfs_open,
                               .next = dfs_next,
                               .outcome = dfs_outcome,
                               .close = dfs_close};
