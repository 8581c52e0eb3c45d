/*
 * heap.c - malloc and its family.
 *
 * None of them is a step. A block that is freed counts as written, so that a thread that
 * still uses it races with the one that frees it.
 */
#define _GNU_SOURCE
#include "heap.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "finding.h"
#include "globals.h"
#include "heap_check.h"
#include "layout.h"
#include "locals.h"
#include "record.h"
#include "schedule.h"
#include "stacks.h"
#include "strategy.h"

#define FRESH         0xa5
#define ORDERED_BYTES 1024u /* of a freed block, that count as written */

/* The block that each thread is about to free, while others may run; NULL: none. */
static const void *freeing[EXPLORE_MAX_THREADS];

bool heap_holds(const void *address)
{
    return (uintptr_t)address - LAYOUT_HEAP < LAYOUT_HEAP_END - LAYOUT_HEAP;
}

bool heap_is_freeing(const void *address)
{
    return freeing[schedule.current->id] == address;
}

static size_t live_blocks; /* of this schedule */

size_t heap_blocks(void)
{
    return live_blocks;
}

bool heap_is_fresh(const void *address, size_t size)
{
    const unsigned char *bytes = address;
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != FRESH)
            return false;
    return heap_holds(address);
}

void heap_reset(void)
{
    live_blocks = 0;
    memset(freeing, 0, sizeof freeing);
    arena_reset_all();
}

/* ---- allocation ------------------------------------------------------------------ */

static void check_room(size_t size, const void *site)
{
    if (!arena_is_full(size))
        return;
    struct thread *self = schedule.current;
    report_involve_access(self->id, EXPLORE_OP_ALLOCATE, NULL, 0, site);
    stop_with(EXPLORE_UNSUPPORTED,
              "%s allocates%s, and together the blocks below 1 MiB, freed ones included, "
              "have more than 1 GiB: too much to keep for one schedule.",
              self->name, report_at(site));
}

/* What the block contains is for the caller: nothing certain if it is small, else
 * zeros. */
static void *allocate(size_t size, size_t alignment, const void *site)
{
    uint32_t self = schedule.current->id;
    struct heap_block *block = NULL;
    if (!strategy_call_fails()) {
        check_room(size, site);
        block = arena_add(self, size, alignment);
    }
    if (block == NULL) {
        record_event(EXPLORE_OP_ALLOCATE, NULL, size, site);
        errno = ENOMEM;
        return NULL;
    }
    live_blocks++;
    block->allocated_at = site;
    block->allocated_by = (uint8_t)self;
    void *address = (void *)block->begin;
    record_event(EXPLORE_OP_ALLOCATE, address, size, site);
    return address;
}

void *heap_allocate(size_t size, size_t alignment, const void *site)
{
    void *block =
        allocate(size, alignment > ARENA_GRANULE ? alignment : ARENA_GRANULE, site);
    if (block != NULL && size < ARENA_LARGE)
        memset(block, FRESH, size);
    return block;
}

static void *allocate_zeros(size_t size, const void *site)
{
    void *block = allocate(size, ARENA_GRANULE, site);
    if (block != NULL && size < ARENA_LARGE)
        memset(block, 0, size);
    return block;
}

/* ---- release --------------------------------------------------------------------- */

/* The live block that begins at the address; else the schedule ends. */
static struct heap_block *block_at(void *address, const void *site)
{
    struct heap_block *block = arena_block_before((uintptr_t)address);
    if (block == NULL || block->begin != (uintptr_t)address)
        stop_not_a_block(address, site);
    /* cppcheck-suppress nullPointerRedundantCheck */
    if (block->freed)
        stop_double_free(block, site);
    return block;
}

/* Others may run when the block counts as written, and may free it: it is looked up
 * again. */
static void release(void *address, const void *site)
{
    size_t size = block_at(address, site)->size;
    const void **mine = &freeing[schedule.current->id];
    *mine = address;
    record_mute(true);
    access_memory(address, size < ORDERED_BYTES ? size : ORDERED_BYTES, ACCESS_WRITE,
                  site);
    record_mute(false);
    *mine = NULL;
    struct heap_block *block = block_at(address, site);
    record_event(EXPLORE_OP_FREE, address, size, site);
    block->freed_at = site;
    block->freed_by = (uint8_t)schedule.current->id;
    live_blocks--;
    arena_remove(block);
}

/* A block of the real malloc, made before the schedule, isn't the heap's; but what lies
 * on a stack or among the variables is no block at all. */
static bool is_foreign(void *block, const void *site)
{
    if (heap_holds(block))
        return false;
    if (stacks_hold((uintptr_t)block) || globals_hold(block) || locals_hold(block))
        stop_not_a_block(block, site);
    return true;
}

static size_t size_of(void *block, const void *site)
{
    return is_foreign(block, site) ? malloc_usable_size(block)
                                   : block_at(block, site)->size;
}

static void release_any(void *block, const void *site)
{
    if (block == NULL)
        return;
    if (is_foreign(block, site))
        free(block);
    else
        release(block, site);
}

/* Always moves the block: a pointer to where it was is found out. */
static void *move(void *old, size_t size, const void *site)
{
    size_t kept = old != NULL ? size_of(old, site) : 0;
    if (kept > size)
        kept = size;
    void *block = heap_allocate(size, ARENA_GRANULE, site);
    if (block == NULL || old == NULL)
        return block;
    access_memory(old, kept, ACCESS_READ, site);
    memcpy(block, old, kept);
    release_any(old, site);
    return block;
}

/* ---- the functions --------------------------------------------------------------- */

static bool is_power_of_two(size_t number)
{
    return number != 0 && (number & (number - 1)) == 0;
}

/* The block of a schedule, wanted larger or smaller when the schedule is over. */
static void *move_out(void *old, size_t size)
{
    size_t kept = heap_block_near(old)->size;
    void *block = malloc(size);
    if (block != NULL)
        memcpy(block, old, kept < size ? kept : size);
    return block;
}

void *explore_malloc(size_t size)
{
    return explore_is_running() ? heap_allocate(size, ARENA_GRANULE, ENTER()->site)
                                : malloc(size);
}

void *explore_calloc(size_t count, size_t size)
{
    size_t bytes;
    if (!explore_is_running())
        return calloc(count, size);
    struct thread *self = ENTER();
    if (__builtin_mul_overflow(count, size, &bytes))
        bytes = SIZE_MAX;
    return allocate_zeros(bytes, self->site);
}

static void *realloc_at(void *block, size_t size, const void *site)
{
    if (block == NULL || size > 0)
        return move(block, size, site);
    release_any(block, site);
    return NULL;
}

void *explore_realloc(void *block, size_t size)
{
    if (explore_is_running())
        return realloc_at(block, size, ENTER()->site);
    return heap_holds(block) ? move_out(block, size) : realloc(block, size);
}

void *explore_reallocarray(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        bytes = SIZE_MAX;
    if (explore_is_running())
        return realloc_at(block, bytes, ENTER()->site);
    return heap_holds(block) ? move_out(block, bytes) : realloc(block, bytes);
}

void *explore_aligned_alloc(size_t alignment, size_t size)
{
    if (!explore_is_running())
        return aligned_alloc(alignment, size);
    struct thread *self = ENTER();
    if (!is_power_of_two(alignment)) {
        errno = EINVAL;
        return NULL;
    }
    return heap_allocate(size, alignment, self->site);
}

int explore_posix_memalign(void **block, size_t alignment, size_t size)
{
    if (!explore_is_running())
        return posix_memalign(block, alignment, size);
    struct thread *self = ENTER();
    if (!is_power_of_two(alignment) || alignment % sizeof(void *) != 0)
        return EINVAL;
    int kept = errno;
    void *fresh = heap_allocate(size, alignment, self->site);
    errno = kept;
    if (fresh == NULL)
        return ENOMEM;
    *block = fresh;
    return 0;
}

void explore_free(void *block)
{
    if (explore_is_running())
        release_any(block, ENTER()->site);
    else if (!heap_holds(block))
        free(block);
}

size_t explore_malloc_usable_size(void *block)
{
    if (!explore_is_running())
        return heap_holds(block) ? heap_block_near(block)->size
                                 : malloc_usable_size(block);
    struct thread *self = ENTER();
    return block != NULL ? size_of(block, self->site) : 0;
}
