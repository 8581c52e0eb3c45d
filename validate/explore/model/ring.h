/*
 * ring.h - a queue of bytes of limited length: what is in a pipe.
 */
#ifndef RING_H
#define RING_H

#include <stddef.h>

#define RING_CAPACITY 65536u /* bytes, as a pipe has them on Linux */

/* Zeroed memory is an empty ring. */
struct ring {
    size_t first; /* place of the first byte */
    size_t count; /* bytes that are in it */
    char bytes[RING_CAPACITY];
};

/* Bytes that still go in. */
size_t ring_room(const struct ring *ring);

/* Puts in as many of the bytes as there is room for. Returns how many. */
size_t ring_put(struct ring *ring, const char *bytes, size_t size);

/* Takes out as many bytes as there are, at most size. Returns how many. */
size_t ring_take(struct ring *ring, char *buffer, size_t size);

#endif
