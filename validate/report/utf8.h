/*
 * utf8.h - characters in text that nobody has vouched for: learner's output, a file's names.
 */
#ifndef UTF8_H
#define UTF8_H

/* What stands for a character that can't be shown, in UTF-8: U+FFFD. */
#define UTF8_REPLACEMENT "\xEF\xBF\xBD"

/* Returns the character at *at, which must not be the final '\0', and moves *at behind it; or
 * -1 for a byte that begins no valid character, and moves by that byte. */
long utf8_next(const char **at);

/* Puts '?' in the place of each byte that isn't valid UTF-8. */
void utf8_clean(char *text);

#endif
