/*
 * globals.h - the program's variables of static storage duration: as they were before the
 * first schedule whenever a schedule begins.
 *
 * Whoever makes the executable tells which they are, once, before the first schedule. The
 * explorer's own variables must not lie in between.
 */
#ifndef GLOBALS_H
#define GLOBALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GLOBALS_MAX_RANGES 16

/* Bytes [begin, end) are variables of the program; an empty range is ignored. Returns 0;
 * or -1 with errno ENOMEM. */
int globals_add(void *begin, void *end);

/* A schedule begins: all variables as they were when it was called for the first time.
 * Returns 0; or -1 with errno ENOMEM. */
int globals_reset(void);

/* Forgets all ranges; the variables stay as they are. */
void globals_forget(void);

/* Does the address belong to a variable that was added? */
bool globals_hold(const void *address);

#endif
