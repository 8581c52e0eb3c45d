/*
 * chart.h - a timeline in the terminal: a row a worker, a character a stretch of time.
 */
#ifndef CHART_H
#define CHART_H

#include "timeline.h"

#define CHART_LABEL 6 /* characters in front of each row */

/* How many characters a row may have behind its label: by the terminal's width, COLUMNS, or 80. */
int chart_width(void);

/* Prints what the characters mean. */
void chart_print_legend(void);

/*
 * Prints the timeline, `width` characters for `scale` seconds: several charts with the same scale can
 * be compared. Of very many workers the first ones are shown.
 */
void chart_print(const struct timeline *timeline, double scale, int width);

/* What fills the stretch [begin, end) of a worker's time; SPAN_KINDS: mostly nothing. */
enum span_kind chart_cell(const struct timeline *timeline, unsigned worker, double begin,
                          double end);

#endif
