/*
 * state.h - what the lab remembers about the learner, in build/progress.json: each task's last
 * verdict on the files in tasks/, the hints that were shown, the solutions that were looked at.
 *
 * A missing file is an empty memory. A damaged one is too: it is put aside, and a line says so.
 * Functions that return int return 0; or -1 with errno: nothing could be remembered. The
 * document (version 1):
 *   { "version": 1, "finished": 6,        the number of tasks when all of them passed
 *     "tasks": { "sync": { "status": "fail", "passed": 3, "total": 10,
 *         "passed_checks": ["sync/..."], "contents": "hash of the judged files",
 *         "function": "queue_put", "title": "of the first check that failed", "message": "",
 *         "solution_seen": true, "hints": { "queue_put": 2 },
 *         "puzzles": { "1_counter": "hash of the files it was solved in" } } } }
 */
#ifndef STATE_H
#define STATE_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "lab.h"

enum standing {
    STANDING_MISSING,   /* a file isn't there */
    STANDING_UNTOUCHED, /* the files are the stubs */
    STANDING_UNJUDGED,  /* never judged */
    STANDING_CHANGED,   /* changed since the last verdict */
    STANDING_PASSED,
    STANDING_FAILING,
    STANDING_UNDECIDED, /* a check could not be judged on this machine */
};

/* What is remembered about a task. */
struct task_memory {
    enum standing standing;
    bool passed_last;   /* the last verdict was a pass, whatever was changed since */
    int passed, total;  /* checks of the last verdict */
    char function[64];  /* of the first check that failed; "" none */
    char title[160];    /* of that check */
    char message[512];  /* why the files couldn't be judged; "" they could */
    bool solution_seen; /* looked at before the task passed */
};

/* What is known about a task, held against its files as they are now. */
struct task_memory state_of_task(const struct lab *lab, const struct task *task);

/* Notes what the learner's files contain now. Before a validation: an edit made while it runs
 * then counts as made after it. */
void state_note_contents(struct lab *lab);

/* Takes over the verdicts of a validation of tasks/, about the files as state_note_contents
 * found them. A task on which the lab failed keeps its
 * last verdict. Says so in a line when nothing can be remembered. */
void state_remember_results(struct lab *lab, const cJSON *results);

/* Did all tasks ever pass together? (Stays true after that, unless tasks are added.) */
bool state_all_passed(const struct lab *lab);

/* Remembers that the solution was looked at, unless the task passes. */
int state_remember_solution(struct lab *lab, const struct task *task);

/* Sets *shown to the number of hints that were shown for the function before, and counts one
 * more. *shown is valid whatever is returned. */
int state_count_hint(struct lab *lab, const struct task *task, const char *function,
                     int *shown);

/* Remembers that a puzzle of the task was solved, in files with that hash. */
int state_remember_puzzle(const struct task *task, const char *puzzle,
                          const char *identity);

/* Which of them were: an object as in the document, to be deleted; NULL: none. */
cJSON *state_puzzles_solved(const struct task *task);

#endif
