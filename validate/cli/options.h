/*
 * options.h - takes the command line apart.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "lab.h"

/*
 * Fills lab->options from argv; finds the lab's folder, makes it the working directory; finds
 * the tasks and the one that was named. Returns -1 when the command can run; otherwise the
 * exit status to end with, after one line on stderr.
 */
int read_options(struct lab *lab, int argc, char **argv);

/* Finds the lab's folder. Returns as read_options does. */
int find_root(char root[PATH_MAX]);

#endif
