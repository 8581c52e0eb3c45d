/*
 * build.h - from a learner's files to probes.
 *
 *   sync.c -> compiled -> names checked -> calls redirected -> linked with the task's scenarios
 *
 * in each variant that the task's checks need: plain; and, where checks of the kind `race` are
 * among them, with ThreadSanitizer and for the explorer. Results stay in
 * build/probes/<source>/<task>/; what is fresh isn't made again. Freshness is decided by
 * contents, not by times: a file that was moved back in place is seen.
 */
#ifndef BUILD_H
#define BUILD_H

#include <limits.h>
#include <stdbool.h>

#include "task.h"

enum variant {
    VARIANT_PLAIN,
    VARIANT_EXPLORED,  /* for the explorer, which sees each access to memory */
    VARIANT_SANITIZED, /* with ThreadSanitizer */
    VARIANTS
};

/* "plain", "tsan" or "explored": part of file names. */
const char *variant_name(enum variant variant);

enum build_status {
    BUILD_OK,
    BUILD_REFUSED, /* the learner's file can't be judged; message says why */
    BUILD_ERROR,   /* the lab failed; message says why */
};

/* A task to build, and what came of it. */
struct build {
    const struct task *task;
    bool races; /* the variants that judge races are needed as well */
    bool
        untouched; /* the files are the lab's own stubs; for the report, set by the caller */

    enum build_status status;
    char message[512];    /* one line, in plain words; "" when there is nothing to say */
    char file[TASK_NAME]; /* the learner's file that the message is about; "" none */
    int line;             /* 0: not known */
    char *diagnostics; /* what the compiler printed, warnings included; NULL: nothing */
    double
        compiling; /* seconds until the last of the files was compiled; 0: all were fresh */
    double linking; /* seconds from then until the last probe was linked */
};

/* Where files come from and go to. */
struct build_places {
    const char *root;      /* the lab's folder */
    const char *from;      /* folder with the learner's tasks, as the learner named it */
    char probes[PATH_MAX]; /* out: the folder with a sub-folder for each task */

    /* Told of each probe as soon as it can be started, the others may still be under way; NULL: nobody.
     * What is told with `context` is the caller's. */
    void (*probe_ready)(const struct build *build, enum variant variant, void *context);
    void *context;
};

/* Sets places->probes by the other two; build_tasks does so as well. */
void build_find_places(struct build_places *places);

/* Builds the tasks, side by side. Returns 0, the outcome stands in each build; or -1 with errno:
 * nothing could be built (build/ can't be written, no memory). */
int build_tasks(struct build_places *places, struct build *builds, int count);

void free_build(struct build *build);

#endif
