/*
 * session.h - one schedule of the scenario after the other, and what they had in common.
 */
#ifndef SESSION_H
#define SESSION_H

#include "schedule.h"
#include "strategy.h"

/* Of all schedules since session_open(). */
struct session_counts {
    uint64_t schedules; /* that were run */
    uint64_t work;      /* accesses and basic blocks */
    uint64_t effort;    /* the same and steps, weighed by what they cost */
    unsigned threads;   /* most in a schedule */
    unsigned longest;   /* steps of the longest schedule */
    int exit_status;    /* of a program, in its first schedule; -1: not known yet */
    int other_status;   /* the first that wasn't the same; -1: none */
};

extern struct session_counts session_counts;

/* Gets everything ready for schedules; see explore(). Returns 0; or -1 with errno ENOMEM.
 * To be ended by session_close(), in either case. */
int session_open(void (*scenario)(void *arg), void *arg,
                 const char *(*predicate)(void *arg),
                 const struct explore_options *options);
void session_close(void);

/* Runs one schedule with the strategy in force, then the predicate. Returns the verdict
 * with schedule and report filled in, EXPLORE_CLEAN for one that was abandoned; or -1
 * with errno ENOMEM. */
int session_run(void);

#endif
