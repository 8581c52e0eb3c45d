/*
 * program.h - a whole program under the explorer: what `lab explore` and the executable that it
 * builds from a learner's program agree on.
 *
 * The executable is the program's own object files, its main renamed to program_main and its
 * library calls to the explorer's models (calls.txt), between the two markers program_begin.o
 * and program_end.o, which bracket its static variables, and libexplorer.a:
 *
 *     gcc -no-pie -pthread program_begin.o PROGRAM.o... program_end.o unlisted.o \
 *         libexplorer.a -lm -o program
 *
 * (unlisted.o: a function for each call that calls.txt doesn't list, which ends in
 * explore_unsupported). Of its own names libexplorer.a shows only main, explore_*, __tsan_* and
 * __sanitizer_cov_*. The executable is started as
 *
 *     program FD
 *
 * where FD is a memfd of sizeof(struct program_evidence) bytes, all zero, mapped shared on both
 * sides: `lab explore` fills in the orders before the start, the program the rest.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdint.h>

#include "explore.h"
#include "play.h"

#define PROGRAM_VERSION 2 /* of this structure */
#define PROGRAM_OUTPUT  4096

struct program_evidence {
    uint32_t version;                /* order: PROGRAM_VERSION */
    uint64_t seed;                   /* order */
    uint64_t identity;               /* order: a hash of the program, for tokens */
    uint32_t budget;                 /* order: schedules; 0: the default */
    uint32_t max_findings;           /* order: 1 to EXPLORE_MAX_FINDINGS */
    uint32_t fail_calls;             /* order: 1: calls may fail */
    char replay[EXPLORE_TOKEN_SIZE]; /* order: a token, or "" */

    uint32_t plays; /* order: 1: explore_play() as `play` says, instead of explore() */
    struct explore_play play; /* order and result */

    uint32_t finished;      /* 1: what follows is complete; written last */
    int32_t error;          /* errno of explore(), 0: none */
    uint32_t read_stdin;    /* 1: the program read its standard input, which is empty */
    uint32_t had_arguments; /* 1: the program looked at argv although there are none */
    uint64_t output_bytes;  /* that the first schedule printed */
    char output[PROGRAM_OUTPUT]; /* the beginning of that */
    uint32_t report_count; /* entries of reports[] that count, at least 1 when finished */
    struct explore_report reports[EXPLORE_MAX_FINDINGS];
};

#endif
