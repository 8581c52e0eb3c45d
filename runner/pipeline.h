/*
 * pipeline.h - the first table of `make run`: the whole nightly job on every path.
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "run.h"

/* Measures each path and prints its row. Fills in run->baseline and run->paths. Returns
 * 0; or -1 with errno from contained_call. */
int pipeline_print(struct run *run);

#endif
