/*
 * stacks.h - the stacks of the threads: who may still use which part, and whose local
 * variable lies at an address.
 */
#ifndef STACKS_H
#define STACKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "access.h"
#include "explore.h"
#include "layout.h"

/* Does the address lie in the region of the stacks? Its unmapped parts included. */
static inline bool stacks_hold(uintptr_t address)
{
    return address - LAYOUT_STACKS < LAYOUT_STACKS_END - LAYOUT_STACKS;
}

/* The thread whose stack lies there, or is guarded there; only if stacks_hold(). */
static inline uint32_t stacks_owner(uintptr_t address)
{
    return (uint32_t)((address - LAYOUT_STACKS) / LAYOUT_SLOT_SIZE);
}

/* Ends the schedule with EXPLORE_MEMORY if the bytes, which stacks_hold(), belong to a
 * thread that has ended or to a function that has returned. */
void stacks_check(uintptr_t address, size_t size, enum access_kind kind,
                  const void *site);

/*
 * For the hooks, while the schedule is recorded: the current thread has entered a
 * function. `site` is an address in it, `cfa` its canonical frame address: the stack
 * pointer before the call. Functions that are left by longjmp or pthread_exit need no
 * stacks_leave().
 */
void stacks_enter(const void *site, uintptr_t cfa);
void stacks_leave(void);

/* The frame in which the address lies, as the location tells it; only if
 * stacks_hold(). */
void stacks_locate(uintptr_t address, struct explore_location *location);

/* Forgets the frames of a thread: a new one begins. */
void stacks_thread_added(uint32_t thread);

/* Forgets all frames: a schedule begins. */
void stacks_reset(void);

#endif
