/*
 * judge.h - what the parts of the judge share: a test under way, and how it is held against what
 * was promised.
 */
#ifndef JUDGE_H
#define JUDGE_H

#include <cjson/cJSON.h>
#include <limits.h>
#include <stdbool.h>

#include "task.h"

/* A test under way. */
struct test {
    char name[PATH_MAX]; /* as it is reported */
    const struct task *task;
    char from[PATH_MAX];   /* folder with the submission, in the layout of tasks/ */
    char output[PATH_MAX]; /* where the verdicts go */
    const char *seed;
    int seconds; /* bound on build/lab's time; 0: none */
    int status;  /* of build/lab; 124: it was stopped at the end of its time */
    cJSON *results;
    char reason[1024]; /* why it failed; "": it didn't */
};

/* Notes why the test failed; only the first reason counts. */
void complain(struct test *test, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The test itself could not be done: says so by errno, and ends the program with status 3. */
_Noreturn void die(const char *what);

/* Copies the task's files from a folder in the layout of tasks/; the one called `replaced` (may be
 * NULL) is taken from `replacement`. */
void lay_out(struct test *test, const char *source, const char *replaced,
             const char *replacement);

/* Has build/lab judge what was laid out. */
void validate(struct test *test);

/* The only task of the verdicts, its checks, and what one of them says. */
const cJSON *only_task(const struct test *test);
const cJSON *checks_of(const struct test *test);
bool has_status(const cJSON *check, const char *status);

/* Complains about a submission that doesn't compile without a warning; about any check that
 * doesn't pass. */
void expect_clean_compile(struct test *test);
void expect_all_pass(struct test *test);

/* Judges a file of tests/corpus by what its first comment promises. */
void judge_submission(struct test *test, const char *path);

/* Judges a hostile one: it passes nothing that it may not pass, and the machine is as it was. `fails`
 * is "all" or a list of checks, `words` what the learner must be told. */
void judge_hostile(struct test *test, char *fails, const char *words);

/* A list "check, check" cut into names. Returns how many. */
#define NAMES_MOST 16
int split_names(char *list, char *names[NAMES_MOST]);
bool is_named(const cJSON *check, char *const names[], int count);

/* Does the check, or the task, use these words? */
bool says(const cJSON *check, const char *words);

#endif
