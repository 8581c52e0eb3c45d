/*
 * files.h - whole files and folders in one call each.
 *
 * Functions that return int return 0; or -1 with errno set. Paths are '\0'-terminated and
 * shorter than PATH_MAX.
 */
#ifndef FILES_H
#define FILES_H

#include <stddef.h>

/* Puts a path together by printf rules, into a buffer of PATH_MAX bytes. A path that doesn't fit
 * becomes "", which no file has: whatever opens it fails and says so. Returns `path`. */
char *make_path(char *path, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Reads a regular file of at most `limit` bytes; a '\0' is added behind its last byte.
 * *size (may be NULL) receives the length without it. Returns the text, to be freed by the
 * caller; or NULL with errno: EISDIR or EINVAL (no regular file), EFBIG (above the limit),
 * or of open and read. */
char *read_file(const char *path, size_t limit, size_t *size);

/* Writes a file so that readers see the old contents or the new, never a part: to a
 * temporary file beside it, then rename. */
int write_file(const char *path, const void *data, size_t size);

/* Makes a folder and those above it. A folder that exists already is fine. */
int make_folders(const char *path);

/* Makes the folders above a file. */
int make_folders_for(const char *file_path);

/* Counts the files in a folder, up to `most`; 0 if it can't be read. */
int count_files(const char *path, int most);

/* Removes a folder with the plain files in it; sub-folders are not expected. */
int remove_flat_folder(const char *path);

#endif
