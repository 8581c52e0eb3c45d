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

#include <stdbool.h>
#include <stdint.h>

#include "explore.h"

/* A vector clock; NULL: nothing was released. Lives until the next schedule begins. */
struct vector_clock {
    uint32_t count; /* entries that are set; the threads after them count as 0 */
    uint32_t room;  /* entries that there is memory for */
    uint32_t at[];  /* by thread: up to which of its times everything is known */
};

/* A moment of one thread: its number and its time, which begins with 1 and passes
 * whenever it releases something. 0: never. The highest bit is free. */
typedef uint32_t epoch_t;

#define EPOCH_TIME_BITS 24

static inline epoch_t epoch_of(uint32_t thread, uint32_t time)
{
    return thread << EPOCH_TIME_BITS | time;
}

static inline uint32_t epoch_thread(epoch_t epoch)
{
    return epoch >> EPOCH_TIME_BITS;
}

/* The clock of each thread that was made; it has an entry for every thread. */
extern struct vector_clock *thread_clocks[EXPLORE_MAX_THREADS];

/* Does the moment happen before what the thread with this clock does now? */
static inline bool epoch_is_before(epoch_t epoch, const struct vector_clock *clock)
{
    return (epoch & ((1u << EPOCH_TIME_BITS) - 1)) <= clock->at[epoch_thread(epoch)];
}

/* Forgets all clocks; T0 begins. */
void clocks_reset(void);

/* `child` starts after everything that `parent` has done until now. */
void clocks_fork(uint32_t parent, uint32_t child);

/* The same in the place of a thread that has ended. Its time goes on, and the new thread counts
 * as ordered after all that the old one has done: where it isn't, a race of the two is
 * missed, and none is ever invented. */
void clocks_fork_again(uint32_t parent, uint32_t child);

/* Does `thread` go on after everything that `ended` has done? */
bool clocks_know_all(uint32_t thread, uint32_t ended);

/* `joiner` goes on after everything that `ended` has done. */
void clocks_join(uint32_t joiner, uint32_t ended);

/* What the current thread has done until now happens before whatever acquires *clock
 * later: adds to what was released before. */
void clock_release(struct vector_clock **clock);

/* The same, but forgets what was released before: an atomic store breaks a release
 * sequence. */
void clock_replace(struct vector_clock **clock);

/* Forgets what was released: a relaxed store breaks a release sequence, too. */
void clock_forget(struct vector_clock **clock);

/* The current thread goes on after all that was released to the clock. */
void clock_acquire(const struct vector_clock *clock);

/* ---- fences ---------------------------------------------------------------------- */

/* A relaxed load has read what was released to the clock: an acquire fence makes use of
 * it. */
void clock_load_relaxed(const struct vector_clock *clock);

/* Has the current thread passed a release fence? If so *clock gets what it had done
 * until then: added to it, or in its place. */
bool clock_store_relaxed(struct vector_clock **clock, bool add);

void clock_acquire_fence(void);
void clock_release_fence(void);

#endif
