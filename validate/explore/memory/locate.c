/*
 * locate.c - what lies at an address.
 */
#include "access.h"
#include "globals.h"
#include "heap.h"
#include "locals.h"
#include "stacks.h"

static void locate_block(uintptr_t address, struct explore_location *location)
{
    const struct heap_block *block = heap_block_near((void *)address);
    location->place = EXPLORE_PLACE_HEAP;
    if (block == NULL)
        return;
    location->thread = block->allocated_by;
    location->site = block->allocated_at;
    location->offset = (int64_t)(address - block->begin);
    location->block = block->size;
}

static void locate_local(const void *address, struct explore_location *location)
{
    location->place = EXPLORE_PLACE_THREAD_LOCAL;
    location->thread = locals_owner(address);
    location->offset = locals_distance(address);
}

struct explore_location locate(const void *place, size_t size)
{
    uintptr_t address = (uintptr_t)place;
    struct explore_location location = {
        .address = address,
        .size = size < UINT32_MAX ? (uint32_t)size : UINT32_MAX,
    };
    if (heap_holds(place))
        locate_block(address, &location);
    else if (stacks_hold(address))
        stacks_locate(address, &location);
    else if (locals_hold(place))
        locate_local(place, &location);
    else if (globals_hold(place))
        location.place = EXPLORE_PLACE_GLOBAL;
    return location;
}
