/*
 * cells.c - the pages of the cells, the points among them, and who knows a word.
 */
#include "cells.h"

#include <sys/mman.h>

#include "finding.h"
#include "shadow.h"

struct cell **cell_tops[1u << TOP_BITS];
uint32_t cell_generation;

static void *map(size_t size)
{
    void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages == MAP_FAILED)
        stop_with(EXPLORE_INCONCLUSIVE, "Not enough memory to check all accesses.");
    return pages;
}

struct cell *cells_map(uintptr_t address)
{
    struct cell ***middle = &cell_tops[address >> (MIDDLE_BITS + CHUNK_BITS)];
    if (*middle == NULL)
        *middle = map(sizeof **middle << MIDDLE_BITS);
    struct cell **chunk = *middle + (address >> CHUNK_BITS) % (1u << MIDDLE_BITS);
    if (*chunk == NULL)
        *chunk = map(((size_t)1 << CHUNK_BITS) / WORD * sizeof **chunk);
    return *chunk;
}

void shadow_reset(void)
{
    cell_generation++;
}

/* ---- points ---------------------------------------------------------------------- */

bool shadow_has_point(uintptr_t address, size_t size)
{
    if (!is_address(address, size))
        return false;
    for (uintptr_t word = address & ~(uintptr_t)(WORD - 1); word < address + size;
         word += WORD)
        if (cell_of(word)->point)
            return true;
    return false;
}

bool shadow_set_point(uintptr_t address, bool point)
{
    if (!is_address(address, 1))
        return false;
    struct cell *cell = cell_of(address);
    bool before = cell->point;
    cell->point = point;
    return before;
}

/* ---- who else -------------------------------------------------------------------- */

static bool is_private(const struct trace *trace, uint32_t thread)
{
    return (trace->write == 0 || epoch_thread(trace->write) == thread) &&
           (trace->read == 0 ||
            (trace->read != SHARED && epoch_thread(trace->read) == thread));
}

bool shadow_is_private(uintptr_t address, uint32_t thread)
{
    if (!is_address(address, 1))
        return false;
    const struct cell *cell = cell_of(address);
    if (cell->generation != cell_generation || cell->size == 0)
        return true;
    if (cell->atomic)
        return false;
    if (cell->size != DIVIDED)
        return is_private(&cell->trace, thread);
    for (unsigned at = 0; at < WORD; at++)
        if (cell->pieces->size[at] != 0 && !is_private(&cell->pieces->trace[at], thread))
            return false;
    return true;
}
