/*
 * html_steps.h - a counterexample as part of a page: a table with a column a thread, which can be
 * read as it is; and what the page's script needs to step through it.
 */
#ifndef HTML_STEPS_H
#define HTML_STEPS_H

#include <cjson/cJSON.h>
#include <stdio.h>

/* Prints the counterexample (docs/counterexample.schema.json) of the check with that id. Its sentence
 * is left out where `message`, which stands above, ends with it. */
void html_steps(const cJSON *counterexample, const char *id, const char *message,
                FILE *out);

#endif
