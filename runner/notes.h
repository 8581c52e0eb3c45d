/*
 * notes.h - sentences that are gathered while the tables are printed, to stand below
 * them.
 */
#ifndef NOTES_H
#define NOTES_H

/* Adds a note, printf-like; the text is copied. Notes beyond a screenful are dropped. */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints the notes to stdout, wrapped to 78 columns, and forgets them. */
void notes_print(void);

#endif
