/*
 * program_unit.h - one file of a program that is built to be explored; see program_build.h.
 */
#ifndef PROGRAM_UNIT_H
#define PROGRAM_UNIT_H

#include <stdbool.h>

#include "command.h"
#include "fresh.h"
#include "program_build.h"

struct program_unit {
    struct built_program *program;
    const char *source;     /* as the learner named it */
    char stem[PATH_MAX];    /* results are stem + ending */
    struct key key;         /* over its inputs; valid once compiled or found fresh */
    struct command compile; /* the compiler's run; empty if fresh */
    bool fresh;             /* compiled earlier from the same inputs */
};

/* A path of a unit's result: <stem><ending>, in `path`. */
void program_unit_path(const struct program_unit *unit, const char *ending,
                       char path[PATH_MAX]);

/* Looks at the source file: missing, a folder, no C, empty. Fails the program if it can't be used. */
void program_unit_inspect(struct program_unit *unit);

/* Decides whether the unit is fresh. */
void program_unit_find(struct program_unit *unit);

/* Compiles those that aren't fresh, side by side. */
void program_units_compile(struct program_unit *units, int count);

/* Adds the learner's flags: those for the linker, or those for the compiler. */
void program_add_flags(struct command *command, const struct built_program *program,
                       bool linker);

/* Does it make the compiler leave accesses out, so that races would be missed? Such flags aren't
 * passed on. */
bool flag_hides_accesses(const char *flag);

/* Ends the build with a status and a message, unless it has ended so before. */
void fail_program(struct built_program *program, enum program_status status,
                  const char *message, ...) __attribute__((format(printf, 3, 4)));

#endif
