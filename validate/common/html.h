/*
 * html.h - the frame of a page that stands alone: no network, light and dark, narrow and wide.
 */
#ifndef HTML_H
#define HTML_H

#include <stdio.h>

/* Prints everything before the page's contents. `title` is plain text, `style` CSS of the page's own,
 * which finds these variables: --page, --text, --quiet, --line, --panel, --blue, --orange, --good,
 * --bad. */
void html_begin(FILE *out, const char *title, const char *style);

/* Prints everything behind the contents. */
void html_end(FILE *out);

/* Prints plain text with what HTML takes for itself escaped. */
void html_text(FILE *out, const char *text);

#endif
