/*
 * validity.h - may this memory be accessed at all? Null pointers, the heap, dead stacks.
 *
 * access_memory() asks before each access, so the answer for static storage is one
 * comparison, and for a live block a look at one byte.
 */
#ifndef VALIDITY_H
#define VALIDITY_H

#include <stddef.h>
#include <stdint.h>

#include "access.h"
#include "layout.h"

/* Returns if the current thread may access `size` bytes (not 0) from `site`; else ends
 * the schedule with EXPLORE_MEMORY or EXPLORE_CRASH. What lies neither in the explorer's
 * heap nor on a fiber's stack is left to the processor: crash.h. Only inside a
 * schedule. */
void validity_check_closely(const void *address, size_t size, enum access_kind kind,
                            const void *site);

static inline void validity_check(const void *address, size_t size, enum access_kind kind,
                                  const void *site)
{
    uintptr_t beyond_null = (uintptr_t)address - LAYOUT_NULL_SIZE;
    if (beyond_null >= LAYOUT_HEAP - LAYOUT_NULL_SIZE || size > LAYOUT_LARGEST_ACCESS)
        validity_check_closely(address, size, kind, site);
}

#endif
