/*
 * known.h - the list of mutants that are known to be equivalent: tests/corpus/NN_name/equivalent.txt.
 *
 * Each is a block of lines "key: value"; a blank line ends it, a line that begins with a blank goes on
 * with the value above, and one that begins with '#' is a comment. A mutant is known by what it
 * changes, not by a line number:
 *
 *   file: sync.c
 *   operator: signal_to_broadcast
 *   function: queue_put
 *   before: the changed lines' tokens, one blank between each
 *   after: the same, of the mutant
 *   occurrence: 2       (only where a function has several that look the same; counted from 1)
 *   why: why no program that keeps to the contract can tell the two apart
 */
#ifndef KNOWN_H
#define KNOWN_H

#include <stdbool.h>

enum known_key {
    KNOWN_FILE,
    KNOWN_OPERATOR,
    KNOWN_FUNCTION,
    KNOWN_BEFORE,
    KNOWN_AFTER,
    KNOWN_OCCURRENCE,
    KNOWN_WHY,
    KNOWN_KEYS
};

struct known {
    char *values[KNOWN_KEYS]; /* owned; NULL: not given */
    int line;                 /* where the block begins */
    bool seen;                /* such a mutant was made; set by known_find */
};

struct known_list {
    struct known *list;
    int count;
    int bad_line; /* of what isn't "key: value", or of a block without a needed key; 0: fine */
};

/* Reads a list's text. Returns 0, then known_free is due, also when bad_line is set; or -1 with
 * errno. */
int known_read(struct known_list *list, const char *text);

/* The entry of a mutant, described as in an entry, marked as seen. NULL: none. */
struct known *known_find(struct known_list *list, const struct known *mutant);

void known_free(struct known_list *list);

#endif
