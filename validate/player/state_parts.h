/*
 * state_parts.h - what the parts of player_state share: threads (player_state.c) and
 * variables (state_values.c).
 */
#ifndef STATE_PARTS_H
#define STATE_PARTS_H

#include "player_state.h"

/* Fills state->variables with the names of all that the steps touch and that more than one thread
 * can see; those that matter first. */
void state_name_variables(struct player_state *state);

/* Sets the values behind state->at steps. */
void state_find_values(struct player_state *state);

/* The variable of that name; NULL: none. */
const struct state_variable *state_find_variable(const struct player_state *state,
                                                 const char *name);

#endif
