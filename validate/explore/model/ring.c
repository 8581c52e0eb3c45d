/*
 * ring.c - a queue of bytes of limited length.
 */
#include "ring.h"

#include <string.h>

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t ring_room(const struct ring *ring)
{
    return RING_CAPACITY - ring->count;
}

size_t ring_put(struct ring *ring, const char *bytes, size_t size)
{
    size_t put = smaller(size, ring_room(ring));
    size_t place = (ring->first + ring->count) % RING_CAPACITY;
    size_t straight = smaller(put, RING_CAPACITY - place);
    memcpy(ring->bytes + place, bytes, straight);
    memcpy(ring->bytes, bytes + straight, put - straight);
    ring->count += put;
    return put;
}

size_t ring_take(struct ring *ring, char *buffer, size_t size)
{
    size_t taken = smaller(size, ring->count);
    size_t straight = smaller(taken, RING_CAPACITY - ring->first);
    memcpy(buffer, ring->bytes + ring->first, straight);
    memcpy(buffer + straight, ring->bytes, taken - straight);
    ring->first = (ring->first + taken) % RING_CAPACITY;
    ring->count -= taken;
    return taken;
}
