/*
 * begun.h - what a task looked like when the learner began it: copies of its contract, in
 * build/begun/NN_name/. So an update of the lab can be told from what the learner's file was written for.
 *
 * The contract is the task's headers, jobs.h, and the stubs. The copies are made at the first validation
 * of a file that isn't the stub any more; while all files of the task are the stubs, nothing is kept.
 */
#ifndef BEGUN_H
#define BEGUN_H

#include <limits.h>

#include "lab.h"

#define BEGUN          "build/begun"
#define CONTRACT_FILES 16

enum contract_change {
    CONTRACT_SAME,
    CONTRACT_CHANGED,
    CONTRACT_ADDED,   /* the lab has it since */
    CONTRACT_REMOVED, /* the lab has it no more */
};

/* A file of a task's contract. */
struct contract_file {
    char name[TASK_NAME];
    char now[PATH_MAX];  /* the lab's */
    char then[PATH_MAX]; /* the copy */
    bool stub;           /* else a header */
    enum contract_change change;
};

/* Keeps the contracts of tasks that were begun since the last call, and forgets those of tasks whose stubs are
 * back. Returns 0; or -1 with errno. */
int begun_note(const struct lab *lab);

/* Was the task begun, so that there is something to compare with? */
bool begun_known(const struct task *task);

/* Compares. Returns the number of files, all of the contract, whatever became of them. */
int begun_compare(const struct task *task, struct contract_file files[CONTRACT_FILES]);

/* How many of them changed in any way; 0 also for a task that wasn't begun. */
int begun_changes(const struct task *task);

/* Prints a line if they did. */
void begun_tell(const struct task *task);

/* Takes the contract as it is now for the one that the learner's file is written for. Returns 0; or -1 with
 * errno. */
int begun_accept(const struct task *task);

#endif
