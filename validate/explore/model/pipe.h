/*
 * pipe.h - pipes between threads: what poll and the schedule need of them.
 */
#ifndef PIPE_H
#define PIPE_H

#include <stdbool.h>

/* Forgets all pipes: a new schedule begins. */
void pipes_reset(void);

/* What poll would report for a descriptor now: of `events`, and POLLHUP, POLLERR, POLLNVAL. */
short descriptor_events(int fd, short events);

#endif
