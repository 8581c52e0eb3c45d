/*
 * bytes.c - the mem* family.
 */
#define _GNU_SOURCE /* mempcpy, memrchr, memmem */
#include <string.h>
#include <strings.h>

#include "library.h"
#include "models.h"

void *explore_memcpy(void *to, const void *from, size_t size)
{
    const void *site = CALL_SITE();
    reads(from, size, site);
    writes(to, size, site);
    return memcpy(to, from, size);
}

void *explore_mempcpy(void *to, const void *from, size_t size)
{
    const void *site = CALL_SITE();
    reads(from, size, site);
    writes(to, size, site);
    return mempcpy(to, from, size);
}

void *explore_memmove(void *to, const void *from, size_t size)
{
    const void *site = CALL_SITE();
    reads(from, size, site);
    writes(to, size, site);
    return memmove(to, from, size);
}

void explore_bcopy(const void *from, void *to, size_t size)
{
    const void *site = CALL_SITE();
    reads(from, size, site);
    writes(to, size, site);
    memmove(to, from, size);
}

/* How many bytes are read until `byte` is found, it included. */
static size_t until(const void *memory, int byte, size_t size)
{
    const char *found = memchr(memory, byte, size);
    return found != NULL ? (size_t)(found - (const char *)memory) + 1 : size;
}

void *explore_memccpy(void *to, const void *from, int byte, size_t size)
{
    const void *site = CALL_SITE();
    size_t copied = until(from, byte, size);
    reads(from, copied, site);
    writes(to, copied, site);
    return memccpy(to, from, byte, size);
}

void *explore_memset(void *memory, int byte, size_t size)
{
    writes(memory, size, CALL_SITE());
    return memset(memory, byte, size);
}

void explore_bzero(void *memory, size_t size)
{
    writes(memory, size, CALL_SITE());
    memset(memory, 0, size);
}

void explore_explicit_bzero(void *memory, size_t size)
{
    writes(memory, size, CALL_SITE());
    memset(memory, 0, size);
}

int explore_memcmp(const void *a, const void *b, size_t size)
{
    const void *site = CALL_SITE();
    reads(a, size, site);
    reads(b, size, site);
    return memcmp(a, b, size);
}

int explore_bcmp(const void *a, const void *b, size_t size)
{
    const void *site = CALL_SITE();
    reads(a, size, site);
    reads(b, size, site);
    return memcmp(a, b, size);
}

void *explore_memchr(const void *memory, int byte, size_t size)
{
    reads(memory, until(memory, byte, size), CALL_SITE());
    return memchr(memory, byte, size);
}

void *explore_memrchr(const void *memory, int byte, size_t size)
{
    reads(memory, size, CALL_SITE());
    return memrchr(memory, byte, size);
}

void *explore_memmem(const void *memory, size_t size, const void *part, size_t part_size)
{
    const void *site = CALL_SITE();
    reads(memory, size, site);
    reads(part, part_size, site);
    return memmem(memory, size, part, part_size);
}
