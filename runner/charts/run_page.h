/*
 * run_page.h - the run as build/run.html: one file that needs nothing else.
 */
#ifndef RUN_PAGE_H
#define RUN_PAGE_H

#include "run.h"

/* Writes the page anew. Returns 0, or -1 with errno. */
int run_page_write(const struct run *run, const char *path);

#endif
