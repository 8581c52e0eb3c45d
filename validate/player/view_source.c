/*
 * view_source.c - the pane with the source.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view_parts.h"

#define GUTTER  6 /* columns of the markers: "T1,T2>" */
#define TAB     4
#define WRAPPED 3 /* rows that the line of the last step may take */

/* ---- which lines ----------------------------------------------------------------- */

static const struct cx_place *place_of(const struct player_state *state)
{
    const struct counterexample *cx = state->cx;
    bool ends = state->at == cx->step_count && cx->end.place.line > 0;
    if (ends)
        return &cx->end.place;
    for (unsigned i = state->at; i-- > 0;)
        if (cx->steps[i].place.line > 0)
            return &cx->steps[i].place;
    for (unsigned i = state->at; i < cx->step_count; i++)
        if (cx->steps[i].place.line > 0)
            return &cx->steps[i].place;
    return NULL;
}

struct view_focus view_focus_of(const struct player_state *state)
{
    int style = FRAME_BOLD;
    if (state->last)
        style |= view_thread_style(state->last->thread);
    return (struct view_focus){place_of(state), style};
}

static const struct cx_source *source_of(const struct player_state *state,
                                         const char *file)
{
    for (unsigned i = 0; i < state->cx->source_count; i++)
        if (strcmp(state->cx->sources[i].file, file) == 0)
            return &state->cx->sources[i];
    return NULL;
}

/* Where all steps that count are in sight at once, nothing needs to move. */
static bool all_in_sight(const struct player_state *state, const char *file, int rows,
                         int *top)
{
    int first = 0, last = 0;
    for (unsigned i = 0; i < state->cx->step_count; i++) {
        const struct cx_step *step = &state->cx->steps[i];
        if (!step->relevant || step->place.line <= 0 ||
            strcmp(step->place.file, file) != 0)
            continue;
        first = first == 0 || step->place.line < first ? step->place.line : first;
        last = step->place.line > last ? step->place.line : last;
    }
    *top = first - (rows - (last - first + 1)) / 2;
    return first > 0 && last - first + 1 <= rows - WRAPPED;
}

static int choose_top(const struct player_state *state, const struct cx_place *focus,
                      const struct cx_source *source, int rows)
{
    int top, last_top = source->first + source->count - rows;
    bool fixed = all_in_sight(state, focus->file, rows, &top);
    if (!fixed || focus->line < top || focus->line > top + rows - WRAPPED)
        top = focus->line - rows / 2;
    if (top > last_top)
        top = last_top;
    return top < source->first ? source->first : top;
}

/* ---- a line ---------------------------------------------------------------------- */

static bool stands_at(const struct state_thread *thread, const char *file, int line)
{
    return thread->doing != STATE_ENDED && thread->doing != STATE_ABSENT &&
           thread->place.line == line && strcmp(thread->place.file, file) == 0;
}

/* The threads in front of a line: "T1,T2" and an arrow. */
static void draw_markers(struct frame *frame, int row, int column,
                         const struct player_state *state, const char *file, int line)
{
    int used = 0, hidden = 0;
    for (unsigned i = 0; i < state->thread_count; i++) {
        const struct state_thread *thread = &state->threads[i];
        char name[16];
        if (!stands_at(thread, file, line))
            continue;
        int length = snprintf(name, sizeof name, "%sT%u", used ? "," : "",
                              (unsigned)thread->thread);
        if (used + length > GUTTER - 1) {
            hidden++;
            continue;
        }
        used += frame_put(frame, row, column + used, length,
                          FRAME_BOLD | view_thread_style(thread->thread), name);
    }
    if (used > 0)
        frame_put(frame, row, column + used, 1, FRAME_BOLD,
                  hidden           ? "+"
                  : frame->unicode ? "\u25b6"
                                   : ">");
}

static void expand_tabs(const char *line, char *text, size_t size)
{
    size_t used = 0;
    for (; *line && used + 1 < size; line++) {
        if (*line != '\t') {
            text[used++] = *line;
            continue;
        }
        do
            text[used++] = ' ';
        while (used % TAB && used + 1 < size);
    }
    text[used] = '\0';
}

/* Returns the rows that it took. */
static int draw_code(struct frame *frame, struct frame_area area, const char *line,
                     int style, bool focused)
{
    char text[512];
    expand_tabs(line, text, sizeof text);
    if (!focused) {
        frame_put(frame, area.row, area.column, area.columns, style, text);
        return 1;
    }
    int indent = (int)strspn(text, " ") + 2;
    area.rows = area.rows < WRAPPED ? area.rows : WRAPPED;
    int rows =
        frame_wrap(frame, area, indent < area.columns / 2 ? indent : 2, style, text);
    return rows > 0 ? rows : 1;
}

/* ---- the pane -------------------------------------------------------------------- */

static int digits_of(int number)
{
    int digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

void view_source(struct frame *frame, struct frame_area area,
                 const struct player_state *state, struct view_focus on)
{
    const struct cx_place *focus = on.place;
    const struct cx_source *source = focus ? source_of(state, focus->file) : NULL;
    if (!source || source->count == 0) {
        frame_wrap(
            frame, area, 0, FRAME_DIM,
            "The source isn't kept with this counterexample; `make validate` makes "
            "it anew.");
        return;
    }
    int top = choose_top(state, focus, source, area.rows), row = 0;
    int digits = digits_of(source->first + source->count);
    int code = GUTTER + digits + 1;
    for (int line = top; row < area.rows && line < source->first + source->count;
         line++) {
        bool focused = line == focus->line;
        int style = focused ? on.style : FRAME_PLAIN;
        draw_markers(frame, area.row + row, area.column, state, focus->file, line);
        frame_putf(frame, area.row + row, area.column + GUTTER, digits,
                   focused ? FRAME_BOLD : FRAME_DIM, "%*d", digits, line);
        row += draw_code(frame,
                         (struct frame_area){area.row + row, area.column + code,
                                             area.rows - row, area.columns - code},
                         source->lines[line - source->first], style, focused);
    }
}
