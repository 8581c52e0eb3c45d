/*
 * token.h - a short text that names a schedule: what it does otherwise than the default
 * run.
 *
 * The text is a version, a checksum of the program's identity, the deviations, and a
 * checksum of all that, in 32 letters and digits. Needs nothing else of the explorer.
 */
#ifndef TOKEN_H
#define TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "explore.h"

/* One place in which a schedule isn't the default run. */
struct deviation {
    uint32_t step; /* index of the step, from 0 */
    bool waiter; /* false: candidate `choice` is taken; true: waiter or value `choice` */
    uint16_t choice; /* index among those that there are then */
};

#define TOKEN_MOST_DEVIATIONS 64
#define TOKEN_MOST_POINTS     16

struct token {
    uint64_t identity;    /* of the program; read: 32 bits of it, mixed */
    uint32_t failed_call; /* number of the call that fails; UINT32_MAX: none */
    unsigned point_count;
    uint64_t points[TOKEN_MOST_POINTS]; /* words of memory whose accesses are steps */
    unsigned deviation_count;
    struct deviation deviations[TOKEN_MOST_DEVIATIONS]; /* in order of steps */
};

/* Writes the token as text. Returns false, and an empty text, if it is too long. */
bool token_write(const struct token *token, char text[EXPLORE_TOKEN_SIZE]);

/* Reads it back. Returns false if the text is no token, or one of another version. */
bool token_read(const char *text, struct token *token);

/* Does the token, as it was read, belong to a program of this identity? */
bool token_fits(const struct token *token, uint64_t identity);

#endif
