/*
 * narrow.h - from a failing schedule to one that is easier to read.
 */
#ifndef NARROW_H
#define NARROW_H

#include "guide.h"

/* Runs one schedule with the strategy in force. Returns whether it fails in the way that
 * is looked for; schedule tells of it. */
typedef bool (*fails_function)(void);

/*
 * To be called right after a run that failed. Looks for a schedule that fails in the same
 * way with fewer preemptions, then fewer switches and steps, and spends at most `tries`
 * runs on that, and effort until session_counts.effort is `end`. decisions[] has room for options.max_steps and holds the *length
 * decisions of the failing schedule, which become those of the simplest that was found.
 * Returns how many runs were spent; or -1 with errno ENOMEM.
 */
int narrow(fails_function fails, unsigned tries, uint64_t end, struct decision *decisions,
           unsigned *length);

#endif
