/*
 * view_values.c - the pane with the locks and the variables.
 */
#include <stdio.h>
#include <string.h>

#include "view_parts.h"

#define NAME_LEAST 10

static int name_columns(const struct player_state *state, int columns)
{
    int widest = NAME_LEAST;
    for (unsigned i = 0; i < state->variable_count; i++) {
        int width = frame_width(state->variables[i].name);
        widest = width > widest ? width : widest;
    }
    return widest > columns * 2 / 3 ? columns * 2 / 3 : widest;
}

/* "T1", "T1, T2" of a lock for reading, or that it is free. */
static void say_holders(const struct player_state *state, const char *lock, char *text,
                        size_t size)
{
    size_t used = 0;
    snprintf(text, size, "free");
    for (unsigned i = 0; i < state->thread_count; i++) {
        const struct state_thread *thread = &state->threads[i];
        for (unsigned j = 0; j < thread->hold_count && used < size; j++)
            if (strcmp(thread->holds[j], lock) == 0)
                used +=
                    (size_t)snprintf(text + used, size - used, "%sT%u",
                                     used ? ", " : "held by ", (unsigned)thread->thread);
    }
}

static void draw_variable(struct frame *frame, int row, struct frame_area area, int names,
                          const struct state_variable *variable,
                          const struct player_state *state)
{
    char text[96];
    int style = variable->matters ? FRAME_PLAIN : FRAME_DIM;
    if (variable->touched)
        style = FRAME_BOLD | view_thread_style(state->last->thread);
    snprintf(text, sizeof text, "%s", variable->value ? variable->value : "?");
    if (variable->lock)
        say_holders(state, variable->name, text, sizeof text);
    frame_put(frame, row, area.column, names, style, variable->name);
    frame_put(frame, row, area.column + names + 1, area.columns - names - 1,
              style | (variable->changed ? FRAME_REVERSE : 0), text);
}

void view_values(struct frame *frame, struct frame_area area,
                 const struct player_state *state)
{
    int names = name_columns(state, area.columns), row = 0;
    unsigned count = state->variable_count;
    bool crowded = (int)count > area.rows;
    if (count == 0)
        frame_wrap(frame, area, 0, FRAME_DIM, "none that threads share");
    for (unsigned i = 0; i < count && area.rows > 0; i++) {
        if (crowded && row + 1 == area.rows) {
            frame_putf(frame, area.row + row, area.column, area.columns, FRAME_DIM,
                       "and %u more", count - i);
            return;
        }
        draw_variable(frame, area.row + row++, area, names, &state->variables[i], state);
    }
}
