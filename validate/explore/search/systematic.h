/*
 * systematic.h - searches that try every way to go on, one schedule after the other:
 * bounded depth-first search (dfs.c) and dynamic partial order reduction (dpor.c).
 *
 *   open()                    begins; the strategy decides the schedules from now on
 *   run a schedule, next()    until next() returns false: there is nothing left to try
 *   close()
 *
 * Nothing of the program's state is kept: each schedule begins anew and follows the
 * decisions of the one before up to the place where it differs. One search at a time.
 */
#ifndef SYSTEMATIC_H
#define SYSTEMATIC_H

#include <limits.h>

#include "guide.h"
#include "strategy.h"

struct systematic_plan {
    unsigned max_preemptions; /* dfs only; NO_BOUND: any number */
    unsigned max_steps;       /* longer schedules are abandoned; 0: none is; more than
                                 the prefix has */
    const struct decision
        *prefix; /* every schedule begins like this; outlives the search */
    unsigned prefix_length;
};

#define NO_BOUND UINT_MAX

/* Steps for which a search needs room. */
static inline unsigned plan_room(const struct systematic_plan *plan)
{
    unsigned most = schedule.options.max_steps;
    return plan->max_steps != 0 && plan->max_steps < most ? plan->max_steps + 1 : most;
}

/* What is known at the end. */
struct systematic_outcome {
    /* next() returned false, and nothing was left out but for what the others tell. */
    bool complete;
    bool fair_only; /* see struct explore_coverage */
    bool bounded;   /* the bound on preemptions left something out */
};

struct systematic {
    const struct strategy *strategy;
    /* Returns 0, or -1 with errno ENOMEM. */
    int (*open)(const struct systematic_plan *plan);
    /* To be called after each schedule with its verdict. */
    bool (*next)(int verdict);
    struct systematic_outcome (*outcome)(void);
    void (*close)(void);
};

/* All schedules with at most so many preemptions. */
extern const struct systematic dfs;

/*
 * One schedule at least of each interleaving: source sets with sleep sets (Abdulla,
 * Aronis, Jonsson, Sagonas: Optimal Dynamic Partial Order Reduction, POPL 2014).
 * Schedules that turn out to repeat an interleaving are abandoned: see
 * strategy_abandoned().
 */
extern const struct systematic dpor;

#endif
