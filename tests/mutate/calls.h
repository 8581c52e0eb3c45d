/*
 * calls.h - finding the calls that the operators are about. Included by the operators alone.
 */
#ifndef MUTATE_CALLS_H
#define MUTATE_CALLS_H

#include "mutants.h"

/* A NULL-terminated list of function names. */
typedef const char *const *names;

/* lock() and unlock() are wrappers that a file may have of its own. */
extern const char *const lock_names[],
    *const unlock_names[], *const wait_names[], *const signal_names[],
                                                    *const broadcast_names[],
                                                        *const join_names[],
                                                            *const waitpid_names[],
                                                                *const cleanup_names[];

/* Whether token i is the name in a call of one of these functions, in a function's body. */
bool is_call_of(const struct source *source, int i, names list);

/* The last token of the call whose name is token i. */
int call_end(const struct source *source, int i);

/* Whether tokens first..last call one of these; with list NULL, whether they call anything. */
bool has_call_of(const struct source *source, int first, int last, names list);

/* Tokens first..last are spelt as tokens other.. are; the same number of them. */
bool same_tokens(const struct source *source, int first, int last, int other);

/* For each call of these functions, a mutant in which the call is `text` instead. */
void replace_calls(struct source *source, const char *name, names list, const char *text);

#endif
