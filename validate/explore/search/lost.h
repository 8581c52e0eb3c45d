/*
 * lost.h - the plainest consequence of a data race: an update that is lost.
 */
#ifndef LOST_H
#define LOST_H

#include <stdbool.h>
#include <stdint.h>

/* In the schedule just run: a thread has read the variable at the address, another has
 * written it, and the first writes it without having read it again. */
struct lost_update {
    uint32_t loser; /* whose write is lost */
    uint32_t other; /* who writes over it */
};

/* Returns whether there was one; false as well if the address is no point. `lost` may be
 * NULL. */
bool find_lost_update(uintptr_t address, struct lost_update *lost);

/* The same of the schedule under way, when it is asked for again and again: only the steps
 * since the last time are looked at. */
bool lost_update_was_seen(uintptr_t address);

#endif
