/*
 * page.h - text on a terminal: its width, colour where it is wanted, wrapped lines.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stdbool.h>
#include <stdio.h>

struct page {
    FILE *out;
    int width;   /* columns, 40..100 */
    bool colour; /* only on a terminal, and not when NO_COLOR is set (no-color.org) */
};

struct page page_open(FILE *out);

enum page_colour { PAGE_PLAIN, PAGE_GREEN, PAGE_RED, PAGE_YELLOW, PAGE_BOLD, PAGE_DIM };

/* Prints text in a colour, made by printf rules. */
void page_print(const struct page *page, enum page_colour colour, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Prints a paragraph behind `label`, wrapped, each further line indented by `indent`
 * columns; the label is padded to that width. Line breaks in the text are kept. Control
 * characters, and bytes that are no UTF-8, are shown as '?': nothing in a message can move
 * the cursor. */
void page_paragraph(const struct page *page, int indent, const char *label,
                    const char *text);

/* The same for text whose first line is begun already, `indent` columns in. */
void page_continue(const struct page *page, int indent, const char *text);

/* Prints text as it is, each line indented, control characters shown as '?', not wrapped. */
void page_verbatim(const struct page *page, int indent, const char *text);

#endif
