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

#if !defined(__x86_64__) || defined(FIBER_USE_UCONTEXT)
#define FIBER_UCONTEXT 1
#include <ucontext.h>
#endif

#define FIBER_STACK_SIZE (256u * 1024u) /* bytes, without the guard page below it */

/* Zeroed memory is a valid fiber without a stack: what the first switch starts from. */
struct fiber {
    char *mapping;     /* guard page and stack, owned; NULL: none yet */
    int saved_errno;   /* errno while another fiber runs */
    void *saved_stack; /* stack pointer while another fiber runs */
#ifdef FIBER_UCONTEXT
    ucontext_t context;
    void (*entry)(void *arg);
    void *arg;
#endif
};

/* Makes the fiber begin with entry(arg) at its next turn; gives it a stack if it has
 * none. Returns 0; or -1 with errno ENOMEM. fiber_free releases the stack. */
int fiber_prepare(struct fiber *fiber, void (*entry)(void *arg), void *arg);

/* Leaves `from`, which is the one that runs, and goes on with `to`. Returns when somebody
 * switches back. errno belongs to each fiber. */
void fiber_switch(struct fiber *from, struct fiber *to);

/* Releases the stack. The fiber must not be the one that runs. */
void fiber_free(struct fiber *fiber);

#endif
