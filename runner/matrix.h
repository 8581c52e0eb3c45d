/*
 * matrix.h - the second table of `make run`: two kinds of work on two kinds of worker.
 */
#ifndef MATRIX_H
#define MATRIX_H

#include "run.h"

/* Measures look-ups and hashing on threads and processes, prints the table, and notes
 * what it shows. Needs what pipeline_print left in *run. Returns 0; or -1 with errno from
 * contained_call. */
int matrix_print(struct run *run);

#endif
