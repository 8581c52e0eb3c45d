/*
 * strategy.c - the strategy in force, and what strategies share.
 *
 * Every strategy is fair: a thread that tries in vain, or that ran for very long, lets
 * the others run, so a loop that polls can't keep a schedule from ending.
 */
#include "strategy.h"

#include "races.h"

#define LONGEST_RUN 500 /* steps in a row after which a thread has to give way */
#define VAIN_TRIES  4   /* the same try so often, nobody else at work: it's in vain */

#define EVERY_STEP   1024 /* so many steps are looked at one by one, whether to give up */
#define NOW_AND_THEN 256  /* of the others one in so many: they follow closely */
#define STEP_COSTS   8    /* accesses */

/* The last try of a thread that was in vain. */
struct vain_try {
    unsigned step;  /* its number; 0: none */
    unsigned count; /* how often the same was tried while nobody else stepped */
    enum explore_op op;
    const void *site;
    const struct object *object;
};

static struct {
    const struct strategy *used;
    bool abandoned;
    bool gave_up;
    uint64_t patience;      /* effort after a race; NO_END: any */
    bool (*seen)(void);     /* see strategy_give_up_soon(); or NULL */
    uint64_t patience_then; /* effort after that */
    bool raced, was_seen;   /* in this schedule */
    uint64_t end;        /* effort at which the schedule is given up; NO_END: none yet */
    uint32_t running;    /* who took the last step */
    unsigned run_length; /* steps in a row that it took */
    uint32_t fails;      /* number of the call that fails */
    uint32_t calls;      /* that might have failed until now */
    struct vain_try tries[EXPLORE_MAX_THREADS];
} state = {.fails = NO_CALL, .patience = NO_END};

uint64_t strategy_mix(uint64_t seed, uint64_t number)
{
    uint64_t x = seed + (number + 1) * 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

void strategy_use(const struct strategy *strategy)
{
    state.used = strategy;
}

void strategy_fail_call(uint32_t call)
{
    state.fails = call;
}

bool strategy_lets_fail(void)
{
    return state.fails != NO_CALL;
}

uint32_t strategy_calls(void)
{
    return state.calls;
}

void strategy_begin(void)
{
    state.abandoned = state.gave_up = state.raced = state.was_seen = false;
    state.end = NO_END;
    state.running = EXPLORE_NOBODY;
    state.run_length = 0;
    state.calls = 0;
    state.used->begin();
}

bool strategy_abandoned(void)
{
    return state.abandoned;
}

bool strategy_gave_up(void)
{
    return state.gave_up;
}

void strategy_abandon(void)
{
    state.abandoned = true;
    schedule_stop(EXPLORE_CLEAN);
}

/* ---- how much is worth while ------------------------------------------------------ */

void strategy_give_up_after(uint64_t effort)
{
    state.patience = effort;
    state.seen = NULL;
}

void strategy_give_up_soon(bool (*seen)(void), uint64_t effort)
{
    state.seen = seen;
    state.patience_then = effort;
}

/* The more threads there are, the more have to be looked at in each step. */
uint64_t strategy_effort(void)
{
    uint64_t of_step = STEP_COSTS + schedule.thread_count / 2;
    return schedule_work() + schedule.step_count * of_step;
}

static void end_after(uint64_t patience)
{
    uint64_t end = patience == NO_END ? NO_END : strategy_effort() + patience;
    if (end < state.end)
        state.end = end;
}

/* Ends the schedule if it has gone on for long enough. A race, and what is to be seen, is
 * noticed a little late. */
static void give_up_if_long(void)
{
    if (race_of_schedule() == NULL)
        return;
    if (!state.raced)
        end_after(state.patience);
    state.raced = true;
    if (!state.was_seen && state.seen != NULL && state.seen()) {
        end_after(state.patience_then);
        state.was_seen = true;
    }
    if (state.end == NO_END || strategy_effort() < state.end)
        return;
    state.gave_up = true;
    strategy_abandon();
}

void strategy_runs_on(void)
{
    give_up_if_long();
}

/* ---- questions -------------------------------------------------------------------- */

unsigned strategy_choose(unsigned count)
{
    if (schedule.step_count < EVERY_STEP || schedule.step_count % NOW_AND_THEN == 0)
        give_up_if_long();
    unsigned chosen = state.used->choose(count);
    uint32_t thread = schedule.candidates[chosen].thread->id;
    state.run_length = thread == state.running ? state.run_length + 1 : 1;
    state.running = thread;
    return chosen;
}

unsigned strategy_choose_waiter(struct thread *const waiters[], unsigned count)
{
    if (count < 2 || state.used->choose_waiter == NULL)
        return 0;
    return state.used->choose_waiter(waiters, count);
}

unsigned strategy_choose_value(unsigned count)
{
    unsigned value = 0;
    if (count >= 2 && state.used->choose_value != NULL)
        value = state.used->choose_value(count);
    last_step()->woken = (uint8_t)value;
    return value;
}

bool strategy_call_fails(void)
{
    return state.calls++ == state.fails;
}

void strategy_thread_added(uint32_t thread)
{
    state.tries[thread].step = 0;
    if (state.used->thread_added != NULL)
        state.used->thread_added(thread);
}

/* Has nobody else stepped since the running thread's last try? */
static bool undisturbed(const struct vain_try *last)
{
    return last->step != 0 && schedule.step_count - last->step < state.run_length;
}

void strategy_retried(uint32_t thread)
{
    const struct step *step = last_step();
    struct vain_try *last = &state.tries[thread];
    bool again = undisturbed(last) && step->op == last->op && step->site == last->site &&
                 step->object == last->object;
    *last = (struct vain_try){schedule.step_count, again ? last->count + 1 : 1, step->op,
                              step->site, step->object};
    if (state.used->retried != NULL)
        state.used->retried(thread);
}

/* ---- what strategies share -------------------------------------------------------- */

bool strategy_is_tired(void)
{
    return state.run_length >= LONGEST_RUN;
}

bool strategy_is_in_vain(const struct candidate *candidate)
{
    const struct thread *thread = candidate->thread;
    const struct vain_try *last = &state.tries[thread->id];
    return thread == schedule.current && undisturbed(last) && last->count >= VAIN_TRIES &&
           thread->pending.op == last->op && thread->pending.object == last->object &&
           thread->site == last->site;
}

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

static bool comes_before(const struct candidate *a, const struct candidate *b)
{
    if (a->due != b->due)
        return a->due;
    return a->due ? turns_until(a->thread) < turns_until(b->thread) : wakes_before(a, b);
}

unsigned strategy_next_in_turn(unsigned count, const struct thread_set *excluded)
{
    unsigned best = count;
    for (unsigned i = 0; i < count; i++) {
        const struct candidate *candidate = &schedule.candidates[i];
        if (!set_has(excluded, candidate->thread->id) &&
            (best == count || comes_before(candidate, &schedule.candidates[best])))
            best = i;
    }
    return best;
}

unsigned strategy_keep_running(unsigned count, const struct thread_set *excluded)
{
    bool goes_on = schedule.interruptible && !strategy_is_tired() &&
                   schedule.current != NULL && !set_has(excluded, schedule.current->id);
    for (unsigned i = 0; goes_on && i < count; i++) {
        const struct candidate *candidate = &schedule.candidates[i];
        if (candidate->thread == schedule.current && candidate->due)
            return i;
    }
    return strategy_next_in_turn(count, excluded);
}
