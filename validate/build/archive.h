/*
 * archive.h - the names that a library of object files (ar) defines, by its index.
 */
#ifndef ARCHIVE_H
#define ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

struct archive {
    char *bytes;       /* the begin of the file; owned */
    const char *names; /* '\0'-terminated, one behind the other */
    size_t count;
};

/* Reads a library. Returns 0, to be freed with archive_free; or -1 with errno: ENOEXEC for a file
 * that isn't one, or has no index. */
int archive_read(const char *path, struct archive *archive);

bool archive_defines(const struct archive *archive, const char *name);

void archive_free(struct archive *archive);

#endif
