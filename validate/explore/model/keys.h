/*
 * keys.h - thread-specific data: what the rest of the explorer needs of it.
 */
#ifndef KEYS_H
#define KEYS_H

#include "schedule.h"

/* Forgets all keys. */
void keys_reset(void);

/* Calls the destructors for a thread that ends; it is the current one. */
void keys_destroy_values(struct thread *self);

#endif
