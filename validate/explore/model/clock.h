/*
 * clock.h - virtual time, for whoever waits until some moment.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <time.h>

/* The virtual ns that the moment `until` of a clock stands for; moments in the past are
 * now. Returns 0; or -1 with errno EINVAL: no moment, or no clock that can be modelled. */
int clock_deadline(clockid_t clock, const struct timespec *until, uint64_t *deadline);

#endif
