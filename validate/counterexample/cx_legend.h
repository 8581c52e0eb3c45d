/*
 * cx_legend.h - the source lines below a table: each once, by file and line.
 */
#ifndef CX_LEGEND_H
#define CX_LEGEND_H

#include <stddef.h>

#include "counterexample.h"
#include "page.h"

struct legend {
    const struct cx_place **places; /* sorted; the array is the caller's */
    size_t count, room;
};

/* Adds the place to arg, a struct legend, if its source is known and there is room. */
void legend_add(void *arg, const struct cx_place *place);

void legend_print(const struct legend *legend, const struct page *page, int indent);

#endif
