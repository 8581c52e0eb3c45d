/*
 * game_words.h - what is said in a game.
 */
#ifndef GAME_WORDS_H
#define GAME_WORDS_H

#include "game.h"

/* Fills in options[i]. */
void say_option(struct game *game, unsigned i);

/* "once", "3 times". Static text, the last one of two. */
const char *say_times(unsigned count);

/* How many choices a way needs; that there is none. */
void say_way(const struct explore_play *way, char *text);
void say_no_way(const struct game *game, const struct explore_play *way, char *text);

#endif
