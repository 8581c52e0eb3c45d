/*
 * play_command.h - how many puzzles there are.
 */
#ifndef PLAY_COMMAND_H
#define PLAY_COMMAND_H

#include "lab.h"

/* Returns how many puzzles the task has; *solved: so many of them were, in their files as they are
 * now. */
int count_puzzles(const struct lab *lab, const struct task *task, int *solved);

#endif
