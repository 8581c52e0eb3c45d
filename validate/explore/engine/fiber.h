/*
 * fiber.h - a thread of execution with a stack of its own that runs until it gives way.
 *
 * All fibers of a program run on one kernel thread; fiber_switch is the only place where
 * another one gets the processor. A fiber never returns from its entry function: it
 * switches away for good, and fiber_prepare makes it begin anew.
 */
#ifndef FIBER_H
#define FIBER_H

#include <stddef.h>
#include <stdint.h>

#include "explore.h"

#if !defined(__x86_64__) || defined(FIBER_USE_UCONTEXT)
#define FIBER_UCONTEXT 1
#include <ucontext.h>
#endif

#define FIBER_STACK_SIZE ((size_t)8 << 20) /* bytes, as a thread has them by default */

/* Zeroed memory is a valid fiber without a stack: what the first switch starts from. */
struct fiber {
    char *stack;       /* lowest byte, owned; NULL: none yet. Nothing is mapped below. */
    char *lowest;      /* what lies below was not used since it was last all zero */
    void *saved_stack; /* stack pointer while another fiber runs */
    int saved_errno;   /* errno while another fiber runs */
    unsigned slot;     /* place of its stack and of its thread-local variables, from 1
                          on; 0: a fiber without a stack */
#ifdef FIBER_UCONTEXT
    ucontext_t context;
    void (*entry)(void *arg);
    void *arg;
#endif
};

/* Makes the fiber begin with entry(arg) at its next turn, on a stack that is all zero, in
 * the given slot: always the same for a fiber, from 1 to EXPLORE_MAX_THREADS. Returns 0;
 * or -1 with errno ENOMEM. fiber_free releases the stack. */
int fiber_prepare(struct fiber *fiber, unsigned slot, void (*entry)(void *arg),
                  void *arg);

/* Leaves `from`, which is the one that runs, and goes on with `to`. Returns when somebody
 * switches back. errno belongs to each fiber, and so do the program's thread-local
 * variables. */
void fiber_switch(struct fiber *from, struct fiber *to);

/* The fiber's stack was in use down to the address, or beyond its end. */
static inline void fiber_used(struct fiber *fiber, uintptr_t address)
{
    if (address < (uintptr_t)fiber->lowest)
        fiber->lowest =
            address > (uintptr_t)fiber->stack ? (char *)address : fiber->stack;
}

/* The innermost frame of a fiber that doesn't run, as __builtin_frame_address tells it;
 * NULL: not known. */
const uintptr_t *fiber_frame(const struct fiber *fiber);

/* Releases the stack. The fiber must not be the one that runs. */
void fiber_free(struct fiber *fiber);

#endif
