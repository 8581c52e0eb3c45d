/*
 * probes.c - run_probe and run_sanitized: a probe run as part of a check.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verdict.h"

#define SANITIZER_STATUS 66 /* ThreadSanitizer's exit status when it reported something */

static struct probe_outcome *start(struct judgement *j, const char *variant,
                                   const char *scenario, const char *arguments,
                                   va_list values)
{
    if (decided(j))
        return NULL;
    if (j->outcome_count == PROBES_MOST) {
        decide(j, VERDICT_ERROR, "the lab's mistake: more than %d probe runs",
               PROBES_MOST);
        return NULL;
    }
    vsnprintf(j->probe_arguments, sizeof j->probe_arguments, arguments, values);
    j->probe_seed = rng_next(&j->rng);
    struct probe_outcome *outcome = &j->outcomes[j->outcome_count];
    if (probe_run(probe_path(j, variant), scenario, j->probe_seed, j->probe_arguments,
                  strcmp(variant, "tsan") == 0, outcome) != 0) {
        decide(j, VERDICT_ERROR, "the lab could not start a probe: %s", strerror(errno));
        return NULL;
    }
    j->outcome_count++;
    free(j->catalog);
    j->catalog = NULL;
    return outcome;
}

static const struct evidence *evidence_if_written(struct judgement *j,
                                                  const struct probe_outcome *outcome)
{
    if (decided(j))
        return NULL;
    if (outcome->evidence->unwritten[0]) {
        fail(j, "not written yet: %s", outcome->evidence->unwritten);
        think(j, "The lesson says what to write, and the header beside your file what is "
                 "promised.");
        return NULL;
    }
    return outcome->evidence;
}

const struct evidence *run_probe(struct judgement *check, const char *scenario,
                                 const char *arguments, ...)
{
    va_list values;
    va_start(values, arguments);
    struct probe_outcome *outcome = start(check, "plain", scenario, arguments, values);
    va_end(values);
    if (!outcome)
        return NULL;
    judge_end(check, outcome);
    judge_child_crash(check, outcome->evidence);
    return evidence_if_written(check, outcome);
}

const struct evidence *run_explored(struct judgement *check, const char *scenario,
                                    const char *arguments, ...)
{
    va_list values;
    va_start(values, arguments);
    struct probe_outcome *outcome = start(check, "plain", scenario, arguments, values);
    va_end(values);
    if (!outcome)
        return NULL;
    judge_end(check, outcome);
    const struct evidence *seen = evidence_if_written(check, outcome);
    if (seen)
        judge_exploration(check, seen);
    return decided(check) ? NULL : seen;
}

const struct evidence *run_sanitized(struct judgement *check, const char *scenario,
                                     const char *arguments, ...)
{
    va_list values;
    va_start(values, arguments);
    struct probe_outcome *outcome = start(check, "tsan", scenario, arguments, values);
    va_end(values);
    if (!outcome)
        return NULL;
    if (!judge_sanitizer_report(check, outcome))
        judge_end(check, outcome);
    return evidence_if_written(check, outcome);
}
