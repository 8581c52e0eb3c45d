/*
 * atomics.h - atomic operations: each is a step, and orders what its memory order says.
 *
 * Threads are fibers of one kernel thread, so the values are computed by plain code;
 * schedules are sequentially consistent. Happens-before follows C17: a release store
 * heads a release sequence, which stores of the same thread and updates of any thread
 * continue; a load that acquires goes on after the sequence; relaxed operations order
 * only together with fences.
 */
#ifndef ATOMICS_H
#define ATOMICS_H

#include <stdbool.h>
#include <stddef.h>

#include "explore.h"

/* Widest atomic object; narrower values are converted to it and back. */
typedef unsigned __int128 atomic_value;

enum atomic_update {
    ATOMIC_EXCHANGE,
    ATOMIC_ADD,
    ATOMIC_SUB,
    ATOMIC_AND,
    ATOMIC_OR,
    ATOMIC_XOR,
    ATOMIC_NAND,
};

/* `size` bytes (1, 2, 4, 8 or 16) at the address; `order` as __ATOMIC_RELAXED and so
 * on. All of them work outside of a schedule too, where they are atomic for real. */
atomic_value atomic_load_at(const volatile void *address, size_t size, int order,
                            const void *site);
void atomic_store_at(volatile void *address, size_t size, atomic_value value, int order,
                     const void *site);

/* Returns the value before. */
atomic_value atomic_update_at(volatile void *address, size_t size,
                              enum atomic_update update, atomic_value operand, int order,
                              const void *site);

/* Returns true if the value was *expected and is now `desired`; else sets *expected,
 * which is the program's. Never fails without reason, weak or not. */
bool atomic_compare_at(volatile void *address, size_t size, void *expected,
                       atomic_value desired, int success, int failure, const void *site);

void atomic_fence_at(int order, const void *site);

#endif
