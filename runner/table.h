/*
 * table.h - aligned cells on stdout, in colour where that is welcome.
 */
#ifndef TABLE_H
#define TABLE_H

enum tint { TINT_NONE, TINT_TITLE, TINT_QUIET, TINT_GOOD, TINT_BAD };

/* Decides about colour: only if stdout is a terminal that isn't dumb, and NO_COLOR is
 * unset. Before the first cell. */
void table_begin(void);

/* Prints text in a column of `width` characters: to the right of it if width is positive,
 * to the left if it is negative. Text that is longer is printed whole. */
void cell(enum tint tint, int width, const char *text);

/* The same for a figure with `decimals` places; one too long for its column is printed
 * with an exponent. NAN prints '-'. */
void number_cell(int width, int decimals, double value);

/* Ends the line, and lets it be seen at once. */
void end_row(void);

#endif
