/*
 * html_lesson.h - a lesson as part of a page.
 */
#ifndef HTML_LESSON_H
#define HTML_LESSON_H

#include <stdio.h>

/* Prints tasks/NN_NAME/LESSON.md, folded. Returns 0; or -1 with errno: it can't be read. */
int html_lesson(int number, const char *name, FILE *out);

#endif
