/*
 * walk.c - the strategies that decide on the spot.
 */
#include "walk.h"

#define MOST_TURNS      5000 /* steps */
#define LONGEST_WAIT    500  /* steps for which T0 may be kept waiting */
#define PCT_CHANGES     2    /* depth 3: the first priorities, and two changes */
#define EARLY_ONE_IN    4 /* random takes an early wakeup it drew once in so many times */
#define SPURIOUS_ONE_IN 8 /* PCT considers a spurious wakeup once in so many times */

static const struct thread_set nobody;

static struct {
    uint64_t seed;
    unsigned expected_steps;
    uint64_t random;    /* state of the generator */
    unsigned parent_at; /* steps when T0 took its last one */
    /* PCT */
    int64_t priority[EXPLORE_MAX_THREADS];
    int64_t lowest; /* lower than every priority */
    unsigned change_at[PCT_CHANGES];
} walk;

/* A number from 0 to bound - 1. */
static unsigned draw(unsigned bound)
{
    walk.random += 0x9e3779b97f4a7c15u;
    return (unsigned)((strategy_mix(walk.random, 0) >> 32) * bound >> 32);
}

static void begin_plain(void)
{
}

void walk_seed(uint64_t seed, unsigned expected_steps)
{
    walk.seed = seed;
    walk.expected_steps = expected_steps > 0 ? expected_steps : 1;
}

static void begin_random(void)
{
    walk.random = walk.seed;
    walk.lowest = 0;
    for (unsigned i = 0; i < PCT_CHANGES; i++)
        walk.change_at[i] = draw(walk.expected_steps);
}

static unsigned keep_running(unsigned count)
{
    return strategy_keep_running(count, &nobody);
}

static unsigned take_turns(unsigned count)
{
    return strategy_next_in_turn(count, &nobody);
}

/* T0 creates its threads first; then it comes last, but not for ever: somebody may wait
 * for what it does. Threads that step back for each other would do so in turns for ever: a
 * long schedule goes on in another way. */
static unsigned children_first(unsigned count)
{
    static const struct thread_set parent = {{1}};
    bool others = false;
    if (schedule.step_count > MOST_TURNS)
        return keep_running(count);
    if (schedule.current == NULL || schedule.current->id == 0)
        walk.parent_at = schedule.step_count;
    for (unsigned i = 0; i < count; i++) {
        const struct thread *thread = schedule.candidates[i].thread;
        if (thread->id == 0 && thread->pending.op == EXPLORE_OP_CREATE)
            return i;
        others |= thread->id != 0 && schedule.candidates[i].due;
    }
    bool waits = others && schedule.step_count - walk.parent_at < LONGEST_WAIT;
    return strategy_next_in_turn(count, waits ? &parent : &nobody);
}

/* ---- random ---------------------------------------------------------------------- */

static bool any_due(unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (schedule.candidates[i].due)
            return true;
    return false;
}

static unsigned at_random(unsigned count)
{
    if (count == 1)
        return 0;
    for (;;) {
        unsigned i = draw(count);
        if (schedule.candidates[i].due || !any_due(count) || draw(EARLY_ONE_IN) == 0)
            return i;
    }
}

static unsigned waiter_at_random(struct thread *const waiters[], unsigned count)
{
    (void)waiters;
    return draw(count);
}

/* ---- PCT ------------------------------------------------------------------------- */

static void make_lowest(uint32_t thread)
{
    walk.priority[thread] = --walk.lowest;
}

static void draw_priority(uint32_t thread)
{
    walk.priority[thread] = 1 + (int64_t)draw(1u << 31);
}

static void change_priorities(void)
{
    if (schedule.current == NULL)
        return;
    for (unsigned i = 0; i < PCT_CHANGES; i++)
        if (walk.change_at[i] == schedule.step_count)
            make_lowest(schedule.current->id);
    if (strategy_is_tired())
        make_lowest(schedule.current->id);
}

static unsigned by_priority(unsigned count)
{
    change_priorities();
    bool spurious = draw(SPURIOUS_ONE_IN) == 0;
    unsigned best = count;
    for (unsigned i = 0; i < count; i++) {
        const struct candidate *candidate = &schedule.candidates[i];
        if (candidate->wake == EXPLORE_SPURIOUS && !spurious)
            continue;
        if (best == count || walk.priority[candidate->thread->id] >
                                 walk.priority[schedule.candidates[best].thread->id])
            best = i;
    }
    return best;
}

const struct strategy walk_keep_running = {.begin = begin_plain, .choose = keep_running};
const struct strategy walk_take_turns = {.begin = begin_plain, .choose = take_turns};
const struct strategy walk_children_first = {.begin = begin_plain,
                                             .choose = children_first};
const struct strategy walk_random = {.begin = begin_random,
                                     .choose = at_random,
                                     .choose_waiter = waiter_at_random,
                                     .choose_value = draw};
const struct strategy walk_pct = {.begin = begin_random,
                                  .choose = by_priority,
                                  .choose_waiter = waiter_at_random,
                                  .choose_value = draw,
                                  .thread_added = draw_priority,
                                  .retried = make_lowest};
