/*
 * game_view.h - a game as a picture; the panes are the player's. Pure.
 */
#ifndef GAME_VIEW_H
#define GAME_VIEW_H

#include "frame.h"
#include "game.h"

struct game_view {
    const struct game *game;
    const struct puzzle *puzzle;
    unsigned selected;   /* option */
    const char *message; /* a hint, a race, a verdict; "" nothing to say */
    bool help;           /* the keys, over everything */
    bool over;           /* it is solved */
};

/* As player_draw. */
void game_draw(struct frame *frame, const struct game_view *view);

#endif
