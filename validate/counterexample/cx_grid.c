#include "cx_grid.h"

#include <string.h>

#include "utf8.h"

#define NUMBER_WIDTH 5 /* "  12*" */
#define SEPARATOR    " | "
#define LEAST_WIDTH  15 /* of a column that can still be read */
#define NAME_WIDTH   4  /* of a thread in front of its step */

static const int separator_width = sizeof SEPARATOR - 1;

/* ---- characters ------------------------------------------------------------------ */

static bool is_control(long character)
{
    return character < 32 || (character >= 127 && character < 160);
}

/* Prints `length` bytes of text and returns how many columns that took. */
static int print_bytes(FILE *out, const char *text, size_t length)
{
    int columns = 0;
    for (const char *at = text; at < text + length; columns++) {
        const char *from = at;
        if (is_control(utf8_next(&at)))
            fputc('?', out);
        else
            fwrite(from, 1, (size_t)(at - from), out);
    }
    return columns;
}

/* The bytes of the first `columns` characters. */
static size_t bytes_of(const char *text, int columns)
{
    const char *at = text;
    while (*at && columns-- > 0)
        utf8_next(&at);
    return (size_t)(at - text);
}

int grid_print_cut(FILE *out, const char *text, int width)
{
    if (text[bytes_of(text, width)] == '\0')
        return print_bytes(out, text, strlen(text));
    int dots = width >= 6 ? 3 : 0;
    int used = print_bytes(out, text, bytes_of(text, width - dots));
    return used + fprintf(out, "%.*s", dots, "...");
}

/* Where a word that doesn't fit is parted: before ".not_empty"; 0: nowhere. */
static size_t part_of_word(const char *text, size_t most)
{
    for (size_t at = most; at > most / 3; at--)
        if (text[at] == '.' || text[at] == '[' ||
            (text[at] == '-' && text[at + 1] == '>'))
            return at;
    return 0;
}

/* The bytes of the text that stand in a line of that many columns: whole words where that
 * is possible. */
static size_t line_length(const char *text, int columns)
{
    size_t most = bytes_of(text, columns), length = most;
    if (text[most] == '\0' || text[most] == ' ')
        return most;
    while (length > 0 && text[length] != ' ')
        length--;
    if (length == 0)
        length = part_of_word(text, most);
    return length > 0 ? length : most;
}

/* ---- the grid -------------------------------------------------------------------- */

void grid_lay_out(struct grid *grid, const struct page *page, int indent, int columns)
{
    int room = page->width - indent - NUMBER_WIDTH;
    int each = columns > 0 ? room / columns - separator_width : 0;
    grid->page = page;
    grid->indent = indent;
    grid->side_by_side = columns <= GRID_COLUMNS && each >= LEAST_WIDTH;
    grid->width = grid->side_by_side ? each : room - NAME_WIDTH - 2 * separator_width;
    if (grid->width < LEAST_WIDTH)
        grid->width = LEAST_WIDTH;
}

/* A line's beginning up to its column; the cells before it stay empty. */
static void begin_line(const struct grid *grid, const char *number, int column,
                       const char *name)
{
    FILE *out = grid->page->out;
    fprintf(out, "%*s%-*s%s", grid->indent, "", NUMBER_WIDTH, number, SEPARATOR);
    if (!grid->side_by_side) {
        fprintf(out, "%-*s%s", NAME_WIDTH, name, SEPARATOR);
        return;
    }
    for (int i = 0; i < column; i++)
        fprintf(out, "%*s%s", grid->width, "", SEPARATOR);
}

/* The cells behind the column stay empty as well; nothing stands behind the last
 * separator. */
static void end_line(const struct grid *grid, int column, int used)
{
    FILE *out = grid->page->out;
    if (grid->side_by_side && column + 1 < grid->count) {
        fprintf(out, "%*s |", grid->width - used, "");
        for (int i = column + 2; i < grid->count; i++)
            fprintf(out, "%*s |", grid->width + 1, "");
    }
    fputc('\n', out);
}

static int print_coloured(const struct page *page, enum page_colour colour,
                          const char *text, size_t length)
{
    /* page_print starts and ends the colour around nothing but the text. */
    if (!page->colour || colour == PAGE_PLAIN)
        return print_bytes(page->out, text, length);
    page_print(page, colour, "%.*s", (int)length, text);
    const char *at = text;
    int columns = 0;
    for (; at < text + length; columns++)
        utf8_next(&at);
    return columns;
}

void grid_row(const struct grid *grid, const char *number, int column, const char *name,
              const char *text, enum page_colour colour)
{
    int deeper = 0;
    do {
        size_t length = line_length(text, grid->width - deeper);
        begin_line(grid, number, column, name);
        int used = fprintf(grid->page->out, "%*s", deeper, "");
        used += print_coloured(grid->page, colour, text, length);
        end_line(grid, column, used);
        text += length;
        text += strspn(text, " ");
        number = name = "";
        deeper = 2;
    } while (*text);
}

void grid_header(const struct grid *grid)
{
    FILE *out = grid->page->out;
    if (!grid->side_by_side)
        return;
    fprintf(out, "%*s%-*s", grid->indent, "", NUMBER_WIDTH, "");
    for (int i = 0; i < grid->count; i++) {
        fputs(SEPARATOR, out);
        int used = grid_print_cut(out, grid->names[i], grid->width);
        if (i + 1 < grid->count)
            fprintf(out, "%*s", grid->width - used, "");
    }
    fprintf(out, "\n%*s%.*s", grid->indent, "", NUMBER_WIDTH, "----------");
    for (int i = 0; i < grid->count; i++) {
        fputs("-+-", out);
        for (int column = 0; column < grid->width; column++)
            fputc('-', out);
    }
    fputc('\n', out);
}

void grid_rule(const struct grid *grid, const char *words)
{
    const struct page *page = grid->page;
    int room = page->width - grid->indent - NUMBER_WIDTH - 1;
    size_t length = bytes_of(words, room - 6);
    fprintf(page->out, "%*s", grid->indent + NUMBER_WIDTH + 1, "");
    if (words[length] == '\0')
        page_print(page, PAGE_YELLOW, "-- %s --", words);
    else
        page_print(page, PAGE_YELLOW, "-- %.*s...",
                   (int)bytes_of(words, room > 12 ? room - 6 : 6), words);
    fputc('\n', page->out);
}
