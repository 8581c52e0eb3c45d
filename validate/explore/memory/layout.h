/*
 * layout.h - where the memory of the threads lies: at the same addresses in every
 * schedule and in every process, so that nothing that a program does with addresses can
 * make two runs differ.
 *
 * The regions lie in the middle of a 47-bit address space, far from what the kernel
 * chooses by itself and from where sanitizers keep their shadows. Only what is used is
 * mapped.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdint.h>

#include "explore.h"

#define LAYOUT_NULL_SIZE      ((uintptr_t)1 << 16) /* nothing is ever mapped below */
#define LAYOUT_LARGEST_ACCESS ((uint64_t)1 << 40)  /* no object is that large */

/* The heap: for each thread an arena of small blocks, and behind it one of large ones. */
#define LAYOUT_HEAP       ((uintptr_t)0x200000000000)
#define LAYOUT_ARENA_SIZE ((uintptr_t)1 << 36)
#define LAYOUT_SMALL_SIZE ((uintptr_t)1 << 34)
#define LAYOUT_HEAP_END   (LAYOUT_HEAP + EXPLORE_MAX_THREADS * LAYOUT_ARENA_SIZE)

/* A byte for each 16 of the small arenas; of a thread's, 1/16 of LAYOUT_ARENA_SIZE
 * apart. */
#define LAYOUT_SHADOW LAYOUT_HEAP_END

/* The stacks: of each slot only the upper half is mapped, the lower one is its guard. */
#define LAYOUT_STACKS     ((uintptr_t)0x300000000000)
#define LAYOUT_SLOT_SIZE  ((uintptr_t)1 << 24)
#define LAYOUT_STACKS_END (LAYOUT_STACKS + EXPLORE_MAX_THREADS * LAYOUT_SLOT_SIZE)

/* The thread-local variables, a slot for each thread. */
#define LAYOUT_LOCALS     ((uintptr_t)0x380000000000)
#define LAYOUT_LOCALS_END (LAYOUT_LOCALS + EXPLORE_MAX_THREADS * LAYOUT_SLOT_SIZE)

/* From here on: libraries, the process's own stack, errno. */
#define LAYOUT_OTHERS LAYOUT_LOCALS_END

#endif
