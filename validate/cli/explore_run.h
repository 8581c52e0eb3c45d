/*
 * explore_run.h - runs an executable that explores itself, where it can do no harm, and takes its
 * evidence.
 *
 * It runs in a session of its own with limits on memory, files and processor time, its input empty,
 * its output put aside, and ends when this process ends. The limits are no judge: they lie far above
 * what a search takes, and whoever reaches one gets no verdict.
 */
#ifndef EXPLORE_RUN_H
#define EXPLORE_RUN_H

#include "explore_options.h"
#include "program/program.h"

#define RUN_OUTPUT 2048 /* bytes that are kept of what the process itself printed */

enum run_end {
    RUN_FINISHED,    /* the evidence is complete */
    RUN_EXITED,      /* the process ended by itself without finishing */
    RUN_KILLED,      /* a signal ended it */
    RUN_TOO_LONG,    /* the watchdog ended it */
    RUN_TOO_LARGE,   /* the same, for the memory it took */
    RUN_NOT_STARTED, /* the lab's fault */
};

struct explore_run {
    struct program_evidence *evidence; /* mapped; its counts and strings can be trusted */
    enum run_end end;
    int status;              /* RUN_EXITED: exit status; RUN_KILLED: the signal */
    char output[RUN_OUTPUT]; /* what the process printed outside of a schedule */
};

/* Runs it. Returns 0, to be released with release_run; or -1 with errno, nothing to release. */
int run_explored(const struct built_program *program,
                 const struct explore_command *command, struct explore_run *run);

void release_run(struct explore_run *run);

#endif
