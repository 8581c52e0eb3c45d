/*
 * thread.h - the life of a thread.
 */
#ifndef THREAD_H
#define THREAD_H

#include <pthread.h>
#include <stdint.h>

#include "explore.h"

struct thread;

/* The entry function of a thread's fiber; arg is its struct thread. Never returns. */
void thread_main(void *arg);

/* The pthread_t by which the program knows a thread. */
pthread_t thread_handle(const struct thread *thread);

/* The thread that the program knows by this handle, for an operation of the current thread;
 * ends the schedule if it is none. */
struct thread *thread_of(pthread_t handle, enum explore_op op);

/* What pthread_join does, until a virtual moment; NO_DEADLINE: for ever. *result is no memory of
 * the program. Returns 0 or an error. */
int thread_join(pthread_t thread, uint64_t deadline, void **result);

/* The process ends, whatever its threads do; what they have left undone when they ended is
 * judged. */
_Noreturn void thread_end_all(void);

/* The current thread ends with self->result, by pthread_exit: first its innermost clean-up
 * handler, if there is one, then the next, then the thread. */
_Noreturn void thread_leave(struct thread *self);

#endif
