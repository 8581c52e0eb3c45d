/*
 * locals.h - the program's variables of thread storage duration: each thread has its own, at
 * addresses of their own, with the contents they had before the first schedule.
 *
 * A variable of storage class _Thread_local lies at a fixed distance from the thread pointer.
 * Where that can be moved (x86-64) every fiber has a copy of the block around it, so a pointer
 * to another thread's variable means what it says. Elsewhere all fibers see one block whose
 * contents are exchanged at a switch: a thread that uses such a pointer gets its own variable.
 */
#ifndef LOCALS_H
#define LOCALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Does the program have any? Only then there is something to do at a switch. */
extern bool locals_exist;

/* Bytes [begin, end), as the calling kernel thread sees them, are thread-local variables of
 * the program; an empty range is ignored. Returns 0; or -1 with errno ENOMEM. */
int locals_add(void *begin, void *end);

/* Forgets all that was added. */
void locals_forget(void);

/* A fiber begins in the slot: with fresh variables when it is switched to. */
void locals_begin(unsigned slot);

/* For fiber_switch, if they exist: from the variables of one slot to those of another; 0: the
 * kernel thread's own. errno goes with them where they have addresses of their own. */
void locals_switch(unsigned from, unsigned to);

/* Do errno and the variables of each thread have addresses of their own? */
bool locals_are_apart(void);

/* Does each thread see its own variable at the address? Then what is accessed there says
 * nothing about threads. */
bool locals_are_swapped(const void *address);

/* Does the address belong to a variable that was added, of whatever thread? */
bool locals_hold(const void *address);

/* Of such an address: the thread, and how far the variable is from the thread pointer. */
uint32_t locals_owner(const void *address);
int64_t locals_distance(const void *address);

#endif
