/*
 * game_lines.h - a game line by line: for pipes, screen readers, and terminals that can't
 * draw.
 */
#ifndef GAME_LINES_H
#define GAME_LINES_H

#include "game.h"

/* How a game came to its end. */
enum game_end {
    GAME_LEFT,   /* without an answer */
    GAME_SOLVED, /* broken, or rightly said to be unbreakable */
    GAME_STUCK,  /* the program can't be run on; it has been said */
};

/* Plays on stdin and stdout until the learner has solved it, or quits, or the input ends. */
enum game_end play_lines(struct game *game, const struct puzzle *puzzle);

#endif
