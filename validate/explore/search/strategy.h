/*
 * strategy.h - takes the decisions of a schedule: who steps next, whom a signal wakes,
 * which call fails.
 *
 * The engine and the models ask the functions below; they hand the question to the
 * strategy in force. A strategy is a table of functions with a state of its own: walk.h
 * (keep running, take turns, random, PCT), guide.h (an earlier schedule again), dfs.h,
 * dpor.h.
 */
#ifndef STRATEGY_H
#define STRATEGY_H

#include "schedule.h"
#include "thread_set.h"

struct strategy {
    /* A schedule begins. */
    void (*begin)(void);
    /* Returns the index of one of the `count` entries (at least one) of
     * schedule.candidates; or calls strategy_abandon(). */
    unsigned (*choose)(unsigned count);
    /* Returns the index of one of the waiters, `count` (at least two) in the order in
     * which they began to wait. NULL: the first. */
    unsigned (*choose_waiter)(struct thread *const waiters[], unsigned count);
    /* Returns a number from 0 to count - 1; count is at least two. NULL: 0. */
    unsigned (*choose_value)(unsigned count);
    /* A thread was made. May be NULL. */
    void (*thread_added)(uint32_t thread);
    /* The thread has tried in vain: it should let others run. May be NULL. */
    void (*retried)(uint32_t thread);
};

#define NO_CALL UINT32_MAX

/* From now on the strategy decides; it must outlive its use. */
void strategy_use(const struct strategy *strategy);

/* From now on call number `call` (from 0) of those that may fail does so; NO_CALL: none.
 * */
void strategy_fail_call(uint32_t call);

/* Is there a call that fails in the schedule? */
bool strategy_lets_fail(void);

/* How many calls of the last schedule might have failed. */
uint32_t strategy_calls(void);

/* From now on a schedule is given up when it has raced and then goes on for so long: its
 * race is found, and few consequences come that late. NO_END: never. */
void strategy_give_up_after(uint64_t effort);

#define NO_END UINT64_MAX

/* It is also given up so long after `seen` returned true; NULL: not for that reason. To be
 * said again after strategy_give_up_after(). */
void strategy_give_up_soon(bool (*seen)(void), uint64_t effort);

/* A schedule begins. */
void strategy_begin(void);

/* Was the last schedule abandoned by its strategy, or given up? Then it has no verdict. */
bool strategy_abandoned(void);

/* Was it given up? Then nothing is known of what comes after. */
bool strategy_gave_up(void);

/* What the schedule has cost until now, in accesses to memory. */
uint64_t strategy_effort(void);

/* ---- for the engine and the models ------------------------------------------------ */

/* Returns the index of one of the `count` entries (at least one) of schedule.candidates.
 * */
unsigned strategy_choose(unsigned count);

/* Returns the index of one of the `count` waiters (at least one), in the order in which
 * they began to wait. */
unsigned strategy_choose_waiter(struct thread *const waiters[], unsigned count);

/* A decision of the step just taken that isn't about threads: a number from 0 to
 * count - 1. At most one a step, and not together with a choice of waiters. */
unsigned strategy_choose_value(unsigned count);

/* Does this call, which may fail for want of resources, fail in this schedule? */
bool strategy_call_fails(void);

/* A thread was made. */
void strategy_thread_added(uint32_t thread);

/* The thread has tried in vain: it should let others run. */
void strategy_retried(uint32_t thread);

/* The running thread goes on for long without a step: may end the schedule, as
 * strategy_give_up_after() says. */
void strategy_runs_on(void);

/* ---- for strategies ---------------------------------------------------------------- */

/* Ends the schedule: it need not be run on. Not at its first step. */
_Noreturn void strategy_abandon(void);

/* Has one thread taken so many steps in a row that others should get a turn? */
bool strategy_is_tired(void);

/* The candidates of threads in `excluded` don't count in these; at least one is left. */

/* The running thread if it can go on, else the next in turn; when nobody can go on
 * without time passing, the one whose time comes first. */
unsigned strategy_keep_running(unsigned count, const struct thread_set *excluded);

/* The next thread in turn, in the same way. */
unsigned strategy_next_in_turn(unsigned count, const struct thread_set *excluded);

/* Is it known that the candidate's thread would only find what it found before? A loop
 * that waits for a change is not run on while nothing changes. */
bool strategy_is_in_vain(const struct candidate *candidate);

/* A well-mixed number from a seed and a counter. */
uint64_t strategy_mix(uint64_t seed, uint64_t number);

#endif
