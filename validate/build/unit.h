/*
 * unit.h - one learner's file, compiled for probes of one variant or of two.
 */
#ifndef UNIT_H
#define UNIT_H

#include "build.h"
#include "command.h"
#include "fresh.h"

/* How a file is compiled. One object, with a call at each access to memory, serves both variants that
 * judge races: which of the two judges it calls is a matter of what it is linked with. */
enum unit_kind { UNIT_PLAIN, UNIT_TRACED, UNIT_KINDS };

enum unit_kind unit_kind_of(enum variant variant);

struct unit {
    struct build *build;
    enum unit_kind kind;
    const char *file;      /* "sync.c" */
    char source[PATH_MAX]; /* the learner's file */
    char stem[PATH_MAX];   /* <probes>/<task>/sync: the beginning of its results' paths */
    struct key key;        /* over its inputs; valid once compiled or found fresh */
    struct command compile; /* the compiler's run; empty if fresh */
    bool fresh;             /* compiled earlier from the same inputs */
    bool inspected;         /* once for all probes that it goes into */
};

/* A path of a unit's result, in `path`: <stem>.plain<ending> or <stem>.traced<ending>. */
void unit_path(const struct unit *unit, const char *ending, char path[PATH_MAX]);

/* The path of what a probe of that variant is linked with: <stem>.<variant>.o. */
void unit_object(const struct unit *unit, enum variant variant, char path[PATH_MAX]);

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
