/*
 * player.h - steps through a counterexample on the terminal.
 */
#ifndef PLAYER_H
#define PLAYER_H

#include "counterexample.h"

/* Can a terminal be drawn on, and is it large enough? If not, *why says so in a clause, static text. */
bool player_fits(const char **why);

/*
 * Shows the counterexample on the whole terminal until the learner quits.
 *
 *   title   what it is of
 *   note    one more sentence; "" none
 *
 * Returns 0; or -1, with nothing shown, when the terminal can't: *why says in a clause why not
 * ("the terminal is 60x20, and the player needs 80x24"), static text.
 */
int player_run(const struct counterexample *cx, const char *title, const char *note,
               const char **why);

/* The same on a terminal that was taken over already. Returns 0; or -1 with errno ENOMEM. */
int player_show(const struct counterexample *cx, const char *title, const char *note);

#endif
