/*
 * order.h - which steps of the schedule under way happen before which, by dependence.
 *
 * Not the order of the race detector (clocks.h): here every dependent pair is ordered as
 * it came, so two schedules with the same order are one interleaving. A pair that could
 * have come the other way round is a race in the sense of partial order reduction;
 * whoever asks is told of each, once.
 *
 * Steps are events, numbered from 0; a position is a number plus one, so that 0 is none.
 */
#ifndef ORDER_H
#define ORDER_H

#include "dependence.h"

/* A pair that depends on each other directly: the event, and what `thread` did or would
 * do after it. `clock` has, for each thread, the position of its last event that has to
 * come before that in any case. Returns false if the thread could not have come first. */
typedef bool (*order_race)(unsigned event, uint32_t thread, const uint32_t *clock);

/* Makes room for schedules of that many steps. Returns 0, or -1 with errno ENOMEM. */
int order_open(unsigned steps, order_race on_race);
void order_close(void);

/* A schedule begins. */
void order_begin(void);

/* Adds the step just taken. `known`: the schedule before had the same event with the same
 * ones before it, so nothing is new. */
void order_add(const struct step *step, bool patient, bool known);

/* Tells of races of what the thread would do next; `signalled` as in effects_of_pending.
 * */
void order_pending(const struct thread *thread, bool signalled);

/* Position of the thread's last event; 0: none. */
unsigned order_last(uint32_t thread);

/* Who took the step. */
uint32_t order_thread(unsigned event);

/* Position of the thread's last event that happens before this event, or is this event.
 * */
unsigned order_before(unsigned event, uint32_t thread);

/* The effects of an event, as linked together; returns how many. */
unsigned order_effects(unsigned event, struct effect effects[MAX_EFFECTS]);

/* False: there were more effects than there is room for, and races may have been missed.
 * */
bool order_is_complete(void);

#endif
