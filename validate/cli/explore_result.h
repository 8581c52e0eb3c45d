/*
 * explore_result.h - what `lab explore` found, ready to be shown: verdict, findings and coverage in
 * words, whatever became of the run.
 */
#ifndef EXPLORE_RESULT_H
#define EXPLORE_RESULT_H

#include "counterexample.h"
#include "explore_run.h"

#define RESULT_TEXT 1536 /* bytes of a message with its places in words */

/* A kind of verdict, as people and programs read it. */
struct verdict_words {
    const char *json;    /* the contract's word: "race" */
    const char *heading; /* "data race" */
    bool bug;            /* it is the program's fault */
};

/* One thing that was found. */
struct explore_finding {
    enum explore_verdict verdict;
    char message[RESULT_TEXT];
    const struct explore_report *report; /* the run's; NULL: nothing was run */
    struct counterexample *cx;           /* owned; NULL: none */
};

struct explore_result {
    enum explore_verdict verdict;                          /* the gravest finding's */
    struct explore_finding findings[EXPLORE_MAX_FINDINGS]; /* the gravest first */
    int finding_count;
    char coverage[512]; /* in words; "" when nothing was run */
    uint64_t schedules;
    bool had_arguments; /* the program wants arguments, of which it got none */
    bool read_stdin;    /* the program read its input, which is empty */
    const struct program_evidence *evidence; /* the run's; NULL: nothing was run */
    struct debug_info *info;                 /* of the executable; NULL: none; owned */
};

/* The words of a verdict; static. */
const struct verdict_words *verdict_words(enum explore_verdict verdict);

/* Fills in the result of a program's run, of any end; the run must outlive it. To be released with
 * release_result. */
void make_result(struct explore_result *result, const struct explore_run *run,
                 const struct built_program *program);

/* The result where nothing was run: a verdict and why. */
void make_result_without_run(struct explore_result *result, enum explore_verdict verdict,
                             const char *message);

void release_result(struct explore_result *result);

#endif
