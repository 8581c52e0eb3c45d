/*
 * source_set.h - which thread has to be tried at a node, so that a race comes the other
 * way round.
 *
 * Of the steps between two that race, those that don't depend on the earlier one, and
 * then the later one, could come instead of the earlier one. A thread whose first step
 * among them depends on none of the others is an initial. One initial in the source set
 * of the earlier step's node is enough.
 */
#ifndef SOURCE_SET_H
#define SOURCE_SET_H

#include "thread_set.h"

/* What the node knows of threads. */
struct sources {
    struct thread_set enabled; /* could step there */
    struct thread_set source;  /* to be tried, or tried */
    struct thread_set done;    /* tried in every way */
    struct thread_set sleep;   /* covered by earlier schedules */
};

/*
 * `event` races with what `thread` does after the `events` events that there are; `clock`
 * as in order_race. Adds to the source set of the event's node what it lacks. Returns how
 * many events were looked at.
 */
unsigned source_set_grow(struct sources *node, unsigned event, uint32_t thread,
                         const uint32_t *clock, unsigned events);

#endif
