/*
 * dpor.c - dynamic partial order reduction.
 *
 * A node is the state before a step. It knows which threads could step there, which of
 * them are to be tried (its source set, which grows as races are found below it), which
 * have been, and which need not be because an earlier schedule covers them (its sleep
 * set). A thread that has several ways to step (a timeout, whom a signal wakes) is tried
 * in all of them before it counts as tried.
 */
#include <errno.h>
#include <stdlib.h>

#include "order.h"
#include "source_set.h"
#include "systematic.h"

#define MOST_LOOKS 400000000ull /* at steps between races, in one search */

struct node {
    struct sources sources;
    uint8_t thread; /* the one under way */
    uint8_t way;    /* which of its candidates is taken */
    uint8_t ways;   /* of how many */
    uint8_t value;  /* the waiter or value that was chosen */
    uint8_t values; /* of how many; 0: there was nothing to choose */
    bool patient;   /* its operation waits until it can, however long */
};

static struct {
    struct systematic_plan plan;
    struct node *nodes;
    unsigned planned;   /* steps that are decided; the last of them is new */
    unsigned known;     /* steps that the schedule before had as well */
    unsigned ordered;   /* steps of this schedule that order.h knows of */
    bool time_mattered; /* dependence_on_time, when the search began */
    uint64_t looks;
    struct systematic_outcome outcome;
} state;

/* Is one of those that come before in any case an event after this one, and could come
 * without it? */
static bool has_other_cause(unsigned event, const uint32_t *clock)
{
    uint32_t first = order_thread(event);
    for (uint32_t i = 0; i < schedule.thread_count; i++)
        if (clock[i] > event + 1 && order_before(clock[i] - 1, first) <= event)
            return true;
    return false;
}

/* See order_race. A thread that stood before the event with the same operation as now and
 * could not step then can't be put before it, unless what it waited for can come before,
 * too: a signal, the last of several readers that keep a writer out. */
static bool on_race(unsigned event, uint32_t thread, const uint32_t *clock)
{
    struct sources *node = &state.nodes[event].sources;
    bool waited = order_last(thread) <= event && !set_has(&node->enabled, thread);
    if (waited && !has_other_cause(event, clock))
        return false;
    if (event >= state.plan.prefix_length)
        state.looks += source_set_grow(node, event, thread, clock, state.ordered);
    return !waited;
}

/* ---- one step
 * -------------------------------------------------------------------------- */

/* A signal or broadcast takes from the threads that it wakes the chance to wake without
 * it: they might have done so before, if need be after somebody has given up the mutex. */
static void note_woken(unsigned number)
{
    struct sources *node = &state.nodes[number - 1].sources;
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        const struct thread *thread = &schedule.threads[i];
        bool woken = !thread->ended && thread->pending.op == EXPLORE_OP_WAKE &&
                     thread->signalled && thread->signal_step == number;
        if (!woken || (thread->pending.deadline == NO_DEADLINE &&
                       !thread_may_wake_spuriously(thread)))
            continue;
        order_pending(thread, false);
        if (!set_has(&node->enabled, i) && number > state.plan.prefix_length)
            node->source = set_union(node->source, node->enabled);
    }
}

/* Tells order.h of the last step, now that its outcome is known. */
static void add_last_step(void)
{
    if (state.ordered == schedule.step_count)
        return;
    const struct step *step = last_step();
    bool known = state.ordered < state.known;
    order_add(step, state.nodes[state.ordered].patient, known);
    state.ordered++;
    bool signals = step->op == EXPLORE_OP_SIGNAL || step->op == EXPLORE_OP_BROADCAST;
    if (signals && !known)
        note_woken(schedule.step_count);
}

/* The threads that could step; those that wait in vain only if there are no others. */
static struct thread_set find_enabled(unsigned count)
{
    struct thread_set enabled = {{0}}, in_vain = {{0}};
    for (unsigned i = 0; i < count; i++) {
        const struct candidate *candidate = &schedule.candidates[i];
        bool vain = strategy_is_in_vain(candidate);
        set_add(vain ? &in_vain : &enabled, candidate->thread->id);
    }
    if (set_is_empty(&enabled))
        return in_vain;
    state.outcome.fair_only |= !set_is_empty(&in_vain);
    return enabled;
}

/* The end of the process comes after all that was done until then. */
static bool affects_all(enum explore_op op)
{
    return op == EXPLORE_OP_RETURN || op == EXPLORE_OP_EXIT;
}

/* Of the threads that earlier schedules cover at the node before, those that its step
 * doesn't affect: they are still covered. */
static struct thread_set still_covered(void)
{
    struct thread_set covered = {{0}};
    if (schedule.step_count <= state.plan.prefix_length)
        return covered;
    unsigned event = schedule.step_count - 1;
    const struct node *before = &state.nodes[event];
    struct thread_set asleep = set_union(before->sources.sleep, before->sources.done);
    struct effect done[MAX_EFFECTS], pending[MAX_EFFECTS];
    if (set_is_empty(&asleep) || affects_all(last_step()->op))
        return covered;
    unsigned done_count = order_effects(event, done);
    while (!set_is_empty(&asleep)) {
        unsigned id = set_first(&asleep);
        const struct thread *thread = &schedule.threads[id];
        set_remove(&asleep, id);
        bool signalled = thread->signalled && thread->signal_step <= event;
        unsigned count = effects_of_pending(thread, signalled, pending);
        if (!affects_all(thread->pending.op) &&
            !any_dependent(done, done_count, pending, count))
            set_add(&covered, id);
    }
    return covered;
}

/* The index of a way of the node's thread to step. */
static unsigned find_way(struct node *node, unsigned count)
{
    unsigned first = count, ways = 0;
    for (unsigned i = 0; i < count; i++) {
        if (schedule.candidates[i].thread->id != node->thread)
            continue;
        first = first == count ? i : first;
        ways++;
    }
    node->ways = (uint8_t)ways;
    if (node->way >= ways) { /* the program is not deterministic */
        state.outcome.complete = false;
        return first == count ? 0 : first;
    }
    return first + node->way;
}

static unsigned by_prefix(struct node *node, unsigned count)
{
    const struct decision *decision = &state.plan.prefix[schedule.step_count];
    *node = (struct node){.thread = decision->thread};
    for (unsigned i = 0; i < count; i++)
        if (schedule.candidates[i].thread->id == decision->thread &&
            schedule.candidates[i].wake == decision->wake)
            return i;
    state.outcome.complete = false;
    return 0;
}

static unsigned begin_node(struct node *node, unsigned count)
{
    *node = (struct node){
        .sources = {.enabled = find_enabled(count), .sleep = still_covered()}};
    struct thread_set everybody = {{UINT64_MAX, UINT64_MAX}};
    struct thread_set awake = set_without(node->sources.enabled, node->sources.sleep);
    if (set_is_empty(&awake))
        strategy_abandon();
    struct thread_set excluded = set_without(everybody, awake);
    unsigned chosen = strategy_keep_running(count, &excluded);
    node->thread = (uint8_t)schedule.candidates[chosen].thread->id;
    set_add(&node->sources.source, node->thread);
    return find_way(node, count);
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
    abandon_if_long();
    add_last_step();
    unsigned step = schedule.step_count;
    struct node *node = &state.nodes[step];
    unsigned chosen = step < state.plan.prefix_length ? by_prefix(node, count)
                      : step < state.planned          ? find_way(node, count)
                                                      : begin_node(node, count);
    node->patient = is_patient(&schedule.candidates[chosen].thread->pending);
    return chosen;
}

static unsigned choose_value(unsigned count)
{
    unsigned step = schedule.step_count - 1;
    struct node *node = &state.nodes[step];
    if (step < state.plan.prefix_length)
        return state.plan.prefix[step].woken % count;
    node->values = (uint8_t)count;
    return node->value < count ? node->value : 0;
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

static void begin(void)
{
    state.ordered = 0;
    order_begin();
}

/* ---- from one schedule to the next
 * ------------------------------------------------------ */

/* Nobody could go on but threads that wake without a signal, which is no way out. They
 * might have woken before somebody's last step. */
static void wake_earlier(const struct thread *thread)
{
    unsigned first = order_last(thread->id);
    for (unsigned i = schedule.step_count; i-- > first;) {
        if (!set_has(&state.nodes[i].sources.enabled, thread->id))
            continue;
        if (!set_has(&state.nodes[i].sources.sleep, thread->id))
            set_add(&state.nodes[i].sources.source, thread->id);
        return;
    }
}

/* What the others would have done next takes part in races as well. So it does where all
 * that could go on are covered by earlier schedules: there those that wait here may not
 * have come so far. */
static void add_pending(bool stuck)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        const struct thread *thread = &schedule.threads[i];
        if (thread->ended || (!stuck && thread == schedule.current))
            continue;
        bool sleeps = thread->pending.op == EXPLORE_OP_WAKE && !thread->signalled;
        bool wakes = thread_may_wake_spuriously(thread);
        if (sleeps && wakes)
            wake_earlier(thread);
        if (!sleeps || wakes || thread->pending.deadline != NO_DEADLINE)
            order_pending(thread, thread->signalled);
    }
}

/* The schedule ended with its last step, whatever the others were about to do: they might
 * have done it before. */
static void add_others(void)
{
    struct node *node = &state.nodes[schedule.step_count - 1];
    if (schedule.step_count > state.plan.prefix_length)
        node->sources.source = set_union(node->sources.source, node->sources.enabled);
}

static void end_schedule(int verdict)
{
    if (schedule.step_count == 0)
        return;
    bool stuck = verdict == EXPLORE_DEADLOCK || verdict == EXPLORE_LOST_WAKEUP;
    add_last_step();
    add_pending(stuck);
    if (verdict == EXPLORE_LIVELOCK || verdict == EXPLORE_INCONCLUSIVE)
        state.outcome.complete = false;
    else if (!stuck)
        add_others();
}

static bool advance(struct node *node)
{
    if (node->value + 1 < node->values) {
        node->value++;
        return true;
    }
    node->value = node->values = 0;
    if (node->way + 1 < node->ways) {
        node->way++;
        return true;
    }
    set_add(&node->sources.done, node->thread);
    struct thread_set left = set_without(
        node->sources.source, set_union(node->sources.done, node->sources.sleep));
    if (set_is_empty(&left))
        return false;
    node->thread = (uint8_t)set_first(&left);
    node->way = 0;
    return true;
}

static bool step_back(void)
{
    for (unsigned i = schedule.step_count; i-- > state.plan.prefix_length;) {
        if (!advance(&state.nodes[i]))
            continue;
        state.planned = i + 1;
        state.known = i;
        return true;
    }
    return false;
}

static bool dpor_next(int verdict)
{
    if (!strategy_abandoned())
        end_schedule(verdict);
    else
        add_pending(true);
    if (state.looks > MOST_LOOKS || !order_is_complete() || strategy_gave_up())
        state.outcome.complete = false;
    if (state.looks > MOST_LOOKS)
        return false;
    if (dependence_on_time && !state.time_mattered) { /* begins again */
        state.time_mattered = true;
        state.planned = state.known = 0;
        return true;
    }
    return step_back();
}

static void dpor_close(void)
{
    order_close();
    free(state.nodes);
    state.nodes = NULL;
}

static int dpor_open(const struct systematic_plan *plan)
{
    state.plan = *plan;
    state.planned = state.known = 0;
    state.looks = 0;
    state.time_mattered = dependence_on_time;
    state.outcome = (struct systematic_outcome){.complete = true};
    state.nodes = malloc(plan_room(plan) * sizeof *state.nodes);
    if (state.nodes == NULL)
        return -1;
    if (order_open(plan_room(plan), on_race) == 0)
        return 0;
    dpor_close();
    return -1;
}

static struct systematic_outcome dpor_outcome(void)
{
    return state.outcome;
}

static const struct strategy strategy = {.begin = begin,
                                         .choose = choose,
                                         .choose_waiter = choose_waiter,
                                         .choose_value = choose_value};

const struct systematic dpor = {.strategy = &strategy,
                                .open = dpor_open,
                                .next = dpor_next,
                                .outcome = dpor_outcome,
                                .close = dpor_close};
