/*
 * heap_check.c - what is wrong with an access to the heap, or with a block that is freed,
 * in words.
 */
#include "heap_check.h"
#include "arena.h"
#include "finding.h"
#include "schedule.h"
#include "stacks.h"

static const char *verb(enum access_kind kind)
{
    return kind == ACCESS_READ ? "reads" : "writes";
}

static _Noreturn void stop_after_free(const struct heap_block *block, uintptr_t address,
                                      size_t size, enum access_kind kind,
                                      const void *site)
{
    struct explore_involved *entry = report_bad_access((void *)address, size, kind, site);
    if (entry != NULL) {
        entry->holder = block->freed_by;
        entry->held_by = EXPLORE_OP_FREE;
        entry->held_at = block->freed_at;
    }
    stop_with(EXPLORE_MEMORY, "%s %s %s%s, after T%u freed the block%s.",
              schedule.current->name, verb(kind), report_memory((void *)address, size),
              report_at(site), block->freed_by, report_at(block->freed_at));
}

static _Noreturn void stop_beside(const struct heap_block *block, uintptr_t address,
                                  size_t size, enum access_kind kind, const void *site)
{
    const char *name = schedule.current->name;
    struct explore_involved *entry = report_bad_access((void *)address, size, kind, site);
    if (block == NULL)
        stop_with(EXPLORE_MEMORY, "%s %s %zu bytes%s, where no block of malloc is.", name,
                  verb(kind), size, report_at(site));
    if (entry != NULL) {
        entry->holder = block->allocated_by;
        entry->held_by = EXPLORE_OP_ALLOCATE;
        entry->held_at = block->allocated_at;
    }
    uintptr_t end = block->begin + block->size;
    uintptr_t distance = address < block->begin ? block->begin - address
                         : address < end        ? address + size - end
                                                : address - end;
    const char *where = address < block->begin ? "before the begin"
                        : address < end        ? "of them behind the end"
                                               : "behind the end";
    stop_with(EXPLORE_MEMORY,
              "%s %s %zu byte%s%s, %zu %s of a block of %zu bytes that T%u allocated%s.",
              name, verb(kind), size, size == 1 ? "" : "s", report_at(site),
              (size_t)distance, where, block->size, block->allocated_by,
              report_at(block->allocated_at));
}

static _Noreturn void stop_at(uintptr_t address, size_t size, enum access_kind kind,
                              const void *site)
{
    const struct heap_block *block = heap_block_near((void *)address);
    if (block != NULL && block->freed && address - block->begin < block->size) {
        if (heap_is_freeing((void *)address))
            stop_double_free(block, site);
        stop_after_free(block, address, size, kind, site);
    }
    stop_beside(block, address, size, kind, site);
}

void heap_check(uintptr_t address, size_t size, enum access_kind kind, const void *site)
{
    if (!arena_is_live(address, size))
        stop_at(address, size, kind, site);
}

/* ---- blocks that are freed ------------------------------------------------------- */

void stop_not_a_block(const void *address, const void *site)
{
    struct thread *self = schedule.current;
    const struct heap_block *near = heap_block_near(address);
    report_involve_access(self->id, EXPLORE_OP_FREE, address, 0, site);
    if (near == NULL)
        stop_with(EXPLORE_MEMORY, "%s frees%s what malloc never returned: it lies %s.",
                  self->name, report_at(site),
                  stacks_hold((uintptr_t)address) ? "on a stack"
                  : heap_holds(address)           ? "where nothing was allocated"
                                                  : "among the global variables");
    stop_with(EXPLORE_MEMORY,
              "%s frees%s an address that malloc never returned: it is %s a block of %zu "
              "bytes that T%u allocated%s.",
              self->name, report_at(site),
              (uintptr_t)address - near->begin < near->size ? "inside" : "beside",
              near->size, near->allocated_by, report_at(near->allocated_at));
}

void stop_double_free(const struct heap_block *block, const void *site)
{
    struct thread *self = schedule.current;
    struct explore_involved *entry =
        report_involve_access(self->id, EXPLORE_OP_FREE, (void *)block->begin, 0, site);
    if (entry != NULL) {
        entry->holder = block->freed_by;
        entry->held_by = EXPLORE_OP_FREE;
        entry->held_at = block->freed_at;
    }
    stop_with(EXPLORE_MEMORY,
              "%s frees%s a block of %zu bytes that T%u had freed already%s. T%u had "
              "allocated it%s.",
              self->name, report_at(site), block->size, block->freed_by,
              report_at(block->freed_at), block->allocated_by,
              report_at(block->allocated_at));
}
