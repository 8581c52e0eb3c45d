/*
 * plain_words.h - what the compiler said, in a sentence that a beginner can act on.
 */
#ifndef PLAIN_WORDS_H
#define PLAIN_WORDS_H

#include <stddef.h>

/*
 * Puts the first error in the compiler's output into words: "line 17: a ';' is missing
 * before ..." and its line number into *line (0: not known, or not in `file`). An error
 * that isn't in the table is quoted.
 */
void explain_compiler(const char *output, const char *file, char *message, size_t size,
                      int *line);

#endif
