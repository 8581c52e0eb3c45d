/*
 * cx_follow.h - the steps of a report followed in order: who holds which lock, who sleeps
 * in which condition wait. The report says what each thread did; this says what it means
 * for the others.
 */
#ifndef CX_FOLLOW_H
#define CX_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "explore.h"

#define FOLLOW_LOCKS 64 /* held at a time; what is beyond isn't followed */

struct follow {
    const struct explore_report *report;
    unsigned next; /* entry of report->steps[] that comes next */
    struct {
        const void *object; /* NULL: place not in use */
        uint32_t thread;    /* who holds it; of a rwlock one of the readers may */
    } locks[FOLLOW_LOCKS];
    const void *sleeps_on[EXPLORE_MAX_THREADS]; /* condition; NULL: the thread is awake */
    const void *gave_up[EXPLORE_MAX_THREADS];   /* the mutex, while it sleeps */
    bool signalled[EXPLORE_MAX_THREADS];        /* a signal chose the sleeper already */
    bool ended[EXPLORE_MAX_THREADS];
};

/* Begins in front of the first step that the report has. */
void follow_begin(struct follow *follow, const struct explore_report *report);

/* Takes the next step into account. */
void follow_step(struct follow *follow);

/* Who holds the lock; EXPLORE_NOBODY: nobody, as far as is known. */
uint32_t follow_holder(const struct follow *follow, const void *object);

/* The threads that the next step, a signal or broadcast, may wake; a signal wakes one of
 * them. Returns how many. */
unsigned follow_wakes(const struct follow *follow, uint32_t woken[EXPLORE_MAX_THREADS]);

/* The thread's first step at or behind an entry of report->steps[]; NULL: none. */
const struct explore_step *follow_next_of(const struct explore_report *report,
                                          unsigned from, uint32_t thread);

/* Is the operation the taking of a lock, one way or the other? */
bool follow_is_lock(enum explore_op op);

#endif
