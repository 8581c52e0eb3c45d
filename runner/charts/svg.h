/*
 * svg.h - the drawings of the page: a timeline with a bar a worker, and the curve of the speedup.
 * Each is an image with a name and a description for those who don't see it; every figure in it
 * stands in a table as well.
 */
#ifndef SVG_H
#define SVG_H

#include <stdio.h>

#include "curve.h"
#include "timeline.h"

/* Draws a timeline; `scale` seconds are as wide as the drawing. `name` also makes the ids. */
void svg_timeline(FILE *out, const char *name, int number,
                  const struct timeline *timeline, double scale);

/* Draws speedup over workers, the measured lines and their limits. */
void svg_curve(FILE *out, const struct curve *curve);

#endif
