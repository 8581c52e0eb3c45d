/*
 * forbidden.h - library calls that no task needs, and after which nobody could tell any more what
 * the code does.
 */
#ifndef FORBIDDEN_H
#define FORBIDDEN_H

struct forbidden {
    const char *what;    /* "asks the kernel past the lab" */
    const char *instead; /* "call the C library's function" */
};

/* NULL: it may be called. */
const struct forbidden *find_forbidden(const char *name);

#endif
