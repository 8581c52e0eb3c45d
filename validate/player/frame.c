#define _GNU_SOURCE
#include "frame.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "utf8.h"

int frame_open(struct frame *frame, int rows, int columns, bool unicode)
{
    if (rows <= 0 || columns <= 0) {
        errno = EINVAL;
        return -1;
    }
    *frame = (struct frame){rows, columns, unicode, NULL};
    size_t count = (size_t)rows * (size_t)columns;
    frame->cells = calloc(count, sizeof *frame->cells);
    if (!frame->cells)
        return -1;
    for (size_t i = 0; i < count; i++)
        frame->cells[i].text[0] = ' ';
    return 0;
}

void frame_close(struct frame *frame)
{
    free(frame->cells);
    frame->cells = NULL;
}

static struct frame_cell *cell_at(struct frame *frame, int row, int column)
{
    bool inside = row >= 0 && row < frame->rows && column >= 0 && column < frame->columns;
    return inside ? &frame->cells[row * frame->columns + column] : NULL;
}

/* ---- text ------------------------------------------------------------------------ */

/* One character of a text: its bytes, and the columns that it takes. */
struct glyph {
    const char *bytes;
    size_t length;
    int width;
};

/* Takes the next character off; what can't be shown becomes a '?'. */
static struct glyph next_glyph(const char **at)
{
    const char *begin = *at;
    long character = utf8_next(at);
    struct glyph glyph = {begin, (size_t)(*at - begin), 1};
    if (character < 32 || (character >= 127 && character < 160)) {
        glyph.bytes = character == '\t' ? " " : "?";
        glyph.length = 1;
    } else if (character >= 160) {
        int width = wcwidth((wchar_t)character);
        glyph.width = width < 0 ? 1 : width;
    }
    return glyph;
}

int frame_width(const char *text)
{
    int width = 0;
    while (*text)
        width += next_glyph(&text).width;
    return width;
}

static void put_glyph(struct frame *frame, int row, int column, int style,
                      const struct glyph *glyph)
{
    struct frame_cell *cell = cell_at(frame, row, column);
    bool shown = frame->unicode || glyph->length == 1;
    if (!cell)
        return;
    snprintf(cell->text, sizeof cell->text, "%.*s", shown ? (int)glyph->length : 1,
             shown ? glyph->bytes : "?");
    cell->style = (unsigned char)style;
    struct frame_cell *right = glyph->width == 2 ? cell_at(frame, row, column + 1) : NULL;
    if (right) {
        snprintf(right->text, sizeof right->text, "%s", shown ? "" : "?");
        right->style = (unsigned char)style;
    }
}

/* A mark without a width of its own belongs to the character before it. */
static void add_mark(struct frame *frame, int row, int column, const struct glyph *glyph)
{
    struct frame_cell *cell = cell_at(frame, row, column - 1);
    size_t used = cell ? strlen(cell->text) : 0;
    if (cell && frame->unicode && used + glyph->length < sizeof cell->text) {
        memcpy(cell->text + used, glyph->bytes, glyph->length);
        cell->text[used + glyph->length] = '\0';
    }
}

static int put_part(struct frame *frame, int row, int column, int columns, int style,
                    const char *text, size_t length)
{
    const char *end = text + length;
    int used = 0;
    while (text < end && *text) {
        struct glyph glyph = next_glyph(&text);
        if (used + glyph.width > columns)
            break;
        if (glyph.width == 0)
            add_mark(frame, row, column + used, &glyph);
        else
            put_glyph(frame, row, column + used, style, &glyph);
        used += glyph.width;
    }
    return used;
}

static void put_cut_mark(struct frame *frame, int row, int column, int style)
{
    const char *mark = frame->unicode ? "\u2026" : "~";
    put_part(frame, row, column, 1, style, mark, strlen(mark));
}

int frame_put(struct frame *frame, int row, int column, int columns, int style,
              const char *text)
{
    if (columns > frame->columns - column)
        columns = frame->columns - column;
    if (columns <= 0)
        return 0;
    int used = put_part(frame, row, column, columns, style, text, strlen(text));
    if (frame_width(text) > columns)
        put_cut_mark(frame, row, column + columns - 1, style);
    return used;
}

int frame_putf(struct frame *frame, int row, int column, int columns, int style,
               const char *format, ...)
{
    char text[1024];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    return frame_put(frame, row, column, columns, style, text);
}

/* How many bytes of the text fit into the columns, up to a blank where there is one. */
static size_t line_length(const char *text, int columns)
{
    const char *at = text, *blank = NULL, *words = text + strspn(text, " ");
    int used = 0;
    while (*at && *at != '\n') {
        const char *before = at;
        used += next_glyph(&at).width;
        if (*before == ' ' && before > words)
            blank = before;
        if (used > columns) {
            /* Not at a blank that would leave most of the line empty. */
            bool useful = blank && blank - text >= columns / 3;
            const char *end = useful ? blank : before > text ? before : at;
            return (size_t)(end - text);
        }
    }
    return (size_t)(at - text);
}

int frame_wrap(struct frame *frame, struct frame_area area, int indent, int style,
               const char *text)
{
    int row = 0;
    while (*text && row < area.rows) {
        int in = row > 0 ? indent : 0, columns = area.columns - in;
        if (columns <= 0)
            break;
        size_t length = line_length(text, columns);
        put_part(frame, area.row + row, area.column + in, columns, style, text, length);
        text += length;
        text += strspn(text, " \n");
        row++;
    }
    if (*text && row > 0)
        put_cut_mark(frame, area.row + row - 1, area.column + area.columns - 1, style);
    return row;
}

struct frame_area frame_paragraph(struct frame *frame, struct frame_area area, int style,
                                  const char *text)
{
    int rows = frame_wrap(frame, area, 0, style, text);
    return (struct frame_area){area.row + rows, area.column, area.rows - rows,
                               area.columns};
}

/* ---- lines ----------------------------------------------------------------------- */

static void put_line(struct frame *frame, int row, int column, const char *unicode,
                     const char *ascii)
{
    const char *text = frame->unicode ? unicode : ascii;
    put_part(frame, row, column, 1, FRAME_DIM, text, strlen(text));
}

void frame_rule(struct frame *frame, int row, int column, int columns, const char *title)
{
    for (int i = 0; i < columns; i++)
        put_line(frame, row, column + i, "\u2500", "-");
    if (title[0])
        frame_putf(frame, row, column + 1, columns - 2, FRAME_BOLD, " %s ", title);
}

void frame_upright(struct frame *frame, int row, int column, int rows)
{
    for (int i = 1; i + 1 < rows; i++)
        put_line(frame, row + i, column, "\u2502", "|");
    put_line(frame, row, column, "\u252c", "+");
    put_line(frame, row + rows - 1, column, "\u2534", "+");
}

struct frame_area frame_box(struct frame *frame, struct frame_area area,
                            const char *title)
{
    int right = area.column + area.columns - 1, below = area.row + area.rows - 1;
    for (int column = area.column + 1; column < right; column++) {
        put_line(frame, area.row, column, "\u2500", "-");
        put_line(frame, below, column, "\u2500", "-");
    }
    for (int row = area.row + 1; row < below; row++) {
        put_line(frame, row, area.column, "\u2502", "|");
        put_line(frame, row, right, "\u2502", "|");
    }
    put_line(frame, area.row, area.column, "\u250c", "+");
    put_line(frame, area.row, right, "\u2510", "+");
    put_line(frame, below, area.column, "\u2514", "+");
    put_line(frame, below, right, "\u2518", "+");
    if (title[0])
        frame_putf(frame, area.row, area.column + 2, area.columns - 4, FRAME_BOLD, " %s ",
                   title);
    return (struct frame_area){area.row + 1, area.column + 1, area.rows - 2,
                               area.columns - 2};
}

char *frame_row(const struct frame *frame, int row, char *text, size_t size)
{
    size_t used = 0, end = 0;
    text[0] = '\0';
    for (int column = 0; column < frame->columns; column++) {
        const char *cell = frame->cells[row * frame->columns + column].text;
        size_t length = strlen(cell);
        if (used + length + 1 > size)
            break;
        memcpy(text + used, cell, length + 1);
        used += length;
        if (strcmp(cell, " ") != 0)
            end = used;
    }
    text[end] = '\0';
    return text;
}
