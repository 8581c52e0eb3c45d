/*
 * signals.h - the little that is modelled of signals.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <stdbool.h>

/* Has the program asked that SIGPIPE be ignored? */
bool sigpipe_is_ignored(void);

/* A new schedule begins. */
void signals_reset(void);

#endif
