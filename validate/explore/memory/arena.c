/*
 * arena.c - arenas that only grow, and a byte for each 16 that tells which of them are
 * live.
 *
 * The list of blocks of an arena is in order of addresses, since those only grow.
 */
#define _GNU_SOURCE
#include "arena.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "layout.h"

#define GRANULE     ARENA_GRANULE
#define CHUNK       ((uintptr_t)1 << 20)  /* bytes that an arena is mapped by, or more */
#define KEPT        ((uintptr_t)16 << 20) /* bytes that stay in use between schedules */
#define LARGE_GAP   ((uintptr_t)1 << 16)  /* unmapped bytes before a large block */
#define NARROW_ZONE 32u                   /* bytes beside a block, at least */
#define WIDE_ZONE   1024u                 /* ... and at most */

/* The shadow of 16 bytes: how many of them, from the first on, are a live block's; or: */
#define SHADOW_FREED 0xff

struct blocks {
    struct heap_block *list; /* owned; in order of addresses */
    size_t count;
    size_t room;
};

/* The heap of one thread. Zeroed memory is an empty one. */
struct arena {
    struct blocks small;
    struct blocks large;
    uintptr_t used; /* bytes from the arena's begin to where the next small block goes */
    uintptr_t used_large; /* the same, of the part with large blocks */
    uintptr_t mapped;     /* bytes from the arena's begin, and their shadow */
};

static struct arena arenas[EXPLORE_MAX_THREADS];
static unsigned arenas_used; /* those behind are empty */
static uint64_t live_bytes;  /* in all arenas */
static uint64_t small_bytes; /* in all arenas, freed ones included */

/* ---- places ---------------------------------------------------------------------- */

static uintptr_t arena_begin(const struct arena *arena)
{
    return LAYOUT_HEAP + (uintptr_t)(arena - arenas) * LAYOUT_ARENA_SIZE;
}

static struct arena *arena_of(uintptr_t address)
{
    return &arenas[(address - LAYOUT_HEAP) / LAYOUT_ARENA_SIZE];
}

static bool is_large_place(uintptr_t address)
{
    return (address - LAYOUT_HEAP) % LAYOUT_ARENA_SIZE >= LAYOUT_SMALL_SIZE;
}

static unsigned char *shadow_of(uintptr_t address)
{
    return (unsigned char *)LAYOUT_SHADOW + (address - LAYOUT_HEAP) / GRANULE;
}

static uintptr_t round_up(uintptr_t number, uintptr_t to)
{
    return (number + to - 1) & ~(to - 1);
}

static bool map_at(uintptr_t address, size_t size)
{
    void *mapping =
        mmap((void *)address, size, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (mapping == (void *)address)
        return true;
    if (mapping != MAP_FAILED)
        munmap(mapping, size);
    return false;
}

/* ---- the list of blocks ---------------------------------------------------------- */

/* The place of a block that is to be added; NULL: no memory. */
static struct heap_block *next_block(struct blocks *blocks)
{
    if (blocks->count == blocks->room) {
        size_t room = blocks->room > 0 ? 2 * blocks->room : 64;
        struct heap_block *list = realloc(blocks->list, room * sizeof *list);
        if (list == NULL)
            return NULL;
        blocks->list = list;
        blocks->room = room;
    }
    return &blocks->list[blocks->count];
}

/* The last block that begins at or before the address; NULL: all lie behind it. */
static struct heap_block *block_before(const struct blocks *blocks, uintptr_t address)
{
    size_t low = 0, high = blocks->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (blocks->list[middle].begin <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? &blocks->list[low - 1] : NULL;
}

static struct blocks *blocks_of(uintptr_t address)
{
    struct arena *arena = arena_of(address);
    return is_large_place(address) ? &arena->large : &arena->small;
}

struct heap_block *arena_block_before(uintptr_t address)
{
    return block_before(blocks_of(address), address);
}

const struct heap_block *heap_block_near(const void *place)
{
    uintptr_t address = (uintptr_t)place;
    if (!heap_holds(place))
        return NULL;
    struct blocks *blocks = blocks_of(address);
    struct heap_block *before = block_before(blocks, address);
    struct heap_block *next = before != NULL ? before + 1 : blocks->list;
    if (next == NULL || next == blocks->list + blocks->count)
        return before;
    if (before == NULL)
        return next;
    uintptr_t behind = before->begin + before->size;
    bool nearer = address >= behind && next->begin - address < address - behind;
    return nearer ? next : before;
}

/* ---- allocation ------------------------------------------------------------------ */

/* Maps the arena up to `used` bytes from its begin, and the shadow of that. */
static bool reach(struct arena *arena, uintptr_t used)
{
    if (used <= arena->mapped)
        return true;
    if (used > LAYOUT_SMALL_SIZE)
        return false;
    uintptr_t more = round_up(used - arena->mapped, CHUNK);
    uintptr_t begin = arena_begin(arena) + arena->mapped;
    if (!map_at(begin, more))
        return false;
    if (!map_at((uintptr_t)shadow_of(begin), more / GRANULE)) {
        munmap((void *)begin, more);
        return false;
    }
    arena->mapped += more;
    return true;
}

/* Bytes that stay free behind a block: an access that is off by one element of an array
 * ends there even if the element is large. */
static size_t zone_beside(size_t size)
{
    size_t zone = round_up(size / 2, GRANULE);
    return zone < NARROW_ZONE ? NARROW_ZONE : zone > WIDE_ZONE ? WIDE_ZONE : zone;
}

static void set_shadow(const struct heap_block *block)
{
    unsigned char *shadow = shadow_of(block->begin);
    memset(shadow, GRANULE, block->size / GRANULE);
    if (block->size % GRANULE != 0)
        shadow[block->size / GRANULE] = block->size % GRANULE;
}

/* Places a small block, its contents not filled in. Returns 0 if there is no memory. */
static uintptr_t place_small(struct arena *arena, size_t size, size_t alignment)
{
    uintptr_t base = arena_begin(arena);
    uintptr_t zone = arena->used == 0 ? NARROW_ZONE : 0;
    uintptr_t begin = round_up(base + arena->used + zone, alignment);
    uintptr_t used = round_up(begin + size, GRANULE) + zone_beside(size) - base;
    if (!reach(arena, used))
        return 0;
    arena->used = used;
    return begin;
}

static uintptr_t place_large(struct arena *arena, size_t size, size_t alignment)
{
    uintptr_t base = arena_begin(arena) + LAYOUT_SMALL_SIZE;
    uintptr_t step = alignment > LARGE_GAP ? alignment : LARGE_GAP;
    uintptr_t begin = round_up(base + arena->used_large + LARGE_GAP, step);
    uintptr_t used = round_up(begin + size, LARGE_GAP) - base;
    if (used > LAYOUT_ARENA_SIZE - LAYOUT_SMALL_SIZE ||
        !map_at(begin, round_up(size, LARGE_GAP)))
        return 0;
    arena->used_large = used;
    return begin;
}

bool arena_is_full(size_t size)
{
    return size < ARENA_LARGE && size > ARENA_MOST_SMALL - small_bytes;
}

struct heap_block *arena_add(uint32_t thread, size_t size, size_t alignment)
{
    struct arena *arena = &arenas[thread];
    bool large = size >= ARENA_LARGE;
    struct blocks *blocks = large ? &arena->large : &arena->small;
    if (size > ARENA_MOST_LIVE - live_bytes || alignment > ARENA_LARGE)
        return NULL;
    struct heap_block *block = next_block(blocks);
    if (block == NULL)
        return NULL;
    uintptr_t begin =
        large ? place_large(arena, size, alignment) : place_small(arena, size, alignment);
    if (begin == 0)
        return NULL;
    *block = (struct heap_block){.begin = begin, .size = size};
    blocks->count++;
    live_bytes += size;
    if (!large) {
        small_bytes += size;
        set_shadow(block);
    }
    if (thread >= arenas_used)
        arenas_used = thread + 1;
    return block;
}

void arena_remove(struct heap_block *block)
{
    block->freed = true;
    live_bytes -= block->size;
    if (is_large_place(block->begin))
        munmap((void *)block->begin, round_up(block->size, LARGE_GAP));
    else
        memset(shadow_of(block->begin), SHADOW_FREED,
               round_up(block->size, GRANULE) / GRANULE);
}

/* ---- is the memory there? -------------------------------------------------------- */

/* Are all bytes from the address on, in the small part of an arena, live? */
static bool is_live_small(uintptr_t address, size_t size)
{
    const unsigned char *shadow = shadow_of(address);
    size_t end = address % GRANULE + size;
    for (; end > GRANULE; end -= GRANULE)
        if (*shadow++ != GRANULE)
            return false;
    return *shadow <= GRANULE && end <= *shadow;
}

bool arena_is_live(uintptr_t address, size_t size)
{
    const struct arena *arena = arena_of(address);
    uintptr_t offset = address - arena_begin(arena);
    if (offset < arena->used && size <= arena->used - offset)
        return is_live_small(address, size);
    const struct heap_block *block = arena_block_before(address);
    return block != NULL && !block->freed && address - block->begin < block->size &&
           size <= block->size - (address - block->begin);
}

/* ---- a new schedule -------------------------------------------------------------- */

static void reset_arena(struct arena *arena)
{
    uintptr_t begin = arena_begin(arena);
    uintptr_t used = arena->used < arena->mapped ? arena->used : arena->mapped;
    for (size_t i = 0; i < arena->large.count; i++) {
        const struct heap_block *block = &arena->large.list[i];
        if (!block->freed)
            munmap((void *)block->begin, round_up(block->size, LARGE_GAP));
    }
    if (used > KEPT) {
        madvise((void *)(begin + KEPT), arena->mapped - KEPT, MADV_DONTNEED);
        madvise(shadow_of(begin + KEPT), (arena->mapped - KEPT) / GRANULE, MADV_DONTNEED);
        used = KEPT;
    }
    if (used > 0)
        memset(shadow_of(begin), 0, round_up(used, GRANULE) / GRANULE);
    arena->used = 0;
    arena->used_large = 0;
    arena->small.count = 0;
    arena->large.count = 0;
}

void arena_reset_all(void)
{
    for (unsigned i = 0; i < arenas_used; i++)
        reset_arena(&arenas[i]);
    arenas_used = 0;
    live_bytes = 0;
    small_bytes = 0;
}

void heap_release(void)
{
    arena_reset_all();
    for (unsigned i = 0; i < EXPLORE_MAX_THREADS; i++) {
        struct arena *arena = &arenas[i];
        uintptr_t begin = arena_begin(arena);
        if (arena->mapped > 0) {
            munmap((void *)begin, arena->mapped);
            munmap(shadow_of(begin), arena->mapped / GRANULE);
        }
        free(arena->small.list);
        free(arena->large.list);
        memset(arena, 0, sizeof *arena);
    }
}
