/*
 * keep.h - what `lab replay` shows is what the last `lab validate` found.
 */
#ifndef KEEP_H
#define KEEP_H

#include <cjson/cJSON.h>

#include "lab.h"

/* Keeps the counterexamples of the tasks that were judged in the place of those kept before. Returns
 * -1; or an exit status, the reason said. */
int keep_counterexamples(const struct lab *lab, const cJSON *results);

#endif
