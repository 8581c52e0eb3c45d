/*
 * view_parts.h - the panes of a picture; each draws into the inside of its box.
 */
#ifndef VIEW_PARTS_H
#define VIEW_PARTS_H

#include "player_view.h"

/* The colour of a thread. */
int view_thread_style(uint32_t thread);

/* The source around the last step's line, with a marker at each thread's place. */
void view_source(struct frame *frame, struct frame_area area,
                 const struct player_state *state);

/* The file that view_source shows; "" none. */
const char *view_source_name(const struct player_state *state);

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
void view_panes(struct frame *frame, const struct player_state *state, int rows);

/* Lines, NULL behind the last, in a box in the middle. */
void view_help(struct frame *frame, const char *title, const char *const *lines);

/* What is shown in the place of all that. */
void view_too_small(struct frame *frame);

#endif
