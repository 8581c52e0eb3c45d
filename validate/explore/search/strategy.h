/*
 * strategy.h - takes the decisions of a schedule: who steps next, whom a signal wakes.
 */
#ifndef STRATEGY_H
#define STRATEGY_H

#include "schedule.h"

enum strategy_kind {
    STRATEGY_KEEP_RUNNING, /* a thread runs until it blocks or tries in vain */
    STRATEGY_TAKE_TURNS,   /* the next thread after every step */
    STRATEGY_RANDOM,       /* any candidate, all alike */
    STRATEGY_PCT,          /* probabilistic concurrency testing: the thread of highest
                              priority runs; priorities are random, and at two random
                              steps the running thread's becomes the lowest */
    STRATEGY_GUIDED,       /* follows the guide as far as that is possible, then keeps
                              running */
};

/* One decision of an earlier schedule. */
struct decision {
    uint8_t thread;
    uint8_t wake;  /* enum explore_wake */
    uint8_t woken; /* the waiter that a signal chose */
};

#define NO_DEVIATION UINT32_MAX

struct strategy_plan {
    enum strategy_kind kind;
    uint64_t seed;           /* of random and PCT */
    unsigned expected_steps; /* PCT spreads its two steps over as many */
    const struct decision
        *guide; /* of guided; owned by the caller, must outlive the run */
    unsigned guide_length;
    unsigned deviate_at; /* guided: the step at which candidate number deviate_to is
                            taken instead; NO_DEVIATION: none */
    unsigned deviate_to;
};

/* From now on decisions follow the plan. */
void strategy_start(const struct strategy_plan *plan);

/* Returns the index of one of the `count` entries (at least one) of schedule.candidates. */
unsigned strategy_choose(unsigned count);

/* Returns the index of one of the `count` waiters (at least one), in the order in which
 * they began to wait. */
unsigned strategy_choose_waiter(struct thread *const waiters[], unsigned count);

/* A thread was made. */
void strategy_thread_added(uint32_t thread);

/* The thread has tried in vain: it should let others run. */
void strategy_retried(uint32_t thread);

/* A well-mixed number from a seed and a counter. */
uint64_t strategy_mix(uint64_t seed, uint64_t number);

#endif
