/*
 * given.h - which functions of a solution stand in the stub already, word for word. They are not the
 * learner's work: no mutant is made of them.
 */
#ifndef GIVEN_H
#define GIVEN_H

#include "mutants.h"

/* Drops the mutants of functions that the stub's text has as well. Returns 0; or -1 with errno: the
 * stub can't be read as C, or there is no memory. */
int drop_given(struct source *solution, const char *stub_text);

#endif
