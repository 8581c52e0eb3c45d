/*
 * player_explain.h - what a step of a counterexample means, in a sentence or two. Made of
 * the counterexample alone; nothing here draws.
 */
#ifndef PLAYER_EXPLAIN_H
#define PLAYER_EXPLAIN_H

#include "player_state.h"

#define PLAYER_EXPLANATION 768 /* bytes that are enough, '\0' included */

/* Writes what the last step of the state does and leads to; at most size bytes, '\0' included. In
 * front of the first step, how the whole begins. Returns text. */
char *player_explain(const struct player_state *state, char *text, size_t size);

#endif
