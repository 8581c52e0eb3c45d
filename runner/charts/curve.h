/*
 * curve.h - how the speedup grows with the number of workers, and what it can't pass.
 */
#ifndef CURVE_H
#define CURVE_H

#include <stdbool.h>

#include "limit.h"

#define CURVE_POINTS 5

struct run;

/* One kind of worker. */
struct curve_line {
    bool measured;                /* its path was right */
    double speedup[CURVE_POINTS]; /* NAN where the path failed */
    double limit[CURVE_POINTS];
};

struct curve {
    double computing_share; /* of the plain loop's time */
    struct curve_line threads;
    struct curve_line processes;
};

/* The numbers of workers, ascending. */
extern const unsigned CURVE_WORKERS[CURVE_POINTS];

/* Measures both kinds of workers whose paths were right. Returns 0; or -1 with errno when a
 * measurement could not be started. */
int curve_measure(struct run *run);

/* Prints the table. Nothing if nothing was measured. */
void curve_print(const struct run *run);

#endif
