/*
 * replay.h - which files a counterexample was found in.
 */
#ifndef REPLAY_H
#define REPLAY_H

#include "store.h"
#include "task.h"

/* Identifies the learner's files of a task as they are now below `from` (struct options).
 * Returns text. */
char *identify_task(const char *from, const struct task *task, char text[IDENTITY_SIZE]);

#endif
