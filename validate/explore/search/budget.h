/*
 * budget.h - how long a search goes on: schedules, effort, and what was found already.
 */
#ifndef BUDGET_H
#define BUDGET_H

#include <stdbool.h>
#include <stdint.h>

/* Until when a phase goes on; counted from the search's beginning. */
struct limit {
    uint64_t schedules;
    uint64_t effort; /* see session.h */
};

struct budget {
    uint64_t limit;       /* schedules in all; falls when something was found */
    unsigned endless;     /* schedules that didn't end */
    unsigned in_a_row;    /* of the last schedules, that failed */
    bool enough;          /* everything that was asked for was found */
    bool no_memory;       /* the same, and there is no result */
    bool gave_way;        /* see explore_coverage.fair_only */
    uint64_t for_reports; /* effort that is left for narrowing and the like */
    uint32_t failed_call; /* the call that fails now; NO_CALL: none */
};

extern struct budget budget;

#define MOST_ENDLESS 4 /* schedules that didn't end; each costs as much as many */

/* Effort after a race, after which a schedule of the search is given up. */
#define LONG_AFTER_RACE 1000000

/* A search begins. */
void budget_begin(void);

/* Runs a schedule and keeps what it found; of a systematic search, not that it was cut
 * off. Returns its verdict, or -1. */
int budget_run(bool systematic);

/* A schedule of somebody who thought it out may go on for ever without telling anything
 * about the program: threads that step back for each other, in lockstep. Was this the
 * verdict of one, which came to the limit of steps? */
bool budget_was_cut_off(int verdict);

/* May another schedule be run? */
bool budget_allows(struct limit limit);

/* Everything there is. */
struct limit budget_whole(void);

/* One part in `parts` of what is left; at most so many schedules. */
struct limit budget_part(unsigned parts, uint64_t most);

/* A third of what is left for reports is spent on this one: until session_counts.effort
 * is what is returned. */
uint64_t budget_for_report(void);

#endif
