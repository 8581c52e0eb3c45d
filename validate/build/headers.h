/*
 * headers.h - what the lab's headers declare for learner code.
 */
#ifndef HEADERS_H
#define HEADERS_H

#include <stdbool.h>

#include "build.h"

/* The task's contract: its headers, one behind the other, or with `all` those that it includes of the lab
 * as well: the jobs module, task 6's client. Returns a text to be freed, or NULL: out of memory. */
char *read_headers(const struct task *task, const struct build_places *places, bool all);

/* Does the text declare the function? Its comments hold words that are functions as well: "signal". */
bool is_declared_in(const char *headers, const char *name);

/* Is `name` a whole word of the text? */
bool is_word_of(const char *text, const char *name);

#endif
