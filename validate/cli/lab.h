/*
 * lab.h - what the commands of build/lab share: the place, the options, the ways to end.
 */
#ifndef LAB_H
#define LAB_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "task.h"

/* Exit statuses: the contract of build/lab. */
enum exit_status {
    EXIT_ALL_PASSED = 0,
    EXIT_CHECK_FAILED = 1,
    EXIT_WRONG_USAGE = 2,
    EXIT_LAB_FAILED = 3, /* the environment, or the lab itself */
};

/* A command line, taken apart. Strings are argv's or the environment's. */
struct options {
    const char *command;   /* "validate" */
    const char *task_word; /* "4", "sync"; NULL: none given */
    char from[PATH_MAX];   /* folder with the learner's tasks */
    const char *from_word; /* as the learner named it: "tasks" */
    const char *format;    /* "text" */
    const char *output;    /* file for the report; NULL: stdout */
    const char *function;  /* hint: about this function; NULL: the first failing one's */
    const char *check;     /* replay: of this check; NULL: the only one there is */
    const char *repeat;    /* run: "--repeat=5", for the runner; NULL: not given */
    const char *puzzle;    /* play: this one, by number or name; NULL: a list is shown */
    uint64_t seed;
    bool seed_given;
    bool diff;   /* solution: the difference to the learner's file */
    bool seen;   /* update-check: the changes were seen */
    bool answer; /* lesson: unfold the answer to the prediction */
    bool full;   /* replay: with every step */
    bool plain;  /* play: line by line, also on a terminal */
};

/* What every command gets. */
struct lab {
    char root[PATH_MAX]; /* the lab's folder; also the working directory */
    struct options options;
    struct task_list tasks;
    char contents[TASKS_MOST]
                 [24];       /* a hash of each task's files; see state_note_contents */
    const struct task *task; /* the task that was named; NULL: none, which means all */
};

/* Prints "lab: ..." on stderr, one line, and returns the status. */
int usage_error(const char *message, ...) __attribute__((format(printf, 1, 2)));
int lab_error(const char *message, ...) __attribute__((format(printf, 1, 2)));

/* The commands. Each returns an exit status. */
int command_validate(struct lab *lab);
int command_lesson(struct lab *lab);
int command_hint(struct lab *lab);
int command_solution(struct lab *lab);
int command_reset(struct lab *lab);
int command_progress(struct lab *lab);
int command_run(struct lab *lab);
int command_review(struct lab *lab);
int command_replay(struct lab *lab);
int command_play(struct lab *lab);
int command_watch(struct lab *lab);
int command_doctor(struct lab *lab);
int command_containment(struct lab *lab);
int command_editor(struct lab *lab);
int command_update_check(struct lab *lab);
int command_debug(struct lab *lab);

/* Takes the words behind "explore" itself: its options are other ones, and it works where the
 * learner stands. */
int command_explore(int count, char **words);

#endif
