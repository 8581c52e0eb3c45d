/*
 * heap.h - malloc and its family inside a schedule.
 *
 * Each thread allocates from an arena of its own at a fixed address, and a block's memory
 * isn't used again in the same schedule. So the addresses depend on what the thread
 * itself did, a freed block is told from a live one until the end, and blocks left over
 * cost nothing: the next schedule starts with an empty heap. Fresh memory is filled with
 * 0xa5. Beside each block lie some bytes that nobody may touch.
 */
#ifndef HEAP_H
#define HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "access.h"

/* As the functions of the same name, which they call outside of a schedule. A block of
 * the real malloc, made outside of a schedule, is handed on to the real functions; a
 * block of the heap that is freed outside of one stays until the next begins. No size or
 * number of blocks below 4 GiB in all is too much; a call that would go beyond fails with
 * ENOMEM. Blocks below 1 MiB of more than 1 GiB in one schedule, freed ones included, are
 * told as unsupported. Beyond 1 MiB fresh memory is zero. */
void *explore_malloc(size_t size);
void *explore_calloc(size_t count, size_t size);
void *explore_realloc(void *block, size_t size);
void *explore_reallocarray(void *block, size_t count, size_t size);
void *explore_aligned_alloc(size_t alignment, size_t size);
int explore_posix_memalign(void **block, size_t alignment, size_t size);
void explore_free(void *block);
size_t explore_malloc_usable_size(void *block);

/* A block for the models of other library functions (strdup), `site` the learner's. */
void *heap_allocate(size_t size, size_t alignment, const void *site);

/* What is known of a block. */
struct heap_block {
    uintptr_t begin;
    size_t size;
    const void *allocated_at; /* site */
    const void *freed_at;     /* site; NULL: it isn't freed, or not known */
    uint8_t allocated_by;     /* thread */
    uint8_t freed_by;         /* thread, if it is freed */
    bool freed;
};

/* The block at the address, else the one that lies nearest in the same arena; NULL: the
 * address isn't in the heap, or nothing was allocated there. */
const struct heap_block *heap_block_near(const void *address);

/* Ends the schedule with EXPLORE_MEMORY if the bytes, the first of which lies in the
 * heap, aren't all of one live block. */
void heap_check(uintptr_t address, size_t size, enum access_kind kind, const void *site);

/* Does the address lie in the heap of the explorer? Also outside of a schedule, until the
 * next begins. */
bool heap_holds(const void *address);

/* Blocks that the schedule has allocated and not freed yet. */
size_t heap_blocks(void);

/* Empties the heap for a new schedule. */
void heap_reset(void);

/* Gives all memory of the heap back to the system. */
void heap_release(void);

/* Are these bytes still as malloc gave them: written by nobody? Not known of large blocks, which
 * hold zeros. */
bool heap_is_fresh(const void *address, size_t size);

#endif
