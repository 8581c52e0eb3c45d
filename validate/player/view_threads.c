/*
 * view_threads.c - the pane with the threads.
 */
#include <stdio.h>
#include <string.h>

#include "view_parts.h"

#define INDENT 4

int view_thread_style(uint32_t thread)
{
    static const int styles[] = {FRAME_BLUE, FRAME_CYAN, FRAME_MAGENTA, FRAME_GREEN,
                                 FRAME_YELLOW};
    return styles[thread % (sizeof styles / sizeof styles[0])];
}

static void say_waits(const struct state_thread *thread, char *text, size_t size)
{
    char who[16], has[32] = "";
    snprintf(who, sizeof who, "T%u", (unsigned)thread->holder);
    bool joins = thread->holder != EXPLORE_NOBODY && strcmp(thread->waits_for, who) == 0;
    if (thread->holder != EXPLORE_NOBODY)
        snprintf(has, sizeof has, " (%s has it)", who);
    if (joins)
        snprintf(text, size, "waits for %s to end", who);
    else
        snprintf(text, size, "%swaits for %s%s", thread->woken ? "woken; " : "",
                 thread->waits_for, has);
}

static void say_next(const struct state_thread *thread, char *text, size_t size)
{
    if (thread->waits_for[0])
        snprintf(text, size, "next %d: needs %s", thread->place.line, thread->waits_for);
    else if (!thread->does[0])
        snprintf(text, size, "stops here");
    else if (thread->place.line > 0)
        snprintf(text, size, "%snext %d: %s %s", thread->woken ? "woken; " : "",
                 thread->place.line, thread->does, thread->does_to);
    else
        snprintf(text, size, "next: %s %s", thread->does, thread->does_to);
}

static int say_doing(const struct state_thread *thread, char *text, size_t size)
{
    switch (thread->doing) {
    case STATE_ABSENT:
        snprintf(text, size, "not created yet");
        return FRAME_DIM;
    case STATE_ENDED:
        snprintf(text, size, "has ended");
        return FRAME_DIM;
    case STATE_SLEEPS:
        snprintf(text, size, "sleeps on %s", thread->waits_for);
        return FRAME_YELLOW;
    case STATE_WAITS:
        say_waits(thread, text, size);
        return thread->in_cycle ? FRAME_RED | FRAME_BOLD : FRAME_YELLOW;
    case STATE_FAILS:
        snprintf(text, size, "%s", thread->fails);
        return FRAME_RED | FRAME_BOLD;
    default:
        say_next(thread, text, size);
        return FRAME_PLAIN;
    }
}

static void say_holds(const struct state_thread *thread, char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "holds ");
    for (unsigned i = 0; i < thread->hold_count && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s", i ? ", " : "",
                                 thread->holds[i]);
}

/* Draws one thread. Returns the rows that it took. */
static int draw_thread(struct frame *frame, struct frame_area area,
                       const struct player_state *state,
                       const struct state_thread *thread)
{
    char text[512], name[16];
    bool stepped = state->last && state->last->thread == thread->thread;
    snprintf(name, sizeof name, "T%u", (unsigned)thread->thread);
    frame_put(frame, area.row, area.column, INDENT - 1,
              FRAME_BOLD | view_thread_style(thread->thread) |
                  (stepped ? FRAME_REVERSE : 0),
              name);
    area.column += INDENT;
    area.columns -= INDENT;
    size_t used = 0;
    const char *function = thread->function;
    if (!function[0] && thread->thread == 0)
        function = "the lab";
    if (function[0])
        used = (size_t)snprintf(text, sizeof text, "(%s) ", function);
    int style = say_doing(thread, text + used, sizeof text - used);
    int rows = frame_wrap(frame, area, 2, style, text);
    if (thread->hold_count > 0 && rows < area.rows) {
        struct frame_area rest = {area.row + rows, area.column, area.rows - rows,
                                  area.columns};
        say_holds(thread, text, sizeof text);
        rows += frame_wrap(frame, rest, 2, FRAME_BOLD, text);
    }
    return rows > 0 ? rows : 1;
}

static bool is_idle(const struct state_thread *thread)
{
    return thread->doing == STATE_ENDED || thread->doing == STATE_ABSENT;
}

int view_threads(struct frame *frame, struct frame_area area,
                 const struct player_state *state, bool crowded)
{
    int row = 0, hidden = 0;
    for (unsigned i = 0; i < state->thread_count; i++) {
        const struct state_thread *thread = &state->threads[i];
        bool stepped = state->last && state->last->thread == thread->thread;
        int room = area.rows - row - (i + 1 < state->thread_count || hidden > 0);
        if ((crowded && is_idle(thread) && !stepped) || room <= 0) {
            hidden++;
            continue;
        }
        struct frame_area rest = {area.row + row, area.column, room, area.columns};
        row += draw_thread(frame, rest, state, thread);
    }
    if (hidden > 0)
        row += frame_putf(frame, area.row + row, area.column, area.columns, FRAME_DIM,
                          "and %d more", hidden) > 0;
    return row;
}
