/*
 * lesson.h - the pages to read.
 */
#ifndef LESSON_H
#define LESSON_H

#include "lab.h"

/* Prints the page for somebody who has passed everything. */
void show_closing_page(struct lab *lab);

#endif
