/*
 * program.h - a program of learner's files and the lab's own objects, which takes the place of
 * build/lab when it runs.
 *
 * The learner's code runs here as it is: without wrappers, as any program of theirs.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "build.h"
#include "command.h"
#include "lab.h"

struct program {
    struct lab *lab;
    struct build_places places; /* where the learner's objects lie */
    struct command link;        /* the linker's run; libraries may be added */
    int lock;                   /* keeps other commands off the objects; -1: not held */
};

/* Functions that return int return -1 to go on; or the exit status to end with, after one line on
 * stderr. After program_begin comes program_end, whatever happened in between. */

/* Compiles the tasks; the outcome of each stands in its build. */
int program_begin(struct program *program, struct lab *lab, struct build *builds,
                  int count);

/* Adds a file of a task that was built. Its functions that aren't in the contract become local to
 * it, so that helpers of two files can have the same name. */
int program_add_learner(struct program *program, const struct task *task,
                        const char *file);

/* Adds an object or an archive of the lab's. */
void program_add_object(struct program *program, const char *path);

/* Links and runs it, with one argument or NULL. Returns only on failure. */
int program_run(struct program *program, const char *name, const char *argument);

void program_end(struct program *program);

/* Prints why a build was refused, and the beginning of what the compiler said. */
void show_refusal(const struct build *build);

#endif
