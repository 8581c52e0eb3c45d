/*
 * program_names.h - gives the symbols of a program's objects the names that program_build.h lists.
 */
#ifndef PROGRAM_NAMES_H
#define PROGRAM_NAMES_H

#include "program_unit.h"

/* Did the compiler or the linker add the name by themselves? libexplorer or the linker defines it. */
bool is_of_the_tools(const char *name);

/* Is it a variable of libc, such as `environ`? A reference to it is no call. */
bool is_variable_of_libc(const char *name);

/*
 * Makes <stem>.o of the <stem>.raw.o of each unit, and <folder>/unmodelled.s: a function for each
 * unknown call. *unmodelled is how many there are. Fails the program if it has no main, or two, or
 * does what the explorer can't see.
 */
void program_rename(struct built_program *program, struct program_unit *units, int count,
                    int *unmodelled);

#endif
