/*
 * view_parts.h - the panes of a picture; each draws into the inside of its box.
 */
#ifndef VIEW_PARTS_H
#define VIEW_PARTS_H

#include "player_view.h"

/* The colour of a thread. */
int view_thread_style(uint32_t thread);

/* What the eye should find in the source: a line, in the colour of a style. */
struct view_focus {
    const struct cx_place *place; /* NULL: no line is known */
    int style;
};

/* The line of the step just done, else of the one to come. */
struct view_focus view_focus_of(const struct player_state *state);

/* The source around a line, with a marker at each thread's place. */
void view_source(struct frame *frame, struct frame_area area,
                 const struct player_state *state, struct view_focus focus);

/* What each thread does, holds and waits for; crowded: threads that have ended or aren't there
 * yet give way to the others. Returns the rows that it needed. */
int view_threads(struct frame *frame, struct frame_area area,
                 const struct player_state *state, bool crowded);

/* The variables and their values. */
void view_values(struct frame *frame, struct frame_area area,
                 const struct player_state *state);

/* Who waits for whom, where nobody gets on. view_graph_rows: how many rows it needs; 0: there is
 * nothing to show. */
int view_graph_rows(const struct player_state *state);
void view_graph(struct frame *frame, struct frame_area area,
                const struct player_state *state);

/* The two rows above the panes: a title, and something in red on the right; the steps in a row (all: or
 * those that count). */
void view_top(struct frame *frame, const char *title, const char *right,
              const struct player_state *state, bool all);

/* All panes, in so many rows from the third on. */
void view_panes(struct frame *frame, const struct player_state *state,
                struct view_focus focus, int rows);

/* Lines, NULL behind the last, in a box in the middle. */
void view_help(struct frame *frame, const char *title, const char *const *lines);

/* What is shown in the place of all that. */
void view_too_small(struct frame *frame);

#endif
