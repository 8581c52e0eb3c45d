/*
 * arena.h - where the heap's blocks lie, and which bytes are live; one arena for each
 * thread.
 *
 * Small blocks of a thread lie one behind the other, apart by what nobody may touch.
 * Their memory is mapped piece by piece and stays mapped; a new schedule begins again at
 * the front. A large block is a mapping of its own, which the kernel fills with zeros
 * when it is touched; it is given back when the block is freed, or when the next schedule
 * begins.
 *
 * The limits are the explorer's own, so that a program gets the same answers on every
 * machine that has the memory.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap.h"

#define ARENA_GRANULE    16u                 /* bytes; blocks begin at multiples of it */
#define ARENA_LARGE      ((size_t)1 << 20)   /* bytes from which on a block is large */
#define ARENA_MOST_LIVE  ((uint64_t)4 << 30) /* bytes of all live blocks */
#define ARENA_MOST_SMALL ((uint64_t)1 << 30) /* bytes of small blocks, freed ones too */

/* Would a block of this size be one too much to keep for one schedule? Blocks of a
 * schedule are kept apart from each other even when freed. */
bool arena_is_full(size_t size);

/* A block in the thread's arena; alignment is a power of two. A small one's contents are
 * left from earlier schedules, a large one's are zero. Who allocated it is for the caller
 * to fill in. NULL: there is no memory. The address is valid until the next call. */
struct heap_block *arena_add(uint32_t thread, size_t size, size_t alignment);

/* The block's bytes are no longer live. The caller fills in who freed it. */
void arena_remove(struct heap_block *block);

/* The last block of the address's arena that begins at or before it; NULL: none does. The
 * address must lie in the heap. */
struct heap_block *arena_block_before(uintptr_t address);

/* Empties all arenas. */
void arena_reset_all(void);

/* Are all these bytes, the first of which lies in the heap, of one live block? */
bool arena_is_live(uintptr_t address, size_t size);

#endif
