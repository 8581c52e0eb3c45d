#include "player.h"

#include <stdio.h>

#include "full_screen.h"
#include "player_view.h"

bool player_fits(const char **why)
{
    static char text[96];
    int rows, columns;
    if (!full_screen_is_possible(why))
        return false;
    full_screen_size(&rows, &columns);
    if (rows >= PLAYER_ROWS && columns >= PLAYER_COLUMNS)
        return true;
    snprintf(text, sizeof text, "the terminal is %dx%d, and the player needs %dx%d",
             columns, rows, PLAYER_COLUMNS, PLAYER_ROWS);
    *why = text;
    return false;
}

static int show(const struct player_view *view)
{
    struct frame frame;
    if (full_screen_frame(&frame) != 0)
        return -1;
    player_draw(&frame, view);
    full_screen_show(&frame);
    frame_close(&frame);
    return 0;
}

static void go(struct player_state *state, int key, bool all)
{
    const struct counterexample *cx = state->cx;
    unsigned at = state->at;
    switch (key) {
    case SCREEN_RIGHT:
    case SCREEN_DOWN:
    case ' ':
    case '\n':
        state_go(state, state_neighbour(cx, at, 1, all));
        break;
    case SCREEN_LEFT:
    case SCREEN_UP:
    case SCREEN_BACKSPACE:
        state_go(state, state_neighbour(cx, at, -1, all));
        break;
    case 'j':
        state_go(state, state_switch(cx, at, 1, all));
        break;
    case 'k':
        state_go(state, state_switch(cx, at, -1, all));
        break;
    case FULL_SCREEN_HOME:
    case 'g':
        state_go(state, 0);
        break;
    case SCREEN_END:
    case 'G':
        state_go(state, cx->step_count);
        break;
    default:
        break;
    }
}

static int play(struct player_state *state, struct player_view *view)
{
    for (;;) {
        if (show(view) != 0)
            return -1;
        int key = full_screen_key();
        bool closes_help = view->help && key != SCREEN_RESIZED;
        if (closes_help)
            view->help = false;
        if (key == SCREEN_GONE || (key == 'q' && !closes_help))
            return 0;
        if (closes_help)
            continue;
        if (key == '?')
            view->help = true;
        else if (key == 'e')
            view->explain = !view->explain;
        else if (key == 'a')
            view->all = !view->all;
        else
            go(state, key, view->all);
    }
}

int player_show(const struct counterexample *cx, const char *title, const char *note)
{
    struct player_state *state = state_open(cx);
    if (!state)
        return -1;
    struct player_view view = {.state = state, .title = title, .note = note};
    state_go(state, state_beginning(cx));
    int status = play(state, &view);
    state_free(state);
    return status;
}

int player_run(const struct counterexample *cx, const char *title, const char *note,
               const char **why)
{
    if (!player_fits(why))
        return -1;
    *why = "the terminal isn't known here (TERM)";
    if (full_screen_open() != 0)
        return -1;
    *why = "there is no memory";
    int status = player_show(cx, title, note);
    full_screen_close();
    return status;
}
