/*
 * player_view.h - a moment of a counterexample as a picture: source, threads, variables,
 * who waits for whom. Pure: what the keys and the screen do is player.c's.
 */
#ifndef PLAYER_VIEW_H
#define PLAYER_VIEW_H

#include "frame.h"
#include "player_state.h"

#define PLAYER_ROWS    24 /* less has no room for it */
#define PLAYER_COLUMNS 80

struct player_view {
    const struct player_state *state;
    const char *title; /* what is shown: a check's title */
    const char *note;  /* one more sentence for the learner; "" none */
    bool all;          /* steps that don't count are stopped at as well */
    bool explain;      /* says what the step means */
    bool help;         /* the keys, over everything */
};

/* Draws it into a frame of at least PLAYER_ROWS and PLAYER_COLUMNS; a smaller one gets a line that
 * says so. */
void player_draw(struct frame *frame, const struct player_view *view);

#endif
