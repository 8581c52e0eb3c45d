/*
 * inspect.h - what a learner's file may not do, because nobody could judge it then.
 *
 * The lab sees learner code through the names that it calls and through the instrumentation that
 * the compiler puts into it. Code that gets past both (inline assembly, attributes that switch the
 * instrumentation off, functions found by name at run time, the lab's own functions) is refused
 * before it runs, with the line where it stands; so are calls that change what a process may do.
 */
#ifndef INSPECT_H
#define INSPECT_H

#include "unit.h"

/* Looks at a compiled unit: its text, what it includes, the names in its object file. Refuses its
 * build with a message if something in it can't be judged. */
void inspect_unit(struct unit *unit, const struct build_places *places);

#endif
