/*
 * input.h - the standard input, which is empty.
 */
#ifndef INPUT_H
#define INPUT_H

#include <stdbool.h>

/* Has the program read it, in any schedule? */
bool input_was_read(void);

/* The program reads it, and finds its end. */
void input_read(void);

/* A new schedule begins. */
void input_reset(void);

#endif
