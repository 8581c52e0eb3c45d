/*
 * difference.h - how two files differ, as diff(1) shows it.
 */
#ifndef DIFFERENCE_H
#define DIFFERENCE_H

#include <stdbool.h>

/* Prints the differences between two regular files, each named by its label; nothing if there are none. *same
 * says which. Returns EXIT_ALL_PASSED; or another exit status, the reason said. */
int print_difference(const char *from, const char *from_label, const char *to,
                     const char *to_label, bool *same);

#endif
