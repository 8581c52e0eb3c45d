/*
 * lazy_library.h - a shared library that is loaded when one of its functions is called first.
 *
 * A program linked with a large library loads it, and all that it needs in turn, each time it starts.
 * lazy_library.sh writes an assembler file that defines all functions of a library as jumps: the
 * first call of one loads the library, and leads the jump to the real function. A probe that never
 * calls it starts ten times as fast.
 */
#ifndef LAZY_LIBRARY_H
#define LAZY_LIBRARY_H

/* A library, defined by the assembler file. */
struct lazy_library {
    const char *file; /* "libcurl.so.4" */
    void *handle;     /* of dlopen; NULL: not loaded yet */
};

/* The address of a function of the library. Ends the process with status 3 when there is none. Keeps
 * errno. Any thread may call it. */
void *lazy_library_find(struct lazy_library *library, const char *function);

#endif
