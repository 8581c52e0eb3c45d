/*
 * game_screen.h - a game on the whole terminal.
 */
#ifndef GAME_SCREEN_H
#define GAME_SCREEN_H

#include "game_lines.h"

/* Plays until the learner quits; *end says how. Returns 0; or -1, with nothing shown, when the
 * terminal can't: *why says in a clause why not, static text. */
int game_screen(struct game *game, const struct puzzle *puzzle, enum game_end *end,
                const char **why);

#endif
