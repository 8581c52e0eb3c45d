/*
 * mutex.h - what condition waits need of mutexes.
 */
#ifndef MUTEX_H
#define MUTEX_H

#include "schedule.h"

/* The state of the mutex at the address. */
struct object *mutex_at(pthread_mutex_t *mutex);

/* Hands the free mutex to the current thread. */
void mutex_take(struct object *mutex, struct thread *self);

/* Frees the mutex, which the current thread has locked once. */
void mutex_release(struct object *mutex, struct thread *self);

/* Is the object a mutex with the robust attribute? Its memory must be there. */
bool mutex_is_robust(const struct object *object);

#endif
