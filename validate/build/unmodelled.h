/*
 * unmodelled.h - library calls of learner code that the explorer doesn't know: they go to a function
 * that ends the schedule with their name and line, and outside of one to the library.
 */
#ifndef UNMODELLED_H
#define UNMODELLED_H

#include <stdio.h>

#include "calls.h"
#include "unit.h"

/* Adds the redirections ("NAME unmodelled:NAME") of the unit's unknown calls to `out`, and makes
 * <stem>.calls.o with these functions; without such calls there is no such file. `redirected` are the
 * names that the probe's wrappers take. Returns 0; or -1 with errno. */
int redirect_unmodelled(const struct unit *unit, const struct build_places *places,
                        const struct call_list *calls, const char *redirected, FILE *out);

/* That file's path; "" if there is none. */
void unmodelled_object(const struct unit *unit, char path[PATH_MAX]);

#endif
