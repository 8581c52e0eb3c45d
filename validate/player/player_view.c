#include "player_view.h"

#include <stdio.h>
#include <string.h>

#include "player_explain.h"
#include "view_parts.h"

#define FOOT 5 /* rows of text below the panes */

#define RIGHT_MOST 60 /* columns of the panes on the right */
#define VALUE_ROWS 4  /* that the variables get in any case, with their title */

/* ---- above ----------------------------------------------------------------------- */

static void draw_title(struct frame *frame, const char *title, const char *right)
{
    int width = frame_width(right);
    frame_put(frame, 0, 1, frame->columns - width - 4, FRAME_BOLD, title);
    frame_put(frame, 0, frame->columns - width - 1, width, FRAME_RED | FRAME_BOLD, right);
}

static char thread_letter(uint32_t thread)
{
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    return thread < sizeof letters - 1 ? letters[thread] : '*';
}

static bool is_drawn(const struct player_state *state, bool all, unsigned i)
{
    return all || i + 1 == state->at || state_step_counts(&state->cx->steps[i]);
}

/* All steps in a row, each as its thread's number; as much of it around the last one as has room. */
static void draw_line_of_steps(struct frame *frame, const struct player_state *state,
                               bool all, int column)
{
    int columns = frame->columns - column - 1, before = 0, place = 0;
    for (unsigned i = 0; i < state->at; i++)
        before += is_drawn(state, all, i);
    int skip = before > columns * 3 / 4 ? before - columns * 3 / 4 : 0;
    for (unsigned i = 0; i < state->cx->step_count; i++) {
        if (!is_drawn(state, all, i))
            continue;
        int at = place++ - skip;
        if (at < 0 || at >= columns)
            continue;
        char text[2] = {thread_letter(state->cx->steps[i].thread), '\0'};
        int style = view_thread_style(state->cx->steps[i].thread);
        if (i + 1 == state->at)
            style |= FRAME_REVERSE | FRAME_BOLD;
        else if (i >= state->at)
            style = FRAME_DIM;
        frame_put(frame, 1, column + at, 1, style, text);
    }
}

static void draw_position(struct frame *frame, const struct player_state *state, bool all)
{
    const struct counterexample *cx = state->cx;
    char text[64];
    unsigned first = cx->step_count ? cx->steps[0].number : 1;
    unsigned last = cx->step_count ? cx->steps[cx->step_count - 1].number : 0;
    snprintf(text, sizeof text, "step %u of %u",
             state->last ? state->last->number : first - 1, last);
    int used = frame_put(frame, 1, 1, 24, FRAME_PLAIN, text);
    draw_line_of_steps(frame, state, all, used + 3);
}

void view_top(struct frame *frame, const char *title, const char *right,
              const struct player_state *state, bool all)
{
    draw_title(frame, title, right);
    draw_position(frame, state, all);
}

/* ---- the panes ------------------------------------------------------------------- */

static int right_columns(const struct frame *frame)
{
    int columns = frame->columns * 2 / 5 + 1;
    return columns < RIGHT_MOST ? columns : RIGHT_MOST;
}

/* Draws a box and returns what is left below it. */
static struct frame_area cut(struct frame_area area, int rows)
{
    return (struct frame_area){area.row + rows, area.column, area.rows - rows,
                               area.columns};
}

static struct frame_area part(struct frame_area area, int rows)
{
    area.rows = rows;
    return area;
}

/* How many rows the threads need: drawn where nobody sees it. */
static int rows_of_threads(int columns, const struct player_state *state, bool crowded)
{
    struct frame trial;
    struct frame_area area = {0, 0, 4 * (int)state->thread_count + 1, columns};
    int rows = area.rows;
    if (frame_open(&trial, area.rows, area.columns, false) == 0) {
        rows = view_threads(&trial, area, state, crowded);
        frame_close(&trial);
    }
    return rows;
}

/* A title, and what is left below it. */
static struct frame_area head(struct frame *frame, struct frame_area area,
                              const char *title)
{
    frame_rule(frame, area.row, area.column, area.columns, title);
    return cut(area, 1);
}

static void draw_right(struct frame *frame, struct frame_area area,
                       const struct player_state *state)
{
    int graph = view_graph_rows(state);
    int graph_rows = graph > 0 ? graph + 1 : 0;
    int variables = (int)state->variable_count + 1;
    int most = area.rows - (variables < VALUE_ROWS ? variables : VALUE_ROWS);
    if (graph_rows > most / 2)
        graph_rows = most / 2;
    int threads = rows_of_threads(area.columns, state, false) + 1;
    bool crowded = threads > most - graph_rows;
    if (crowded)
        threads = rows_of_threads(area.columns, state, true) + 1;
    if (threads > most - graph_rows)
        threads = most - graph_rows;
    view_threads(frame, head(frame, part(area, threads), "threads"), state, crowded);
    area = cut(area, threads);
    if (graph_rows > 0) {
        view_graph(frame, head(frame, part(area, graph_rows), "who waits for whom"),
                   state);
        area = cut(area, graph_rows);
    }
    view_values(frame, head(frame, area, "locks and variables"), state);
}

void view_panes(struct frame *frame, const struct player_state *state,
                struct view_focus focus, int rows)
{
    int right = right_columns(frame);
    struct frame_area left = {2, 0, rows - 1, frame->columns - right - 1};
    const char *name = focus.place ? focus.place->file : "";
    view_source(frame, head(frame, left, name[0] ? name : "source"), state, focus);
    draw_right(frame, (struct frame_area){2, left.columns + 1, rows - 1, right}, state);
    frame_rule(frame, 2 + rows - 1, 0, frame->columns, "");
    frame_upright(frame, 2, left.columns, rows);
}

/* ---- below ----------------------------------------------------------------------- */

static void say_step(const struct player_state *state, char *text, size_t size)
{
    const struct cx_step *step = state->last;
    char place[DEBUG_FILE + 24] = "", left[160] = "";
    if (!step) {
        snprintf(text, size, "In front of the first step.");
        return;
    }
    if (step->place.line > 0)
        snprintf(place, sizeof place, " (%s:%d)", step->place.file, step->place.line);
    if (step->switched && step->left[0])
        snprintf(left, sizeof left, "%s; ", step->left);
    snprintf(text, size, "%sT%u %s%s", left, (unsigned)step->thread, step->text, place);
}

static void draw_foot(struct frame *frame, const struct player_view *view)
{
    const struct player_state *state = view->state;
    const struct counterexample *cx = state->cx;
    char text[PLAYER_EXPLANATION];
    struct frame_area area = {frame->rows - FOOT - 1, 1, FOOT, frame->columns - 2};
    int style =
        state->last ? FRAME_BOLD | view_thread_style(state->last->thread) : FRAME_BOLD;
    if (view->explain)
        player_explain(state, text, sizeof text);
    else
        say_step(state, text, sizeof text);
    area = frame_paragraph(frame, area, view->explain ? FRAME_PLAIN : style, text);
    bool doomed = state->last && cx->doomed_from && !view->explain &&
                  state->last->number >= cx->doomed_from;
    if (state->at == cx->step_count) {
        area = frame_paragraph(frame, area, FRAME_RED | FRAME_BOLD, cx->sentence);
        if (cx->message_adds)
            area = frame_paragraph(frame, area, FRAME_PLAIN, cx->message);
    } else if (doomed) {
        area = frame_paragraph(frame, area, FRAME_RED,
                               "Whatever happens from here on: every schedule fails.");
    }
    if (view->note[0])
        frame_paragraph(frame, area, FRAME_DIM, view->note);
}

static void draw_keys(struct frame *frame, const struct player_view *view)
{
    char text[160];
    const char *arrows = frame->unicode ? "\u2190 \u2192" : "arrows";
    snprintf(text, sizeof text,
             "%s step   j k switch   Home End   e %s   a %s   ? help   q quit", arrows,
             view->explain ? "short" : "explain",
             view->all ? "fewer steps" : "all steps");
    frame_put(frame, frame->rows - 1, 1, frame->columns - 2, FRAME_DIM, text);
}

void view_too_small(struct frame *frame)
{
    frame_putf(frame, 0, 0, frame->columns, FRAME_PLAIN, "%dx%d is too small",
               frame->columns, frame->rows);
    frame_putf(frame, 1, 0, frame->columns, FRAME_PLAIN, "make it %dx%d, or q",
               PLAYER_COLUMNS, PLAYER_ROWS);
}

static const char *const help[] = {
    "right, space      one step on            left    one step back",
    "j                 the next switch        k       the last switch",
    "Home, g           in front of all        End, G  behind all",
    "e                 what the step means",
    "a                 stop at all steps, or at those that say something",
    "?                 this; any key goes on",
    "q                 quit",
    "",
    "A marker in front of a line: the thread makes that step next, or",
    "waits in it. The line of the step just done is in the thread's colour.",
    "The row of digits is the schedule: one digit a step, the thread's number.",
    "Variables: what the step wrote is reversed, what it read is bold.",
    NULL,
};

void player_draw(struct frame *frame, const struct player_view *view)
{
    if (frame->rows < PLAYER_ROWS || frame->columns < PLAYER_COLUMNS) {
        view_too_small(frame);
        return;
    }
    view_top(frame, view->title, view->state->cx->verdict, view->state, view->all);
    view_panes(frame, view->state, view_focus_of(view->state),
               frame->rows - 2 - FOOT - 1);
    draw_foot(frame, view);
    draw_keys(frame, view);
    if (view->help)
        view_help(frame, "the player", help);
}
