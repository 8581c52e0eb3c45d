/*
 * unit.h - one learner's file in one variant, on its way into a probe.
 */
#ifndef UNIT_H
#define UNIT_H

#include "build.h"
#include "command.h"
#include "fresh.h"

struct unit {
    struct build *build;
    enum variant variant;
    const char *file;       /* "sync.c" */
    char source[PATH_MAX];  /* the learner's file */
    char stem[PATH_MAX];    /* <probes>/<task>/sync.plain: results are stem + ending */
    struct key key;         /* over its inputs; valid once compiled or found fresh */
    struct command compile; /* the compiler's run; empty if fresh */
    bool fresh;             /* compiled earlier from the same inputs */
};

/* A path of a unit's result: <stem><ending>, in `path`. */
void unit_path(const struct unit *unit, const char *ending, char path[PATH_MAX]);

/* Looks at the learner's file without compiling it: missing, a folder, unreadable, too large, empty.
 * Refuses the build with a message if it can't be used. */
void unit_inspect(struct unit *unit);

/* Decides whether the unit is fresh; prepares the compiler's command if not. */
void unit_prepare(struct unit *unit, const struct build_places *places);

/* Prepares a command that leaves the preprocessor's output in <stem>.i. */
void unit_preprocess(const struct unit *unit, const struct build_places *places,
                     struct command *cpp);

/* Takes the compiler's outcome: refuses the build, or stores the key and the diagnostics. */
void unit_finish(struct unit *unit, const struct build_places *places);

/* Refuses a build, unless it was refused before. */
void refuse(struct build *build, const char *file, int line, const char *message, ...)
    __attribute__((format(printf, 4, 5)));

/* The same for a file below build/ that can't be written, by errno. */
void cannot_write(struct build *build, const char *path);

/* The same for any failure of the lab itself. */
void lab_failed(struct build *build, const char *message, ...)
    __attribute__((format(printf, 2, 3)));

#endif
