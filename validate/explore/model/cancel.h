/*
 * cancel.h - threads that are cancelled, and the handlers that clean up behind them.
 */
#ifndef CANCEL_H
#define CANCEL_H

#include "schedule.h"

/* Can the thread, which was cancelled, go on with its pending operation to end there? */
bool cancel_wakes(const struct thread *thread);

/* The current thread, which was cancelled, has taken the step of its pending operation: it ends
 * if it may be cancelled there, else this returns. */
void cancel_here(struct thread *self);

/* The current thread leaves by pthread_exit: goes on in its innermost clean-up handler, which
 * takes it to thread_leave() again. Returns if there is none. */
void cancel_clean_up(struct thread *self);

#endif
