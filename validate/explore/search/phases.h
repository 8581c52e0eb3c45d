/*
 * phases.h - the search itself: which schedules are run, in which order, and for how
 * long.
 */
#ifndef PHASES_H
#define PHASES_H

#include "explore.h"

/* Runs schedules as schedule.options ask for; what fails is added to the failures.
 * Returns 0 with *coverage filled in, or -1 with errno ENOMEM. */
int search_in_phases(struct explore_coverage *coverage);

#endif
