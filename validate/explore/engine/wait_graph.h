/*
 * wait_graph.h - the wait-for graph of the schedule: a thread that waits for a lock waits
 * for the threads that hold it, a join waits for the thread.
 */
#ifndef WAIT_GRAPH_H
#define WAIT_GRAPH_H

#include "schedule.h"

/* Threads of which each waits for the next, and the last for the first. */
struct cycle {
    unsigned length;
    uint32_t threads[EXPLORE_MAX_THREADS];
};

/* The lock that the thread waits for; NULL: it waits for something else. */
const struct object *awaited_lock(const struct thread *thread);

/* One of the threads that the thread waits for; EXPLORE_NOBODY: there are none. */
uint32_t first_holder(const struct thread *thread);

/* Returns true and fills in a cycle, if there is one. */
bool find_cycle(struct cycle *cycle);

#endif
