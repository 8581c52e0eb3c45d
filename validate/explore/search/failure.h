/*
 * failure.h - the failing schedules that a search has met, and the report of one.
 *
 * Two failures are different if they have another verdict, or other threads' operations
 * take part in them. Of each the first schedule is kept, as its decisions, and reported
 * when the search is over: narrowed, replayed and recorded.
 */
#ifndef FAILURE_H
#define FAILURE_H

#include "guide.h"
#include "races.h"

#define MOST_FAILURES 64   /* different ones that are kept */
#define MOST_POINTS   1024 /* that are told apart */

struct failure {
    enum explore_verdict verdict;
    uint64_t key;               /* the same for failures that don't differ */
    struct decision *decisions; /* of the schedule; NULL: it is too long to be kept */
    unsigned length;
    uint64_t schedule;    /* its number */
    uint32_t failed_call; /* in it; NO_CALL: none */
    unsigned points;      /* words of memory that were points then */
    struct race race;     /* verdict EXPLORE_RACE */
    bool loses_update;    /* the same: the schedule shows that an update is lost */
};

/* A search begins: there are no failures, and no points. */
void failures_reset(void);

/* Releases all memory. */
void failures_free(void);

/* The schedule just run has failed with this verdict, a graver one than EXPLORE_RACE or
 * not; `race`: the race, if that is the verdict. Returns true if it is a new failure;
 * false as well with errno ENOMEM if there is no memory for it. */
bool failure_add(enum explore_verdict verdict, const struct race *race,
                 uint32_t failed_call);

/* The schedule just run ended by itself. Where it shows what a race leads to, as an
 * update is lost, it takes the place of the schedule that was kept for the race. */
void failures_improve(void);

unsigned failure_count(void);
const struct failure *failure_at(unsigned i);

/* Sorts them, the gravest first. */
void failures_sort(void);

/* All words of memory that raced until now are points from now on. Returns how many are
 * new. */
unsigned failures_promote(void);

/* From now on the first `number` words that were promoted are points, no others. */
void failures_use_points(unsigned number);

/* Writes the report of a failure, coverage and counts of findings excepted. Runs
 * schedules. `cause`: a race whose consequence the failure may be: if it happens in the
 * schedule that is shown, the report is of the race; or NULL. Returns 0; or -1 with errno
 * ENOMEM. */
int failure_report(const struct failure *failure, const struct race *cause,
                   struct explore_report *found);

/* Runs the schedule that the token names, and reports on it, be it clean. The same. */
int token_report(const char *text, struct explore_report *found);

#endif
