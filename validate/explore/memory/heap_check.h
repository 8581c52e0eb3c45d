/*
 * heap_check.h - between the heap and the words for what is wrong with it. Each stop_
 * function ends the schedule because of a block that can't be freed.
 */
#ifndef HEAP_CHECK_H
#define HEAP_CHECK_H

#include "heap.h"

/* No block begins at the address. */
_Noreturn void stop_not_a_block(const void *address, const void *site);

/* The block was freed before. */
_Noreturn void stop_double_free(const struct heap_block *block, const void *site);

/* Is the current thread about to free the block at the address? What access_memory() then
 * finds wrong is a block freed twice. */
bool heap_is_freeing(const void *address);

#endif
