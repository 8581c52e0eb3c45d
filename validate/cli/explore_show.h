/*
 * explore_show.h - prints what `lab explore` found: for people, or as JSON
 * (docs/explore.schema.json).
 *
 * The text depends on the program and the options alone: neither seconds nor places of the machine
 * are in it, so that two runs can be compared byte by byte.
 */
#ifndef EXPLORE_SHOW_H
#define EXPLORE_SHOW_H

#include <stdio.h>

#include "explore_result.h"

void show_result_text(const struct explore_command *command,
                      const struct explore_result *result, FILE *out);

/* `seconds` is what the whole command took. Returns 0; or -1 with errno ENOMEM. */
int show_result_json(const struct explore_command *command,
                     const struct explore_result *result, double seconds, FILE *out);

#endif
