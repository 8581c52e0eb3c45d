/*
 * watch_terminal.h - the terminal's modes while single keys are read; given back in time.
 *
 * Keys come one by one and unseen; ^C, ^Z and ^\ stay signals. Whoever shows something else on the
 * terminal (a command, the shell after ^Z) finds it as it was.
 */
#ifndef WATCH_TERMINAL_H
#define WATCH_TERMINAL_H

#include <stdbool.h>
#include <termios.h>

struct terminal {
    int fd;                /* where keys come from */
    bool is;               /* it is a terminal, and so is where output goes */
    bool keys;             /* its modes are ours at the moment */
    struct termios before; /* the modes that are given back */
};

/* Nothing to be closed. */
void terminal_open(struct terminal *terminal, int in, int out);

/* Is this process in the foreground? One that isn't must leave the terminal's modes and keys alone. True
 * without a terminal. */
bool terminal_ours(const struct terminal *terminal);

/* Takes over the modes that the terminal has now as those to be given back: a shell has had it. */
void terminal_remember(struct terminal *terminal);

/* Sets the modes for keys, if the terminal is ours and they aren't set. */
void terminal_take(struct terminal *terminal);

/* Sets them back. */
void terminal_give_back(struct terminal *terminal);

#endif
