/*
 * run.h - one run of the tool: all files, their mutants, and what became of each.
 */
#ifndef MUTATE_RUN_H
#define MUTATE_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "known.h"
#include "mutants.h"
#include "task.h"

#define FILES_MOST    (TASKS_MOST * TASK_FILES_MOST)
#define MUTATE_FOLDER "build/mutate"
#define MUTATE_JSON   "build/mutate.json"

/* What became of a mutant. */
enum fate {
    FATE_NONE,      /* not judged: the lab failed, or the run was stopped */
    FATE_STILLBORN, /* it doesn't compile, or the validator refuses it before any check */
    FATE_SAME, /* the compiler makes the same code of it as of the solution, or of an earlier mutant */
    FATE_KILLED,     /* a check fails */
    FATE_EQUIVALENT, /* all checks pass, and it is in the list of equivalent ones */
    FATE_ALIVE,      /* all checks pass */
    FATES
};

/* "killed" and so on. */
extern const char *const fate_words[FATES];

/* The judge's word on one mutant. Lies in shared memory. */
struct outcome {
    enum fate fate;
    uint64_t code; /* hash of its object code */
    char by[128];  /* the first check that failed, or why there is no verdict */
};

/* A mutated file. */
struct mutated {
    const struct task *task;
    const char *file; /* "sync.c" */
    struct source source;
    struct known_list known;
};

/* A mutant, judged or to be judged. */
struct item {
    struct mutated *mutated;
    const struct mutant *mutant;
    struct change change;
    char function[64];
    int occurrence; /* among those of the file that look the same, 1.. */
    char *why;      /* of the list; not owned; NULL: not listed */
};

struct run {
    struct task_list tasks;
    const struct task *task; /* only this one; NULL: all */
    const char *operation;   /* only this one; NULL: all */
    bool again;              /* only those that were alive in the last report */
    bool list;               /* don't judge, only list */
    const char *seed;
    int jobs; /* mutants judged side by side */

    struct mutated files[FILES_MOST];
    int file_count;
    struct item *items;
    int count;
    struct outcome *outcomes; /* one an item; shared memory */
};

/* collect.c: makes all mutants. Returns 0, or -1 with a message on stderr. */
int collect_mutants(struct run *run);
void free_run(struct run *run);

/* judge.c: fills in all outcomes. Returns 0, or -1 with a message on stderr. */
int judge_mutants(struct run *run);

/* report.c: prints the table and the survivors, writes build/mutate.json. Returns the exit status:
 * 0 no hole, 1 a mutant is alive or a list is wrong, 3 something was not judged. */
int report_mutants(const struct run *run);

/* "drop_lock:04_sync/sync.c:42" */
void print_name(const struct item *item, char *name, size_t size);

#endif
