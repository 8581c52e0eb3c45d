/*
 * shadow.h - who accessed which byte last: the memory of happens-before.
 *
 * For each word of eight bytes there is a cell with the last write and the reads since,
 * as FastTrack has it. A word whose bytes are accessed in different pieces is divided
 * into these pieces, so races are found byte by byte. Cells lie in pages that are mapped
 * when they are first needed; each carries the number of the schedule that wrote it, so
 * a new schedule starts without clearing anything.
 */
#ifndef SHADOW_H
#define SHADOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cells.h"
#include "clocks.h"
#include "explore.h"
#include "schedule.h"

/* A new schedule: nothing was accessed yet. */
void shadow_reset(void);

/* A plain access by the current thread; op is READ or WRITE. Notes races. */
void shadow_access(uintptr_t address, size_t size, enum explore_op op, const void *site);

/* The same for bytes of one word. */
void shadow_access_cell(struct cell *cell, uintptr_t address, size_t size,
                        enum explore_op op, const void *site);

/* The cell of an access to bytes of one word that is no point; NULL: of another one. */
static inline struct cell *shadow_plain_cell(uintptr_t address, size_t size)
{
    if (address >> ADDRESS_BITS != 0 || address % WORD + size > WORD)
        return NULL;
    struct cell *cell = cell_of(address);
    return cell->point ? NULL : cell;
}

/* Does the cell say already all that the access could tell it? */
static inline bool shadow_knows(const struct cell *cell, uintptr_t address, size_t size,
                                enum explore_op op)
{
    const struct trace *trace = &cell->trace;
    unsigned begin = address % WORD;
    if (cell->generation != cell_generation || cell->atomic)
        return false;
    if (cell->size == DIVIDED && cell->pieces->size[begin] == size)
        trace = &cell->pieces->trace[begin];
    else if (cell->begin != begin || cell->size != size)
        return false;
    uint32_t thread = schedule.current->id;
    epoch_t epoch = epoch_of(thread, thread_clocks[thread]->at[thread]);
    if (trace->write == epoch)
        return op == EXPLORE_OP_READ || trace->read == 0;
    return op == EXPLORE_OP_READ && trace->read == epoch;
}

/* The same for an atomic access of 1, 2, 4, 8 or 16 bytes; op is ATOMIC_LOAD, _STORE or
 * _UPDATE. Races with plain accesses only. */
void shadow_atomic(uintptr_t address, size_t size, enum explore_op op, const void *site);

/* Has only this thread accessed the word at the address in this schedule, and never
 * atomically? */
bool shadow_is_private(uintptr_t address, uint32_t thread);

/* Is one of the words a point? */
bool shadow_has_point(uintptr_t address, size_t size);

/* Makes the word at the address a point, or takes that back. Returns what it was. */
bool shadow_set_point(uintptr_t address, bool point);

/* What atomic stores to the address have released: to be used with clock_release and the
 * like. Until the schedule ends. */
struct release *shadow_release_at(uintptr_t address);

/* The release sequence of one atomic object. */
struct release {
    struct vector_clock *clock; /* what its head and the updates after it released */
    uint32_t head;              /* thread that heads it; EXPLORE_NOBODY: none */
};

#endif
