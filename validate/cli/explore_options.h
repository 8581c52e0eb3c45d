/*
 * explore_options.h - the command line of `build/lab explore`.
 */
#ifndef EXPLORE_OPTIONS_H
#define EXPLORE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "play.h"
#include "program_build.h"

/* Taken apart. Strings are argv's. */
struct explore_command {
    const char *files[PROGRAM_FILES_MOST];
    int file_count;
    const char *flags[PROGRAM_FLAGS_MOST]; /* what stands behind "--" */
    int flag_count;
    uint64_t seed;
    uint32_t budget;                 /* schedules; 0: the explorer's own default */
    const char *replay;              /* a token; NULL: search */
    const struct explore_play *play; /* somebody takes the decisions; NULL: nobody does */
    bool json;
    bool failures; /* malloc, pthread_create and the like may fail */
    bool full;     /* show every step */
    bool step;     /* on a terminal: the gravest finding step by step first */
};

/* Takes the words behind "explore" apart. Returns -1 when the command can run; otherwise the exit
 * status to end with, after one line on stderr. */
int read_explore_options(struct explore_command *command, int count, char **words);

#endif
