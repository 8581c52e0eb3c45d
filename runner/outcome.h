/*
 * outcome.h - what became of one call of a learner's function, and how to say it.
 */
#ifndef OUTCOME_H
#define OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

#include "contained.h"

#define LIMIT_SECONDS 10 /* how long one contained call of learner code may take */

enum outcome_kind {
    OUTCOME_RIGHT,         /* returned 0, and what it delivered is right */
    OUTCOME_WRONG_RESULTS, /* returned 0, but results differ */
    OUTCOME_WRONG_TIME,    /* results are right, the seconds can't be */
    OUTCOME_NOT_WRITTEN,   /* returned -1 with ENOSYS, as a stub does */
    OUTCOME_FAILED,        /* returned something else but 0 */
    OUTCOME_CRASHED,
    OUTCOME_EXITED,
    OUTCOME_TIMED_OUT,
    OUTCOME_NOT_TRIED, /* its function timed out before: not worth the wait again */
};

struct outcome {
    enum outcome_kind kind;
    int number; /* FAILED: errno, or 0; CRASHED: the signal; EXITED: the status; else 0 */
};

/* A function of the learner's, for messages. */
struct learner_function {
    const char *name;
    int task; /* the task that it is written in */
};

/* The outcome of a call that ended like this; one that returned left `returned` and
 * `error` (errno). RIGHT then means only: it returned 0. */
struct outcome outcome_of(struct contained_end end, int returned, int error);

/* Writes the outcome in words into text: a whole phrase (up to 49 characters, "not
 * written yet: run_async (task 5)"), or one for a narrow cell (up to 17). */
void outcome_phrase(struct outcome outcome, const struct learner_function *function,
                    char *text, size_t size);
void outcome_short(struct outcome outcome, char *text, size_t size);

/* Whether the call came back with an answer that can be shown, right or wrong. */
bool outcome_has_answer(struct outcome outcome);

#endif
