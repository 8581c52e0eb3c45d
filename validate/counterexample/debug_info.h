/*
 * debug_info.h - an executable's debugging information: what addresses are called in its
 * source.
 *
 * Executables are linked at fixed addresses, so that an address in a report of the
 * explorer is an address in the file. Nothing is read before it is asked for, and what
 * was read is kept. Every function may be called with a NULL debug_info, which knows
 * nothing.
 */
#ifndef DEBUG_INFO_H
#define DEBUG_INFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "explore.h"

#define DEBUG_FILE     128 /* bytes of a file's name, '\0' included */
#define DEBUG_FUNCTION 64
#define DEBUG_NAME     96 /* of a variable with its fields and indices */
#define DEBUG_VALUE    40

struct debug_info;

/* Whose lines are shown. */
struct debug_sources {
    /* Only those of files that the compiler recorded under names with this in them
     * ("learner:"); they are shown without it. NULL: of all files, under the names that
     * the compiler was given. */
    const char *prefix;
    /* Where the text of the files with the prefix lies; NULL: it isn't shown. */
    const char *folder;
    /* Without a prefix: files are shown without their folders. */
    bool bare;
};

/* Opens an executable. `sources` NULL: all files. Returns NULL when it can't be read or
 * has no debugging information. To be closed with debug_close. */
struct debug_info *debug_open(const char *executable,
                              const struct debug_sources *sources);
void debug_close(struct debug_info *info);

/* A line of source. */
struct debug_line {
    char file[DEBUG_FILE]; /* "queue.c" */
    int line;
    char function[DEBUG_FUNCTION]; /* that the line is in; "" not known */
    const char *text; /* of the line, without the space around it; "" not to be had; the
                         debug_info's */
};

/* Looks a site up: the return address of a call, whose line is the call's. Returns false,
 * and clears *line, for NULL, for code without lines, and for files whose lines aren't
 * shown. */
bool debug_find_line(struct debug_info *info, const void *site, struct debug_line *line);

/* The text of a line as it stands there, but for space at its end, in a file that a debug_line
 * has named; the debug_info's. NULL: there is no such line. */
const char *debug_source_line(struct debug_info *info, const char *file, int line);

/* "queue.c:17" for a site; "" if it has no line. Returns text. */
char *debug_place(struct debug_info *info, const void *site, char *text, size_t size);

/*
 * Puts the variable at a location into words: "counter", "accounts[1].balance",
 * "queue->count". A block of the heap is called after the variable that the line of its
 * malloc assigns to, else after the only expression in the line of `site` (who accesses
 * it; NULL: not known) that it can be, else "byte 8 of the 48 bytes that T0 allocated at
 * queue.c:12". A location of size 0 is a primitive's. Returns false, and "" in name, when
 * nothing is known.
 */
bool debug_name(struct debug_info *info, const struct explore_location *location,
                const void *site, char name[DEBUG_NAME]);

/* Writes a value of location->size bytes as the type of the variable there wants it:
 * "-1", "true", "NULL", "'x'", "DONE" of an enum; "" for what only a library understands,
 * like a pthread_t; an unsigned number where the type isn't known. */
void debug_value(struct debug_info *info, const struct explore_location *location,
                 uint64_t value, char text[DEBUG_VALUE]);

/* Copies a message of the explorer, its marks (marks.h) put into words; a mark that
 * nobody can put into words is left out, with an "at" before it. At most size bytes, '\0'
 * included; cut on a character's border. Returns out. */
char *expand_marks(struct debug_info *info, const char *message, char *out, size_t size);

#endif
