/*
 * program_build.h - from the files of a program of the learner's own to an executable that explores
 * itself (validate/explore/program/program.h).
 *
 *   prog.c -> compiled, each access to memory announced -> symbols renamed -> linked with libexplorer
 *
 * What a name becomes in the objects:
 *   main               program_main
 *   another definition program:NAME, so that it can clash neither with the explorer nor with libc
 *   a modelled call    explore_NAME
 *   an unknown call    unmodelled:NAME, which ends the schedule as unsupported: a call counts only
 *                      if it really happens
 *
 * Results stay in build/explore/<hash of the command>/; what is fresh isn't made again.
 */
#ifndef PROGRAM_BUILD_H
#define PROGRAM_BUILD_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#define PROGRAM_FILES_MOST 64
#define PROGRAM_FLAGS_MOST 96

/* The lab's own parts of the executable, below its folder. */
#define PROGRAM_BEGIN   "build/obj/explorer/program_begin.o"
#define PROGRAM_END     "build/obj/explorer/program_end.o"
#define PROGRAM_LIBRARY "build/obj/libexplorer.a"
#define PROGRAM_CALLS   "validate/explore/program/calls.txt"

enum program_status {
    PROGRAM_BUILT,
    PROGRAM_REFUSED,     /* it can't be built; message says why */
    PROGRAM_UNSUPPORTED, /* the explorer can't run such a program; message says why */
    PROGRAM_LAB_FAILED,  /* the lab's fault; message says why */
};

/* A program to build, and what came of it. Files and flags are seen from the working directory. */
struct built_program {
    const char *root;         /* the lab's folder */
    const char *const *files; /* as the learner named them */
    int file_count;           /* 1 to PROGRAM_FILES_MOST */
    const char *const
        *flags;     /* for the compiler and the linker, as the learner gave them */
    int flag_count; /* at most PROGRAM_FLAGS_MOST */

    bool takes_arguments; /* out: its main has parameters */
    enum program_status status;
    char message[512];   /* one line; "" when there is nothing to say */
    char file[PATH_MAX]; /* that the message is about; "" none */
    int line;            /* 0: not known */
    char *diagnostics; /* what the compiler or the linker printed; NULL: nothing; owned */
    char folder[PATH_MAX]; /* out: of all results */
    char path[PATH_MAX];   /* out: the executable */
    uint64_t identity;     /* out: a hash over the objects, for tokens */
    int lock; /* keeps others from making the results anew while they are used; -1: none */
};

/* Builds it. The outcome stands in program->status; to be released with release_program. */
void build_program(struct built_program *program);

void release_program(struct built_program *program);

#endif
