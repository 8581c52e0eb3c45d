/*
 * clocks.h - happens-before: a vector clock for each thread and each thing that orders.
 *
 * FastTrack (Flanagan and Freund, PLDI 2009) on the threads of one schedule. A primitive
 * orders by handing a clock from the thread that releases to the one that acquires:
 *
 *   unlock, post, signal a barrier, write to a pipe, ...   clock_release(&object->clock)
 *   lock, wait, leave a barrier, read from a pipe, ...     clock_acquire(object->clock)
 *
 * Sleeping, yielding, reading the time order nothing. A condition variable orders nothing
 * by itself: its mutex does.
 */
#ifndef CLOCKS_H
#define CLOCKS_H

#include <stdint.h>

/* A vector clock; NULL: nothing was released. Lives until the next schedule begins. */
struct vector_clock;

/* Forgets all clocks; T0 begins. */
void clocks_reset(void);

/* `child` starts after everything that `parent` has done until now. */
void clocks_fork(uint32_t parent, uint32_t child);

/* `joiner` goes on after everything that `ended` has done. */
void clocks_join(uint32_t joiner, uint32_t ended);

/* What the current thread has done until now happens before whatever acquires *clock later:
 * adds to what was released before. */
void clock_release(struct vector_clock **clock);

/* The same, but forgets what was released before: an atomic store breaks a release sequence. */
void clock_replace(struct vector_clock **clock);

/* Forgets what was released: a relaxed store breaks a release sequence, too. */
void clock_forget(struct vector_clock **clock);

/* The current thread goes on after all that was released to the clock. */
void clock_acquire(const struct vector_clock *clock);

#endif
