/*
 * candidates.h - the ways in which a schedule can go on.
 */
#ifndef CANDIDATES_H
#define CANDIDATES_H

#include <stdbool.h>

#include "schedule.h"

/* A schedule begins. */
void candidates_reset(void);

/* Fills schedule.candidates in order of thread numbers; returns how many. Ends the schedule
 * if nobody can ever go on. */
unsigned candidates_find(void);

bool thread_is_ready(const struct thread *thread);

enum others { NOT_SPINNING, SPINNING_TOO };

/* Is there another thread that can step, now or when its time has come? Of those that wait
 * for a change the ones that will do so for ever never count. */
bool others_may_step(enum others which);

#endif
