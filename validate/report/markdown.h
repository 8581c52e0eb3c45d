/*
 * markdown.h - the lab's own pages (lessons, introduction, closing page) on a terminal.
 *
 * Knows what those pages use: headings, paragraphs, lists, code between ``` lines, tables,
 * <details>, and within a line `code`, *emphasis*, **strong emphasis**.
 */
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include "page.h"

/* Prints the text, its prose wrapped to the page's width. In the place of a <details> block stands
 * the line `folded`; with NULL the block itself. */
void markdown_print(const struct page *page, const char *text, const char *folded);

#endif
