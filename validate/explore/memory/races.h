/*
 * races.h - the data races that a search has met, and the addresses that become points.
 *
 * A race doesn't end a schedule. It is noted once for each pair of sites, in the table of
 * the search; and the words of memory that raced can be promoted: an access to a promoted
 * word is a step of the schedule from then on, so that the consequences of the race are
 * seen.
 */
#ifndef RACES_H
#define RACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "explore.h"

/* One of the two accesses. */
struct race_access {
    uint32_t thread;
    enum explore_op op; /* READ, WRITE, ATOMIC_LOAD, _STORE, _UPDATE */
    const void *site;
    uint32_t step; /* number of the access, as in explore_step.number */
};

/* Two accesses that nothing orders. The pair of sites and kinds belongs to the search;
 * threads, steps and the place are those of the last schedule in which it was seen. */
struct race {
    struct race_access first, second; /* in the order of that schedule */
    struct explore_location location; /* of the second access */
    uint64_t in_schedule;             /* the schedule; see race_is_current() */
};

/* How many pairs are known. */
unsigned race_count(void);

/* The i-th of them, in the order in which they were found. */
const struct race *race_at(unsigned i);

/* Was it seen in the schedule under way, or the last one? */
bool race_is_current(const struct race *race);

/* The first race of the schedule under way, or of the last one; NULL: it had none. */
const struct race *race_of_schedule(void);

/* The race of the same two sites and kinds, in either order, in the schedule under way
 * or the last one; NULL: it didn't happen there. */
const struct race *race_like(const struct race *race);

/* A new search: no races, no racing words. Points stay. */
void races_reset(void);

/* A new schedule. */
void races_begin_schedule(void);

/* For access.c: the current thread's access races with an earlier one. */
void race_note(const struct race_access *earlier, const struct race_access *now,
               const void *address, size_t size);

/* ---- points ---------------------------------------------------------------------- */

/* Accesses to the eight-byte word around the address are steps from now on. Returns
 * true if they weren't before. */
bool point_add(const void *address);

/* Promotes every word that has raced in this search. Returns how many are new. */
unsigned points_add_races(void);

/* No address is a point any more. */
void points_clear(void);

/* How many words are points. */
unsigned point_count(void);

/* The i-th point's address, in the order in which they were added. */
const void *point_at(unsigned i);

#endif
