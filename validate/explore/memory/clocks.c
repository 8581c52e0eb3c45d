/*
 * clocks.c - the vector clocks of a schedule. All of them come from the pool; none is
 * longer than the schedule's threads.
 */
#include "clocks.h"

#include <string.h>

#include "pool.h"
#include "schedule.h"

#define LEAST_ROOM 6 /* entries of a clock: with the header half a cache line */

struct vector_clock *thread_clocks[EXPLORE_MAX_THREADS];

/* What fences hand on; NULL: nothing. */
static struct {
    struct vector_clock *loaded; /* what its relaxed loads have seen released */
    struct vector_clock *fenced; /* what it had done at its last release fence */
} fences[EXPLORE_MAX_THREADS];

static struct vector_clock *new_clock(uint32_t room)
{
    struct vector_clock *clock = pool_get(sizeof *clock + room * sizeof *clock->at);
    clock->count = 0;
    clock->room = room;
    return clock;
}

/* Makes *clock one with room for as many entries; keeps what it says. */
static void make_room(struct vector_clock **clock, uint32_t count)
{
    struct vector_clock *old = *clock;
    if (old != NULL && old->room >= count)
        return;
    *clock = new_clock(count > LEAST_ROOM ? 2 * count : LEAST_ROOM);
    if (old == NULL)
        return;
    (*clock)->count = old->count;
    memcpy((*clock)->at, old->at, old->count * sizeof *old->at);
}

/* `into` knows afterwards what `from` knows; it has the room. */
static void join(struct vector_clock *into, const struct vector_clock *from)
{
    uint32_t both = into->count < from->count ? into->count : from->count;
    for (uint32_t i = 0; i < both; i++)
        into->at[i] = into->at[i] < from->at[i] ? from->at[i] : into->at[i];
    if (from->count > both) {
        memcpy(&into->at[both], &from->at[both], (from->count - both) * sizeof *from->at);
        into->count = from->count;
    }
}

static void join_into(struct vector_clock **clock, const struct vector_clock *from)
{
    make_room(clock, from->count);
    join(*clock, from);
}

static void copy_into(struct vector_clock **clock, const struct vector_clock *from)
{
    make_room(clock, from->count);
    (*clock)->count = from->count;
    memcpy((*clock)->at, from->at, from->count * sizeof *from->at);
}

/* What a thread does from now on is later than what it released. */
static void pass_time(uint32_t thread)
{
    thread_clocks[thread]->at[thread]++;
}

static uint32_t current(void)
{
    return schedule.current->id;
}

static void begin_thread(uint32_t thread)
{
    thread_clocks[thread] = new_clock(EXPLORE_MAX_THREADS);
    memset(&fences[thread], 0, sizeof fences[thread]);
}

void clocks_reset(void)
{
    begin_thread(0);
    thread_clocks[0]->count = 1;
    thread_clocks[0]->at[0] = 1;
}

void clocks_fork(uint32_t parent, uint32_t child)
{
    begin_thread(child);
    for (uint32_t i = 0; i < child; i++) {
        thread_clocks[i]->at[child] = 0;
        thread_clocks[i]->count = child + 1;
    }
    copy_into(&thread_clocks[child], thread_clocks[parent]);
    thread_clocks[child]->at[child] = 1;
    pass_time(parent);
}

bool clocks_know_all(uint32_t thread, uint32_t ended)
{
    return thread_clocks[thread]->at[ended] >= thread_clocks[ended]->at[ended];
}

void clocks_fork_again(uint32_t parent, uint32_t child)
{
    memset(&fences[child], 0, sizeof fences[child]);
    join(thread_clocks[child], thread_clocks[parent]);
    pass_time(child);
    pass_time(parent);
}

void clocks_join(uint32_t joiner, uint32_t ended)
{
    join(thread_clocks[joiner], thread_clocks[ended]);
}

void clock_release(struct vector_clock **clock)
{
    join_into(clock, thread_clocks[current()]);
    pass_time(current());
}

void clock_replace(struct vector_clock **clock)
{
    copy_into(clock, thread_clocks[current()]);
    pass_time(current());
}

void clock_forget(struct vector_clock **clock)
{
    if (*clock != NULL)
        (*clock)->count = 0;
}

void clock_acquire(const struct vector_clock *clock)
{
    if (clock != NULL)
        join(thread_clocks[current()], clock);
}

void clock_load_relaxed(const struct vector_clock *clock)
{
    if (clock != NULL)
        join_into(&fences[current()].loaded, clock);
}

bool clock_store_relaxed(struct vector_clock **clock, bool add)
{
    const struct vector_clock *fenced = fences[current()].fenced;
    if (fenced == NULL)
        return false;
    if (add)
        join_into(clock, fenced);
    else
        copy_into(clock, fenced);
    return true;
}

void clock_acquire_fence(void)
{
    clock_acquire(fences[current()].loaded);
}

void clock_release_fence(void)
{
    clock_replace(&fences[current()].fenced);
}
