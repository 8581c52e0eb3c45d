/*
 * full_screen.h - the terminal as a whole, by ncurses: shows a frame, reads keys.
 */
#ifndef FULL_SCREEN_H
#define FULL_SCREEN_H

#include <stdbool.h>

#include "frame.h"

/* Keys beside characters. */
enum screen_key {
    SCREEN_GONE = -1, /* nobody will press a key any more */
    SCREEN_LEFT = 0x110000,
    SCREEN_RIGHT,
    SCREEN_UP,
    SCREEN_DOWN,
    FULL_SCREEN_HOME,
    SCREEN_END,
    SCREEN_BACKSPACE,
    SCREEN_RESIZED,
    SCREEN_OTHER,
};

/* Are stdin and stdout a terminal that can show a picture? If not, *why says in a clause why not:
 * "stdout is no terminal". */
bool full_screen_is_possible(const char **why);

/* The size of the terminal; 0 and 0 if it isn't known. */
void full_screen_size(int *rows, int *columns);

/* Takes the terminal over. Returns 0; or -1 when the terminal isn't known. full_screen_close gives it
 * back as it was; signals that end the process do as well. */
int full_screen_open(void);
void full_screen_close(void);

/* An empty frame of the screen's size. Returns 0; or -1 with errno. */
int full_screen_frame(struct frame *frame);

void full_screen_show(const struct frame *frame);

/* Waits for a key: a character, or one of enum screen_key. */
int full_screen_key(void);

#endif
