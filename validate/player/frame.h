/*
 * frame.h - a picture made of characters: what a screen shows, before there is a screen.
 */
#ifndef FRAME_H
#define FRAME_H

#include <stdbool.h>
#include <stddef.h>

/* How a character looks: a colour and properties, or'ed. */
enum frame_style {
    FRAME_PLAIN = 0,
    FRAME_RED,
    FRAME_GREEN,
    FRAME_YELLOW,
    FRAME_BLUE,
    FRAME_MAGENTA,
    FRAME_CYAN,
    FRAME_COLOUR = 7, /* mask of the above */
    FRAME_BOLD = 8,
    FRAME_DIM = 16,
    FRAME_REVERSE = 32,
};

#define FRAME_CELL                                                                       \
    12 /* bytes of a cell's text, '\0' included: a character and its marks */

struct frame_cell {
    char text[FRAME_CELL]; /* UTF-8; "" the right half of a wide character */
    unsigned char style;
};

struct frame {
    int rows, columns;
    bool unicode; /* lines and arrows may be drawn with characters beyond ASCII */
    struct frame_cell *cells;
};

/* A rectangle of it. */
struct frame_area {
    int row, column, rows, columns;
};

/* Makes an empty one. Returns 0; or -1 with errno. To be freed with frame_close. */
int frame_open(struct frame *frame, int rows, int columns, bool unicode);
void frame_close(struct frame *frame);

/* Puts text (UTF-8; what is none, and control characters, as '?') at a place, into at most
 * `columns` columns; what is longer ends with a mark. Returns the columns that were used. */
int frame_put(struct frame *frame, int row, int column, int columns, int style,
              const char *text);
int frame_putf(struct frame *frame, int row, int column, int columns, int style,
               const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Puts text into an area, wrapped at blanks, its further lines `indent` columns in. Returns the rows
 * that were used; what has no room is cut off with a mark. */
int frame_wrap(struct frame *frame, struct frame_area area, int indent, int style,
               const char *text);

/* Puts a paragraph at the top of an area. Returns what is left below it. */
struct frame_area frame_paragraph(struct frame *frame, struct frame_area area, int style,
                                  const char *text);

/* The columns that a text takes. */
int frame_width(const char *text);

/* Draws a line across, with a title in it; "" none. */
void frame_rule(struct frame *frame, int row, int column, int columns, const char *title);

/* Draws a line downwards, between two that go across. */
void frame_upright(struct frame *frame, int row, int column, int rows);

/* Draws lines around an area, with a title in the upper one. Returns the area inside. */
struct frame_area frame_box(struct frame *frame, struct frame_area area,
                            const char *title);

/* One row as text, without blanks at its end, for tests and for screens without one. Returns
 * text. */
char *frame_row(const struct frame *frame, int row, char *text, size_t size);

#endif
