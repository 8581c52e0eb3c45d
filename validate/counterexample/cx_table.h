/*
 * cx_table.h - a counterexample on a terminal: the sentence, a table with a column a
 * thread and a row a step, the source lines, and how it ends.
 */
#ifndef CX_TABLE_H
#define CX_TABLE_H

#include "counterexample.h"
#include "page.h"

enum table_extent {
    TABLE_SHORT, /* the steps that matter: those that the verdict and the sentence are about, and
                    the last TABLE_ROWS */
    TABLE_FULL, /* every step that is known */
};

#define TABLE_ROWS 24

/*
 * Prints the sentence (unless it is ""), the table and what stands below it, each line
 * indented by `indent` columns. Where the columns would become too narrow, all steps
 * stand in one column behind their thread's name. `full_hint` is how a reader gets the
 * steps that were left out ("make replay TASK=4 CHECK=x FULL=1"); NULL: that isn't said.
 */
void table_print(const struct page *page, int indent, const struct counterexample *cx,
                 enum table_extent extent, const char *full_hint);

#endif
