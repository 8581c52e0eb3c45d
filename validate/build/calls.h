/*
 * calls.h - the library calls that the explorer knows: validate/explore/program/calls.txt.
 *
 * A line of that file is "model NAME" (explore_NAME does what NAME does inside a schedule) or
 * "harmless NAME" (the real function may be called: it neither blocks nor touches memory that
 * threads share behind the explorer's back); '#' begins a comment.
 */
#ifndef CALLS_H
#define CALLS_H

#include <stddef.h>

enum call_kind {
    CALL_UNKNOWN, /* not on the list: a program that calls it can't be judged */
    CALL_MODELLED,
    CALL_HARMLESS,
};

struct call {
    const char *name;
    enum call_kind kind;
};

struct call_list {
    struct call *calls; /* sorted by name; owned */
    size_t count;
    char *text; /* what the names point into; owned */
};

/* Reads the list. Returns 0, the list to be freed with calls_free; or -1 with errno: EINVAL for a
 * line that is neither. */
int calls_read(const char *path, struct call_list *list);

enum call_kind calls_find(const struct call_list *list, const char *name);

void calls_free(struct call_list *list);

#endif
