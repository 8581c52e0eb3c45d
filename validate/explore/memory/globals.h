/*
 * globals.h - the program's variables of static and of thread storage duration: as they
 * were before the first schedule whenever a schedule begins, and a copy of the latter for
 * each thread.
 *
 * Whoever makes the executable tells which they are, once, before the first schedule. The
 * explorer's own variables must not lie in between.
 */
#ifndef GLOBALS_H
#define GLOBALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GLOBALS_MAX_RANGES 16 /* of either kind */

/* Bytes [begin, end) are variables of the program; an empty range is ignored. Returns 0;
 * or -1 with errno ENOMEM. */
int globals_add(void *begin, void *end);

/* The same for variables of thread storage duration, as the calling kernel thread sees
 * them. Threads of the program share that thread; what lies there is swapped. */
int globals_add_thread_local(void *begin, void *end);

/* A schedule begins: all variables as they were when it was called for the first time.
 * Returns 0; or -1 with errno ENOMEM. */
int globals_reset(void);

/* Forgets all ranges and the copies; the variables stay as they are. */
void globals_forget(void);

/* Does the address belong to a variable that was added? */
bool globals_hold(const void *address);

/* ... of thread storage duration? It says nothing about threads: each has its own
 * there. */
bool globals_are_thread_local(const void *address);

/* For fiber_switch: exchanges the thread-local variables of two fibers' slots. */
void globals_switch(unsigned from, unsigned to);

/* Are there any? */
extern bool globals_have_thread_locals;

#endif
