/*
 * doom.h - from where on a failing schedule can't be saved any more.
 */
#ifndef DOOM_H
#define DOOM_H

#include "guide.h"

/* The number (from 1) of the first step after which every way to go on fails, as far as
 * that can be found out before session_counts.effort is `end`; at worst the last one.
 * Runs schedules. */
unsigned doom_begins(const struct decision *decisions, unsigned length, uint64_t end);

#endif
