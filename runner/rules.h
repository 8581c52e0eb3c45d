/*
 * rules.h - what the learner's own rules say of a measurement (tasks 2 and 3).
 *
 * Each rule is asked in a contained call, and its answer is held against the contract. A
 * rule that isn't written, or doesn't come back, is noted once and not asked again.
 * The int functions return 0; or -1 with errno from contained_call.
 */
#ifndef RULES_H
#define RULES_H

#include "executors.h"
#include "run.h"

enum worth { WORTH_UNKNOWN, WORTH_NO, WORTH_YES };

/* *factor receives what speedup(old_seconds, new_seconds) gave; NAN if nothing. */
int ask_speedup(struct run *run, double old_seconds, double new_seconds, double *factor);

/* *worth receives what is_worth_concurrency(factor, LEAST_SPEEDUP) said. A factor that
 * no speedup can be (NAN, 0, ...) is not asked about: the contract has no answer. */
int ask_worth(struct run *run, double factor, enum worth *worth);

/* *executor receives what recommended_executor(kind) said, if *outcome is right. */
int ask_executor(struct run *run, WorkKind kind, Executor *executor,
                 struct outcome *outcome);

#endif
