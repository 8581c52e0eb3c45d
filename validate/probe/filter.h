/*
 * filter.h - the kernel refuses this process, and all that it starts, system calls that no task
 * needs (denied_calls.h). Each refusal is noted in the evidence.
 */
#ifndef FILTER_H
#define FILTER_H

#include <stdbool.h>

/* From now on, for good. Without seccomp in the kernel nothing is refused. */
void filter_system_calls(bool network);

#endif
