/*
 * strategy.c - the strategies. Each is fair: a thread that tries in vain, or that ran for
 * very long, lets the others run, so a loop that polls can't keep a schedule from ending.
 */
#include "strategy.h"

#define PCT_CHANGES     2   /* depth 3: the first priorities, and two changes */
#define LONGEST_RUN     500 /* steps in a row after which a thread has to give way */
#define EARLY_ONE_IN    4 /* random takes an early wakeup it drew once in so many times */
#define SPURIOUS_ONE_IN 8 /* PCT considers a spurious wakeup once in so many times */

static struct {
    struct strategy_plan plan;
    uint64_t random;
    uint32_t running;    /* who took the last step */
    unsigned run_length; /* steps in a row that it took */
    /* PCT */
    int64_t priority[EXPLORE_MAX_THREADS];
    int64_t lowest; /* lower than every priority */
    unsigned change_at[PCT_CHANGES];
    /* guided */
    unsigned cursor;       /* next entry of the guide */
    unsigned current_step; /* entry of the guide that the last step followed */
} strategy;

uint64_t strategy_mix(uint64_t seed, uint64_t number)
{
    uint64_t x = seed + (number + 1) * 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* A number from 0 to bound - 1. */
static unsigned draw(unsigned bound)
{
    strategy.random += 0x9e3779b97f4a7c15u;
    return (unsigned)((strategy_mix(strategy.random, 0) >> 32) * bound >> 32);
}

void strategy_start(const struct strategy_plan *plan)
{
    strategy.plan = *plan;
    strategy.random = plan->seed;
    strategy.running = EXPLORE_NOBODY;
    strategy.run_length = 0;
    strategy.lowest = 0;
    strategy.cursor = 0;
    strategy.current_step = EXPLORE_NOBODY;
    unsigned steps = plan->expected_steps > 0 ? plan->expected_steps : 1;
    for (unsigned i = 0; i < PCT_CHANGES; i++)
        strategy.change_at[i] = draw(steps);
}

void strategy_thread_added(uint32_t thread)
{
    strategy.priority[thread] = 1 + (int64_t)draw(1u << 31);
}

static void make_lowest(uint32_t thread)
{
    strategy.priority[thread] = --strategy.lowest;
}

void strategy_retried(uint32_t thread)
{
    make_lowest(thread);
}

/* ---- keep running, take turns ---------------------------------------------------- */

/* How many turns the thread is away from the current one; itself: last. */
static uint32_t turns_until(const struct thread *thread)
{
    uint32_t count = schedule.thread_count;
    uint32_t current = schedule.current != NULL ? schedule.current->id : 0;
    return (thread->id + count - current - 1) % count;
}

/* Is `a` the better one to let time pass for, or `b`? Earlier deadlines first. */
static bool wakes_before(const struct candidate *a, const struct candidate *b)
{
    return a->wake == EXPLORE_TIMEOUT &&
           (b->wake != EXPLORE_TIMEOUT ||
            a->thread->pending.deadline < b->thread->pending.deadline);
}

/* The next thread in turn; when none can go on, the one whose time comes first. */
static unsigned next_in_turn(unsigned count)
{
    unsigned best = 0;
    for (unsigned i = 1; i < count; i++) {
        const struct candidate *a = &schedule.candidates[i];
        const struct candidate *b = &schedule.candidates[best];
        bool better = a->due != b->due ? a->due
                      : a->due         ? turns_until(a->thread) < turns_until(b->thread)
                                       : wakes_before(a, b);
        if (better)
            best = i;
    }
    return best;
}

static unsigned keep_running(unsigned count)
{
    bool tired = strategy.run_length >= LONGEST_RUN;
    for (unsigned i = 0; schedule.interruptible && !tired && i < count; i++) {
        const struct candidate *candidate = &schedule.candidates[i];
        if (candidate->thread == schedule.current && candidate->due)
            return i;
    }
    return next_in_turn(count);
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
    bool due = any_due(count);
    for (;;) {
        unsigned i = draw(count);
        if (!due || schedule.candidates[i].due || draw(EARLY_ONE_IN) == 0)
            return i;
    }
}

/* ---- PCT ------------------------------------------------------------------------- */

static void change_priorities(void)
{
    if (schedule.current == NULL)
        return;
    for (unsigned i = 0; i < PCT_CHANGES; i++)
        if (strategy.change_at[i] == schedule.step_count)
            make_lowest(schedule.current->id);
    if (strategy.run_length >= LONGEST_RUN)
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
        if (best == count || strategy.priority[candidate->thread->id] >
                                 strategy.priority[schedule.candidates[best].thread->id])
            best = i;
    }
    return best;
}

/* ---- guided ---------------------------------------------------------------------- */

static unsigned by_guide(unsigned count)
{
    if (schedule.step_count == strategy.plan.deviate_at)
        return strategy.plan.deviate_to % count;
    while (strategy.cursor < strategy.plan.guide_length) {
        strategy.current_step = strategy.cursor++;
        const struct decision *decision = &strategy.plan.guide[strategy.current_step];
        for (unsigned i = 0; i < count; i++)
            if (schedule.candidates[i].thread->id == decision->thread &&
                schedule.candidates[i].wake == decision->wake)
                return i;
    }
    strategy.current_step = EXPLORE_NOBODY;
    return keep_running(count);
}

static unsigned choose(unsigned count)
{
    switch (strategy.plan.kind) {
    case STRATEGY_KEEP_RUNNING:
        return keep_running(count);
    case STRATEGY_TAKE_TURNS:
        return next_in_turn(count);
    case STRATEGY_RANDOM:
        return at_random(count);
    case STRATEGY_PCT:
        return by_priority(count);
    case STRATEGY_GUIDED:
        return by_guide(count);
    }
    __builtin_unreachable();
}

unsigned strategy_choose(unsigned count)
{
    unsigned chosen = choose(count);
    uint32_t thread = schedule.candidates[chosen].thread->id;
    strategy.run_length = thread == strategy.running ? strategy.run_length + 1 : 1;
    strategy.running = thread;
    return chosen;
}

static unsigned guided_waiter(struct thread *const waiters[], unsigned count)
{
    if (strategy.current_step < strategy.plan.guide_length)
        for (unsigned i = 0; i < count; i++)
            if (waiters[i]->id == strategy.plan.guide[strategy.current_step].woken)
                return i;
    return 0;
}

unsigned strategy_choose_waiter(struct thread *const waiters[], unsigned count)
{
    switch (strategy.plan.kind) {
    case STRATEGY_RANDOM:
    case STRATEGY_PCT:
        return count > 1 ? draw(count) : 0;
    case STRATEGY_GUIDED:
        return guided_waiter(waiters, count);
    case STRATEGY_KEEP_RUNNING:
    case STRATEGY_TAKE_TURNS:
        return 0;
    }
    __builtin_unreachable();
}
