/*
 * process.h - the end of the process: exit handlers, and what main's return means.
 */
#ifndef PROCESS_H
#define PROCESS_H

#include "schedule.h"

/* Forgets the handlers that were registered inside the last schedule. */
void process_reset(void);

/* Calls what atexit has registered, in the thread that ends the process; the handlers are
 * part of the schedule. The last of them may be followed by other threads' steps. */
void process_call_handlers(struct thread *self);

#endif
