/* rules.c - see rules.h. */
#include "rules.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "notes.h"
#include "performance.h"

#define ROUNDING 1e-9 /* a quotient may differ that much, relatively */

static const struct learner_function speedup_function = {"speedup", 3};
static const struct learner_function worth_function = {"is_worth_concurrency", 3};
static const struct learner_function executor_function = {"recommended_executor", 2};

/* What the child is asked: two figures, or a kind of work. */
struct request {
    double first;
    double second;
    WorkKind kind;
};

/* What the child answers. */
struct answer {
    int returned;      /* by the learner's function */
    int error;         /* errno after it */
    double factor;     /* from speedup; NAN if it left it alone */
    Executor executor; /* from recommended_executor */
};

static void call_speedup(const void *asked, void *answered)
{
    const struct request *request = asked;
    struct answer *answer = answered;
    double factor = NAN;
    errno = 0;
    answer->returned = speedup(request->first, request->second, &factor);
    answer->error = errno;
    answer->factor = factor;
}

static void call_worth(const void *asked, void *answered)
{
    const struct request *request = asked;
    struct answer *answer = answered;
    errno = 0;
    answer->returned = is_worth_concurrency(request->first, request->second);
    answer->error = errno;
}

static void call_executor(const void *asked, void *answered)
{
    const struct request *request = asked;
    struct answer *answer = answered;
    errno = 0;
    answer->executor = recommended_executor(request->kind);
    answer->error = errno;
}

static int ask(struct run *run, const struct learner_function *function,
               contained_function call, const struct request *request,
               struct answer *answer, struct contained_end *end)
{
    capture_label(&run->printed, function->name);
    return contained_call(call, request, answer, sizeof *answer, LIMIT_SECONDS * 1000,
                          &run->printed, end);
}

/* A rule that came back, if only with an error, may be asked again. */
static bool may_be_asked(struct outcome last)
{
    return last.kind == OUTCOME_RIGHT || last.kind == OUTCOME_WRONG_RESULTS ||
           last.kind == OUTCOME_FAILED;
}

/* Takes in what a call of a rule gave. The first trouble of a rule goes into *last and is
 * noted (as `wrong` says, if the answer came but isn't right); later trouble only if the
 * rule doesn't come back any more. */
static void settle(struct run *run, const struct learner_function *function,
                   struct outcome *last, struct outcome outcome, const char *wrong)
{
    char phrase[80];
    run_remember(run, function, outcome);
    bool noted = last->kind != OUTCOME_RIGHT;
    if (outcome.kind == OUTCOME_RIGHT || (noted && may_be_asked(outcome)))
        return;
    *last = outcome;
    outcome_phrase(outcome, function, phrase, sizeof phrase);
    if (outcome.kind == OUTCOME_NOT_WRITTEN)
        note("%s isn't written yet (task %d): '-' stands for its answer.", function->name,
             function->task);
    else if (outcome.kind == OUTCOME_WRONG_RESULTS)
        note("%s (task %d) %s.", function->name, function->task, wrong);
    else
        note("%s (task %d): %s.", function->name, function->task, phrase);
}

static bool close_to(double value, double expected)
{
    return fabs(value - expected) <= ROUNDING * expected;
}

int ask_speedup(struct run *run, double old_seconds, double new_seconds, double *factor)
{
    struct request request = {.first = old_seconds, .second = new_seconds};
    struct answer answer = {0};
    struct contained_end end;
    *factor = NAN;
    if (!may_be_asked(run->speedup))
        return 0;
    if (ask(run, &speedup_function, call_speedup, &request, &answer, &end) != 0)
        return -1;

    struct outcome outcome = outcome_of(end, answer.returned, answer.error);
    double quotient = old_seconds / new_seconds;
    char wrong[120];
    snprintf(wrong, sizeof wrong, "says %.3g for %.3f s against %.3f s, which is %.3g",
             answer.factor, old_seconds, new_seconds, quotient);
    if (outcome.kind == OUTCOME_RIGHT) {
        *factor = answer.factor;
        if (!close_to(*factor, quotient))
            outcome.kind = OUTCOME_WRONG_RESULTS;
    }
    settle(run, &speedup_function, &run->speedup, outcome, wrong);
    return 0;
}

static struct outcome judge_worth(struct contained_end end, const struct answer *answer,
                                  double factor)
{
    bool yes_or_no = answer->returned == 0 || answer->returned == 1;
    int returned = yes_or_no ? 0 : answer->returned;
    struct outcome outcome = outcome_of(end, returned, answer->error);
    if (outcome.kind == OUTCOME_RIGHT && answer->returned != (factor >= LEAST_SPEEDUP))
        outcome.kind = OUTCOME_WRONG_RESULTS;
    return outcome;
}

int ask_worth(struct run *run, double factor, enum worth *worth)
{
    struct request request = {.first = factor, .second = LEAST_SPEEDUP};
    struct answer answer = {0};
    struct contained_end end;
    *worth = WORTH_UNKNOWN;
    if (!(factor > 0 && isfinite(factor)) || !may_be_asked(run->worth))
        return 0;
    if (ask(run, &worth_function, call_worth, &request, &answer, &end) != 0)
        return -1;

    struct outcome outcome = judge_worth(end, &answer, factor);
    char wrong[120];
    snprintf(wrong, sizeof wrong, "says %s to a speedup of %.3g, where %.2f is enough",
             answer.returned ? "yes" : "no", factor, LEAST_SPEEDUP);
    if (outcome_has_answer(outcome))
        *worth = answer.returned ? WORTH_YES : WORTH_NO;
    settle(run, &worth_function, &run->worth, outcome, wrong);
    return 0;
}

int ask_executor(struct run *run, WorkKind kind, Executor *executor,
                 struct outcome *outcome)
{
    struct request request = {.kind = kind};
    struct answer answer = {0};
    struct contained_end end;
    *executor = EXECUTOR_UNDECIDED;
    if (ask(run, &executor_function, call_executor, &request, &answer, &end) != 0)
        return -1;

    bool decided =
        answer.executor == EXECUTOR_THREADS || answer.executor == EXECUTOR_PROCESSES;
    *outcome = outcome_of(end, decided ? 0 : -1, answer.error);
    if (outcome->kind == OUTCOME_RIGHT)
        *executor = answer.executor;
    run_remember(run, &executor_function, *outcome);
    return 0;
}
