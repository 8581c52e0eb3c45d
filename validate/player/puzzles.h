/*
 * puzzles.h - small programs to be broken by a schedule: the C files of
 * tasks/NN_name/puzzles/. What is asked stands in the first comment of each:
 *
 *     title:   Two clerks, one counter
 *     ask:     Can two additions leave the counter at 1?
 *     goal:    the assertion in main fails
 *     teaches: what is said when it is solved
 *     with:    sync.c        the learner's file that it is played with; may be left out
 *
 * A line that begins with no such word goes on with the one before.
 */
#ifndef PUZZLES_H
#define PUZZLES_H

#include <limits.h>

#define PUZZLES_MOST 64
#define PUZZLE_TEXT  600

struct puzzle {
    char name[64];       /* of the file without ".c" */
    char path[PATH_MAX]; /* from the lab's folder */
    char title[PUZZLE_TEXT];
    char ask[PUZZLE_TEXT];
    char goal[PUZZLE_TEXT];
    char teaches[PUZZLE_TEXT];
    char with[64]; /* "" with nothing */
};

struct puzzle_list {
    struct puzzle puzzles[PUZZLES_MOST]; /* by name */
    int count;
};

/* Reads the puzzles of a folder. Returns 0, also if there are none; or -1 with errno. */
int puzzles_find(const char *folder, struct puzzle_list *list);

/* The puzzle that a learner names: its number in the list from 1 on, or its name. NULL: none. */
const struct puzzle *puzzles_named(const struct puzzle_list *list, const char *word);

/* Fills in what the comment at the beginning of a file says; what isn't there is "". */
void puzzle_read(const char *text, struct puzzle *puzzle);

#endif
