/*
 * program_link.h - links a program's renamed objects with the explorer.
 */
#ifndef PROGRAM_LINK_H
#define PROGRAM_LINK_H

#include "program_unit.h"

/* Makes program->path of the units' <stem>.o, and of <folder>/unmodelled.s if there are unmodelled
 * calls. Fails the program, in words about what the learner wrote, if that can't be done. */
void program_link(struct built_program *program, const struct program_unit *units,
                  int unmodelled);

#endif
