/*
 * stubs.h - the learner's files of a task in tasks/, and the untouched stubs that the lab keeps
 * in validate/stubs/. Paths are relative to the lab's folder.
 */
#ifndef STUBS_H
#define STUBS_H

#include <stdbool.h>

#include "task.h"

#define SOURCE_LIMIT (1u << 20) /* bytes; the largest file has about a fiftieth of it */

/* Each puts the path of the task's file number `index` into `path` (PATH_MAX bytes) and
 * returns it. */
char *learner_path(char *path, const struct task *task, int index);
char *stub_path(char *path, const struct task *task, int index);
char *solution_path(char *path, const struct task *task, int index);

/* Is the learner's file a regular file with the contents of the stub? */
bool is_stub(const struct task *task, int index);
bool all_are_stubs(const struct task *task);

#endif
