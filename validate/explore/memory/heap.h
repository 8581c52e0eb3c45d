/*
 * heap.h - malloc and its family inside a schedule.
 *
 * Each thread allocates from an arena of its own at a fixed address, and a block's memory isn't
 * used again in the same schedule. So the addresses depend on what the thread itself did, a
 * freed block is told from a live one until the end, and blocks left over cost nothing: the
 * next schedule starts with an empty heap. Fresh memory is filled with 0xa5. Beside each
 * block lie some bytes that nobody may touch.
 */
#ifndef HEAP_H
#define HEAP_H

#include <stdbool.h>
#include <stddef.h>

/* Only inside a schedule; as the functions of the same name. */
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

/* Does the address lie in the heap of the explorer? Also outside of a schedule, until the next
 * begins. */
bool heap_holds(const void *address);

/* Empties the heap for a new schedule. */
void heap_reset(void);

#endif
