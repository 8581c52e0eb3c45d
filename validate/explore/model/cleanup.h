/*
 * cleanup.h - pthread_cleanup_push and its handlers.
 */
#ifndef CLEANUP_H
#define CLEANUP_H

#include "schedule.h"

/* The current thread leaves by pthread_exit: goes on in its innermost clean-up handler, which
 * takes it to thread_leave() again. Returns if there is none. */
void cleanup_go_on(struct thread *self);

/* A new schedule begins. */
void cleanup_reset(void);

#endif
