#include "game_view.h"

#include <stdio.h>
#include <string.h>

#include "game_words.h"
#include "player_view.h"
#include "view_parts.h"

#define FOOT    8 /* rows below the panes */
#define OPTIONS 3 /* of them */

/* ---- what there is to decide ----------------------------------------------------- */

static void draw_option(struct frame *frame, int row, const struct game_view *view,
                        unsigned i)
{
    const struct game *game = view->game;
    const struct game_option *option = &game->options[i];
    const char *arrow = frame->unicode ? "\u25b6" : ">";
    bool selected = i == view->selected;
    int style = view_thread_style(option->thread) | (selected ? FRAME_BOLD : 0);
    frame_putf(frame, row, 1, frame->columns - 2, style, "%s %s%s",
               selected ? arrow : " ", option->text,
               i == game->play.usual ? "   - as usual" : "");
}

/* As many options as there is room for, the selected one among them. */
static void draw_options(struct frame *frame, int row, const struct game_view *view)
{
    unsigned count = view->game->play.option_count, first = 0;
    bool waiter = view->game->play.question == PLAY_WAITER;
    if (view->selected >= OPTIONS)
        first = view->selected - OPTIONS + 1;
    frame_putf(frame, row, 1, frame->columns - 2, FRAME_BOLD, "%s%s",
               waiter ? "Whom does the signal wake?" : "Who goes on?",
               count > OPTIONS ? "   (more: up, down)" : "");
    for (unsigned i = first; i < count && i < first + OPTIONS; i++)
        draw_option(frame, row + 1 + (int)(i - first), view, i);
}

/* ---- below ----------------------------------------------------------------------- */

/* The last one that says something. */
static const struct cx_step *last_step(const struct player_state *state)
{
    for (unsigned i = state->at; i-- > 0;)
        if (state_step_counts(&state->cx->steps[i]))
            return &state->cx->steps[i];
    return NULL;
}

static void draw_last_step(struct frame *frame, struct frame_area *area,
                           const struct player_state *state)
{
    const struct cx_step *step = last_step(state);
    char text[512];
    if (!step)
        return;
    int used = snprintf(text, sizeof text, "T%u %s", (unsigned)step->thread, step->text);
    if (step->place.line > 0 && used > 0 && (size_t)used < sizeof text)
        snprintf(text + used, sizeof text - (size_t)used, " (%s:%d)", step->place.file,
                 step->place.line);
    area->rows--;
    frame_put(frame, area->row++, area->column, area->columns,
              view_thread_style(step->thread), text);
}

static void draw_foot(struct frame *frame, const struct game_view *view)
{
    const struct game *game = view->game;
    bool asks = game->standing == GAME_ASKS && !view->over;
    struct frame_area area = {frame->rows - FOOT - 1, 1, FOOT, frame->columns - 2};
    if (asks)
        area.rows = FOOT - OPTIONS - 1;
    draw_last_step(frame, &area, game->state);
    if (view->message[0])
        area = frame_paragraph(frame, area,
                               game->standing == GAME_BROKEN ? FRAME_RED | FRAME_BOLD
                                                             : FRAME_BOLD,
                               view->message);
    else if (game->move_count == 0)
        area = frame_paragraph(frame, area, FRAME_BOLD, view->puzzle->ask);
    if (view->over)
        frame_paragraph(frame, area, FRAME_PLAIN, view->puzzle->teaches);
    if (asks)
        draw_options(frame, frame->rows - 1 - OPTIONS - 1, view);
}

static void draw_keys(struct frame *frame, const struct game_view *view)
{
    const char *arrows = frame->unicode ? "\u2191 \u2193" : "arrows";
    char text[160];
    if (view->over)
        snprintf(text, sizeof text, "%su undo   q leave",
                 view->game->standing == GAME_BROKEN ? "s step through it   " : "");
    else if (view->game->standing == GAME_ASKS)
        snprintf(
            text, sizeof text,
            "%s Enter  1 2 thread  r run on  u undo  ? hint  c claim  h help  q quit",
            arrows);
    else
        snprintf(text, sizeof text, "u undo   c claim that it can't be broken   q quit");
    frame_put(frame, frame->rows - 1, 1, frame->columns - 2, FRAME_DIM, text);
}

/* The line of the selected option, while there is one. */
static struct view_focus focus_of(const struct game_view *view)
{
    const struct game *game = view->game;
    const struct state_thread *thread = NULL;
    if (game->standing == GAME_ASKS && game->play.question == PLAY_WHO &&
        view->selected < game->play.option_count)
        thread = state_of(game->state, game->options[view->selected].thread);
    if (!thread || thread->place.line == 0)
        return view_focus_of(game->state);
    return (struct view_focus){&thread->place,
                               FRAME_BOLD | view_thread_style(thread->thread)};
}

void game_draw(struct frame *frame, const struct game_view *view)
{
    static const char *const help[] = {
        "up, down, Enter   choose who goes on",
        "1, 2, ...         that thread goes on",
        "r                 run on: as usual, until another thread's turn comes",
        "u                 undo the last move",
        "?                 a hint; once more: a clearer one",
        "c                 claim that it can't be broken",
        "q                 quit",
        "",
        "As usual means: what happens when nobody interferes. The thread that ran",
        "goes on, the first waiter is woken, nobody wakes without a signal.",
        "The fewer times you interfere, the better.",
        NULL,
    };
    char interfered[48];
    if (frame->rows < PLAYER_ROWS || frame->columns < PLAYER_COLUMNS) {
        view_too_small(frame);
        return;
    }
    unsigned unusual = game_unusual(view->game);
    snprintf(interfered, sizeof interfered, "interfered %s",
             unusual ? say_times(unusual) : "never");
    view_top(frame, view->puzzle->title, interfered, view->game->state, true);
    view_panes(frame, view->game->state, focus_of(view), frame->rows - 2 - FOOT - 1);
    draw_foot(frame, view);
    draw_keys(frame, view);
    if (view->help)
        view_help(frame, "you are the scheduler", help);
}
