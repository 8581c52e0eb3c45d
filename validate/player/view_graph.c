/*
 * view_graph.c - the pane with who waits for whom.
 */
#include <stdio.h>
#include <string.h>

#include "view_parts.h"

/* Beside a ring, who waits for its threads is no news; and who goes round waits for nothing. */
static bool is_drawn(const struct counterexample *cx, const struct cx_blocked *blocked)
{
    return blocked->waits_for[0] && (cx->cycle_count == 0 || blocked->in_cycle);
}

int view_graph_rows(const struct player_state *state)
{
    const struct counterexample *cx = state->cx;
    if (state->at < cx->step_count || cx->blocked_count == 0)
        return 0;
    int rows = cx->cycle_count > 0;
    for (unsigned i = 0; i < cx->blocked_count; i++)
        rows += is_drawn(cx, &cx->blocked[i]);
    return rows;
}

static bool is_thread(const char *name, uint32_t thread)
{
    char text[16];
    snprintf(text, sizeof text, "T%u", (unsigned)thread);
    return strcmp(text, name) == 0;
}

/* T1 --accounts[1].lock--> T2 */
static void draw_edge(struct frame *frame, int row, struct frame_area area,
                      const struct player_state *state, const struct cx_blocked *blocked)
{
    const struct state_thread *thread = state_of(state, blocked->thread);
    bool sleeps = thread && thread->doing == STATE_SLEEPS;
    bool joins = is_thread(blocked->waits_for, blocked->holder);
    const char *line = frame->unicode ? "\u2500\u2500" : "--";
    const char *arrow = frame->unicode ? "\u2500\u25b6" : "->";
    int style = blocked->in_cycle ? FRAME_RED | FRAME_BOLD : FRAME_YELLOW;
    char text[256], to[16] = "nobody";
    if (blocked->holder != EXPLORE_NOBODY && !sleeps)
        snprintf(to, sizeof to, "T%u", (unsigned)blocked->holder);
    int used = frame_putf(frame, row, area.column, area.columns,
                          FRAME_BOLD | view_thread_style(blocked->thread), "T%u",
                          (unsigned)blocked->thread);
    snprintf(text, sizeof text, " %s %s %s %s", line,
             joins ? "its end" : blocked->waits_for, arrow, to);
    frame_put(frame, row, area.column + used, area.columns - used, style, text);
}

static void draw_ring(struct frame *frame, int row, struct frame_area area,
                      const struct counterexample *cx)
{
    const char *arrow = frame->unicode ? "\u2192" : "->";
    char text[256];
    size_t used = (size_t)snprintf(text, sizeof text, "a ring: ");
    for (unsigned i = 0; i <= cx->cycle_count && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s%sT%u",
                                 i ? " " : "", i ? arrow : "", i ? " " : "",
                                 (unsigned)cx->cycle[i % cx->cycle_count]);
    frame_put(frame, row, area.column, area.columns, FRAME_RED | FRAME_BOLD, text);
}

void view_graph(struct frame *frame, struct frame_area area,
                const struct player_state *state)
{
    const struct counterexample *cx = state->cx;
    int row = 0, left = view_graph_rows(state);
    if (cx->cycle_count > 0 && row < area.rows) {
        draw_ring(frame, area.row + row++, area, cx);
        left--;
    }
    for (unsigned i = 0; i < cx->blocked_count && row < area.rows; i++) {
        if (!is_drawn(cx, &cx->blocked[i]))
            continue;
        if (row + 1 == area.rows && left > 1)
            frame_putf(frame, area.row + row++, area.column, area.columns, FRAME_DIM,
                       "and %d more", left);
        else
            draw_edge(frame, area.row + row++, area, state, &cx->blocked[i]);
        left--;
    }
}
