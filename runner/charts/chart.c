/* chart.c - see chart.h. */
#include "chart.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "table.h"

#define ROWS_MOST     16
#define WIDTH_DEFAULT 80
#define WIDTH_MOST    110
#define WIDTH_LEAST   30
#define FILLED        0.25 /* less of a stretch than this counts as nothing */

/* How a kind is drawn; [SPAN_KINDS]: nothing. */
struct ink {
    const char *block; /* where the terminal shows UTF-8 */
    const char *ascii;
    enum tint tint;
};

static const struct ink inks[SPAN_KINDS + 1] = {
    [SPAN_WAITING] = {"░", "-", TINT_NONE},
    [SPAN_TURN] = {"·", ".", TINT_QUIET},
    [SPAN_COMPUTING] = {"█", "#", TINT_GOOD},
    [SPAN_KINDS] = {" ", " ", TINT_NONE},
};

static bool speaks_utf8(void)
{
    static int known = -1;
    if (known < 0) {
        setlocale(LC_CTYPE, "");
        known = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    }
    return known;
}

static const char *glyph(enum span_kind kind)
{
    return speaks_utf8() ? inks[kind].block : inks[kind].ascii;
}

int chart_width(void)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    int width = WIDTH_DEFAULT;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        width = size.ws_col;
    else if (columns && atoi(columns) > 0)
        width = atoi(columns);
    width -= CHART_LABEL + 2;
    if (width > WIDTH_MOST)
        return WIDTH_MOST;
    return width < WIDTH_LEAST ? WIDTH_LEAST : width;
}

void chart_print_legend(void)
{
    cell(TINT_NONE, 0, "  ");
    for (int kind = 0; kind < SPAN_KINDS; kind++) {
        cell(inks[kind].tint, 0, glyph((enum span_kind)kind));
        cell(TINT_NONE, 0, " ");
        cell(TINT_QUIET, 0, span_word((enum span_kind)kind));
        cell(TINT_NONE, 0, "   ");
    }
    end_row();
}

static double overlap(const struct span *span, double begin, double end)
{
    double from = span->begin > begin ? span->begin : begin;
    double to = span->end < end ? span->end : end;
    return to > from ? to - from : 0;
}

/* Look-ups of one worker that overlap count once: a stretch can't be more than full. */
enum span_kind chart_cell(const struct timeline *timeline, unsigned worker, double begin,
                          double end)
{
    double filled[SPAN_KINDS] = {0};
    for (size_t i = 0; i < timeline->count; i++) {
        const struct span *span = &timeline->spans[i];
        double more = span->worker == worker ? overlap(span, begin, end) : 0;
        if (span->kind == SPAN_WAITING && span->nonblocking)
            filled[SPAN_WAITING] =
                more > filled[SPAN_WAITING] ? more : filled[SPAN_WAITING];
        else
            filled[span->kind] += more;
    }
    enum span_kind most = SPAN_COMPUTING;
    if (filled[SPAN_COMPUTING] < (end - begin) / 2)
        for (int kind = 0; kind < SPAN_KINDS; kind++)
            if (filled[kind] > filled[most])
                most = (enum span_kind)kind;
    return filled[most] < FILLED * (end - begin) ? SPAN_KINDS : most;
}

static void print_worker(const struct timeline *timeline, unsigned worker, double scale,
                         int width)
{
    char label[16];
    int last = (int)(timeline->seconds / scale * width + 0.999);
    snprintf(label, sizeof label, "%4u  ", worker + 1);
    cell(TINT_QUIET, CHART_LABEL, label);
    for (int column = 0; column < last && column < width; column++) {
        enum span_kind kind = chart_cell(timeline, worker, scale * column / width,
                                         scale * (column + 1) / width);
        cell(inks[kind].tint, 0, glyph(kind));
    }
    end_row();
}

void chart_print(const struct timeline *timeline, double scale, int width)
{
    unsigned rows = timeline->workers < ROWS_MOST ? timeline->workers : ROWS_MOST;
    for (unsigned worker = 0; worker < rows; worker++)
        print_worker(timeline, worker, scale, width);
    if (rows < timeline->workers) {
        char text[64];
        snprintf(text, sizeof text, "      and %u more workers",
                 timeline->workers - rows);
        cell(TINT_QUIET, 0, text);
        end_row();
    }
}
