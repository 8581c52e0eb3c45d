/*
 * walk.h - strategies that decide on the spot: the default run, taking turns, random,
 * PCT.
 */
#ifndef WALK_H
#define WALK_H

#include "strategy.h"

/* A thread runs until it blocks or tries in vain. Time passes only when nobody else can
 * go on, so this is the timing run as well: schedule.now at the end is what the program
 * would take on enough processors if computing took no time. */
extern const struct strategy walk_keep_running;

/* The next thread after every step. */
extern const struct strategy walk_take_turns;

/* The same, but T0 creates its threads first, and goes on when they have done all they
 * can. */
extern const struct strategy walk_children_first;

/* Any candidate, all alike; begin with walk_seed(). */
extern const struct strategy walk_random;

/* Probabilistic concurrency testing (Burckhardt and others, ASPLOS 2010): the thread of
 * highest priority runs; priorities are random, and at two random steps the running
 * thread's becomes the lowest. Begin with walk_seed(). */
extern const struct strategy walk_pct;

/* The random numbers of the next schedule; PCT spreads its two steps over expected_steps.
 * */
void walk_seed(uint64_t seed, unsigned expected_steps);

#endif
