/*
 * guide.h - a strategy that runs an earlier schedule again, or a variation of it.
 */
#ifndef GUIDE_H
#define GUIDE_H

#include "strategy.h"
#include "token.h"

/* One decision of an earlier schedule. */
struct decision {
    uint8_t thread;
    uint8_t wake;  /* enum explore_wake */
    uint8_t woken; /* the waiter that a signal chose, or the value that was chosen */
};

struct guide {
    const struct decision *decisions; /* owned by the caller, outlives the schedule */
    unsigned length;
    bool strict; /* a decision that can't be followed is a divergence; else it is left
                    out. Behind the last one the threads keep running. */
    const struct deviation *deviations; /* from the keep-running strategy, in order of
                                           steps; owned by the caller. Not together with
                                           decisions. */
    unsigned deviation_count;
};

/* The next schedules follow the guide. */
void guide_follow(const struct guide *guide);

extern const struct strategy guided;

/* The step (its index) at which the last schedule left a strict guide, or deviations that
 * don't exist; NOT_DIVERGED: it followed. */
#define NOT_DIVERGED UINT32_MAX
uint32_t guide_diverged_at(void);

/* In what the last schedule, which followed decisions, was not the default run. Returns
 * how many places there were, of which at most TOKEN_MOST_DEVIATIONS are in *deviations.
 * */
unsigned guide_deviations(const struct deviation **deviations);

/* The decision that a step was. */
struct decision decision_of(const struct step *step);

#endif
