/*
 * watch_screen.h - output that scrolls, and below it, on a terminal, a line that says how things stand.
 *
 * Everything else that prints calls screen_begin first.
 */
#ifndef WATCH_SCREEN_H
#define WATCH_SCREEN_H

#include <stdbool.h>

struct screen {
    bool live;        /* it has a status line */
    bool shown;       /* the status line stands there at the moment */
    char status[256]; /* what it says */
};

/* `terminal`: stdin and stdout are one. */
void screen_open(struct screen *screen, bool terminal);

/* Takes the status line away: what is printed next begins at the left. */
void screen_begin(struct screen *screen);

/* Shows the status line, if it isn't there or says something else; cut where the terminal ends. `brief`
 * takes the place of `text` where that is too wide. */
void screen_status(struct screen *screen, const char *text, const char *brief);

/* The terminal has another size, or somebody else has used it: the line is made anew. */
void screen_renew(struct screen *screen);

#endif
