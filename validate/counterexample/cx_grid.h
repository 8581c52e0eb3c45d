/*
 * cx_grid.h - columns of text on a page: one a thread, side by side where there is
 * room, else one for all.
 */
#ifndef CX_GRID_H
#define CX_GRID_H

#include "page.h"

#define GRID_COLUMNS 8

struct grid {
    const struct page *page;
    int indent;
    int count; /* of columns with a name of their own */
    char names[GRID_COLUMNS][48];
    bool side_by_side; /* else each row begins with its column's name */
    int width;         /* of a column */
};

/* Lays a grid out for these columns: count and names are set. With more columns than
 * GRID_COLUMNS, or too little room, they aren't put side by side. */
void grid_lay_out(struct grid *grid, const struct page *page, int indent, int columns);

/* The names of the columns, underlined. */
void grid_header(const struct grid *grid);

/* A row: `number` at its beginning, the text wrapped in its column. `name` is the
 * column's, for a grid that isn't side by side. */
void grid_row(const struct grid *grid, const char *number, int column, const char *name,
              const char *text, enum page_colour colour);

/* A line across all columns with words in it. */
void grid_rule(const struct grid *grid, const char *words);

/* Prints at most `width` columns of text, what can't be shown as '?', the end of what
 * doesn't fit as "...". Returns the columns that were used. */
int grid_print_cut(FILE *out, const char *text, int width);

#endif
