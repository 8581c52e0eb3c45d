/*
 * once.h - pthread_once: what the rest of the explorer needs of it.
 */
#ifndef ONCE_H
#define ONCE_H

#include "schedule.h"

/* The thread leaves all routines that it runs for pthread_once: others may run them. */
void once_give_up(const struct thread *thread);

#endif
