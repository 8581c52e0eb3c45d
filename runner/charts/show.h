/*
 * show.h - what can be seen of a run in the terminal, below its tables.
 */
#ifndef SHOW_H
#define SHOW_H

#include "run.h"

/* The chart of each path that did any job, all on one scale. */
void show_charts(const struct run *run);

/* How far repeated measurements lie apart; nothing if each path was measured once. */
void show_spread(const struct run *run);

#endif
