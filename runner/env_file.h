/*
 * env_file.h - reads a file of NAME=value lines, such as .env.
 *
 * A line is empty, a comment (# first), or an assignment: NAME=value, with spaces around
 * both allowed, and `export ` before the name tolerated. A value may stand in single or
 * double quotes; without quotes it ends before a # that follows a space. Nothing is
 * expanded. Lines end with \n or \r\n; the last one may end without.
 */
#ifndef ENV_FILE_H
#define ENV_FILE_H

/* Receives one assignment; both strings are the reader's and end with the call. Returns
 * 0; or -1 with errno set, which ends the reading. */
typedef int (*EnvAssign)(void *context, const char *name, const char *value);

/*
 * Calls `assign` for each assignment of the file, in order. A file that doesn't exist is
 * like an empty one. *bad_line receives 0, or the number of the line that is none of the
 * three kinds (the reading ends there).
 * Returns 0; or -1 with errno set: EBADMSG (then *bad_line says where), ENOMEM, of fopen
 * or of reading, or what `assign` left.
 */
int env_file_read(const char *path, EnvAssign assign, void *context, unsigned *bad_line);

#endif
