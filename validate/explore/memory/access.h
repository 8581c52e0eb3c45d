/*
 * access.h - what the program does with memory: each access is checked, ordered, recorded.
 *
 * The hooks of instrumented code and the models of library functions (memcpy reads and
 * writes) call access_memory() before the access happens. Outside of a schedule it does
 * nothing.
 */
#ifndef ACCESS_H
#define ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "explore.h"

enum access_kind { ACCESS_READ, ACCESS_WRITE };

/*
 * The calling thread is about to access `size` bytes (any number; 0 does nothing) from
 * `site`. In this order: where the address is a point of the search, other threads may run
 * first; a crash, a freed block, a dead stack end the schedule; a data race is noted; the
 * access is recorded if the schedule is recorded.
 */
void access_memory(const void *address, size_t size, enum access_kind kind,
                   const void *site);

/* The same for a string, its '\0' included. Returns its length. */
size_t access_string(const char *string, const void *site);

/* Where an address lies. */
struct explore_location locate(const void *address, size_t size);

#endif
