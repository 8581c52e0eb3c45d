/* outcome.c - see outcome.h. */
#define _GNU_SOURCE /* strerrorname_np, sigabbrev_np */
#include "outcome.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define PHRASE_WIDTH 49

static struct outcome outcome_of_return(int returned, int error)
{
    if (returned == 0)
        return (struct outcome){.kind = OUTCOME_RIGHT};
    if (returned == -1 && error == ENOSYS)
        return (struct outcome){.kind = OUTCOME_NOT_WRITTEN};
    return (struct outcome){OUTCOME_FAILED, error};
}

struct outcome outcome_of(struct contained_end end, int returned, int error)
{
    switch (end.ending) {
    case CONTAINED_RETURNED:
        return outcome_of_return(returned, error);
    case CONTAINED_TIMED_OUT:
        return (struct outcome){.kind = OUTCOME_TIMED_OUT};
    case CONTAINED_CRASHED:
        return (struct outcome){OUTCOME_CRASHED, end.number};
    case CONTAINED_EXITED:
        break;
    }
    return (struct outcome){OUTCOME_EXITED, end.number};
}

static const char *error_name(int error)
{
    const char *name = strerrorname_np(error);
    return name ? name : "unknown errno";
}

static const char *signal_name(int number)
{
    const char *name = sigabbrev_np(number);
    return name ? name : "RT";
}

static void failure_phrase(int error, char *text, size_t size)
{
    if (error == 0) {
        snprintf(text, size, "failed without setting errno");
        return;
    }
    int length =
        snprintf(text, size, "failed: %s (%s)", strerror(error), error_name(error));
    if (length > PHRASE_WIDTH)
        snprintf(text, size, "failed: %s", error_name(error));
}

void outcome_phrase(struct outcome outcome, const struct learner_function *function,
                    char *text, size_t size)
{
    switch (outcome.kind) {
    case OUTCOME_NOT_WRITTEN:
        snprintf(text, size, "not written yet: %s (task %d)", function->name,
                 function->task);
        break;
    case OUTCOME_FAILED:
        failure_phrase(outcome.number, text, size);
        break;
    case OUTCOME_EXITED:
        snprintf(text, size, "exited with status %d before it returned", outcome.number);
        break;
    case OUTCOME_TIMED_OUT:
        snprintf(text, size, "did not finish within %d s", LIMIT_SECONDS);
        break;
    default:
        outcome_short(outcome, text, size);
    }
}

void outcome_short(struct outcome outcome, char *text, size_t size)
{
    switch (outcome.kind) {
    case OUTCOME_RIGHT:
        snprintf(text, size, "right");
        break;
    case OUTCOME_WRONG_RESULTS:
        snprintf(text, size, "wrong results");
        break;
    case OUTCOME_WRONG_TIME:
        snprintf(text, size, "wrong time");
        break;
    case OUTCOME_NOT_WRITTEN:
        snprintf(text, size, "not written yet");
        break;
    case OUTCOME_FAILED:
        snprintf(text, size, "failed: %.9s",
                 outcome.number ? error_name(outcome.number) : "no errno");
        break;
    case OUTCOME_CRASHED:
        snprintf(text, size, "crashed: SIG%.5s", signal_name(outcome.number));
        break;
    case OUTCOME_EXITED:
        snprintf(text, size, "exited");
        break;
    case OUTCOME_TIMED_OUT:
        snprintf(text, size, "over %d s", LIMIT_SECONDS);
        break;
    case OUTCOME_NOT_TRIED:
        snprintf(text, size, "not tried again");
        break;
    }
}

bool outcome_has_answer(struct outcome outcome)
{
    return outcome.kind == OUTCOME_RIGHT || outcome.kind == OUTCOME_WRONG_RESULTS ||
           outcome.kind == OUTCOME_WRONG_TIME;
}
