/*
 * self_jump.h - the one loop that no hook sees: `for (;;);`, an instruction that jumps to itself.
 *
 * A timer's signal looks where the program is, now and then. Found on such an instruction, it can
 * never leave it: that is proved, whenever the signal came, so the verdict doesn't depend on the
 * clock; only how long it takes does.
 */
#ifndef SELF_JUMP_H
#define SELF_JUMP_H

/* Begins to look, with SIGPROF. Without a timer nothing is looked at. To be ended by
 * self_jump_unwatch(). */
void self_jump_watch(void);

/* Gives the signal back to whom it belonged. */
void self_jump_unwatch(void);

#endif
