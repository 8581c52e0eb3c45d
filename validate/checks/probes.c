/*
 * probes.c - run_probe, run_explored, run_race: a probe run as part of a check.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "settings.h"
#include "verdict.h"

#define LONG_LOOKUP_US   20000 /* each look-up waits half as long at least */
#define SANITIZER_STATUS 66 /* ThreadSanitizer's exit status when it reported something */

static struct probe_outcome *start_with(struct judgement *j, const char *variant,
                                        const char *scenario, const char *arguments)
{
    if (decided(j))
        return NULL;
    if (j->outcome_count == PROBES_MOST) {
        decide(j, VERDICT_ERROR, "the lab's mistake: more than %d probe runs",
               PROBES_MOST);
        return NULL;
    }
    snprintf(j->probe_arguments, sizeof j->probe_arguments, "%s", arguments);
    j->probe_seed = rng_next(&j->rng);
    j->variant = variant;
    j->scenario = scenario;
    struct probe_outcome *outcome = &j->outcomes[j->outcome_count];
    settings_await_probe(variant);
    if (probe_run(probe_path(j, variant), scenario, j->probe_seed, j->probe_arguments,
                  strcmp(variant, "plain") != 0, outcome) != 0) {
        decide(j, VERDICT_ERROR, "the lab could not start a probe: %s", strerror(errno));
        return NULL;
    }
    j->outcome_count++;
    if (strcmp(variant, "explored") == 0)
        j->in_explorer += outcome->seconds;
    else
        j->in_probes += outcome->seconds;
    free(j->catalog);
    j->catalog = NULL;
    return outcome;
}

static struct probe_outcome *start(struct judgement *j, const char *variant,
                                   const char *scenario, const char *arguments,
                                   va_list values)
{
    char text[sizeof j->probe_arguments];
    vsnprintf(text, sizeof text, arguments, values);
    return start_with(j, variant, scenario, text);
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
    struct probe_outcome *outcome = start(check, "explored", scenario, arguments, values);
    va_end(values);
    if (!outcome)
        return NULL;
    judge_end(check, outcome);
    const struct evidence *seen = evidence_if_written(check, outcome);
    if (seen)
        judge_exploration(check, seen);
    return decided(check) ? NULL : seen;
}

/* Whether any schedule fails isn't asked here: the default one alone is run. */
static const struct evidence *run_timed(struct judgement *check, const char *scenario,
                                        const char *arguments)
{
    char all[sizeof check->probe_arguments + 32];
    snprintf(all, sizeof all, "explore=1 schedules=1 %s", arguments);
    struct probe_outcome *outcome = start_with(check, "explored", scenario, all);
    if (!outcome)
        return NULL;
    judge_end(check, outcome);
    return evidence_if_written(check, outcome);
}

/* The longest that one entry makes its worker wait; one that is looked up twice, twice as long. */
static unsigned longest_wait_us(struct judgement *check, const struct evidence *seen)
{
    struct made_catalog catalog = catalog_of_probe(check);
    unsigned longest = 0;
    for (size_t i = 0; i < catalog.count; i++) {
        const CatalogEntry *entry = &catalog.entries[i];
        unsigned wait = entry->lookup_us * jobs_begun(seen, entry->id, JOB_LOOKUP_BEGIN);
        if (wait > longest)
            longest = wait;
    }
    return longest;
}

bool lookups_overlap(struct judgement *check, const char *scenario, int workers,
                     const char *arguments)
{
    char all[sizeof check->probe_arguments];
    snprintf(all, sizeof all, "count=%d workers=%d lookup_us=%d %s", workers, workers,
             LONG_LOOKUP_US, arguments);
    const struct evidence *seen = run_timed(check, scenario, all);
    if (!seen)
        return false;
    unsigned longest = longest_wait_us(check, seen);
    uint64_t took = seen->exploration.coverage.makespan_ns / 1000;
    if (took <= longest + longest / 4)
        return true;
    fail(check,
         "with as many workers as entries the look-ups don't all wait at the same time");
    expected(check, "%u ms, as long as the longest look-up waits", longest / 1000);
    actual(check, "%llu ms (in virtual time, which passes only while all threads wait)",
           (unsigned long long)took / 1000);
    return false;
}

/* The scenario as a program of the explorer's: its threads are explored, its accesses judged. */
static void explore_for_races(struct judgement *check, const char *scenario,
                              const char *arguments)
{
    char all[sizeof check->probe_arguments + 32];
    snprintf(all, sizeof all, "explore=1 races=1 %s", arguments);
    struct probe_outcome *outcome = start_with(check, "explored", scenario, all);
    if (!outcome)
        return;
    judge_end(check, outcome);
    const struct evidence *seen = evidence_if_written(check, outcome);
    if (seen)
        judge_explored_race(check, seen);
}

static const struct evidence *run_sanitized(struct judgement *check, const char *scenario,
                                            const char *arguments)
{
    struct probe_outcome *outcome = start_with(check, "tsan", scenario, arguments);
    if (!outcome)
        return NULL;
    if (!judge_sanitizer_report(check, outcome))
        judge_end(check, outcome);
    return evidence_if_written(check, outcome);
}

const struct evidence *run_race(struct judgement *check, const char *scenario,
                                const char *arguments, ...)
{
    char text[sizeof check->probe_arguments];
    va_list values;
    va_start(values, arguments);
    vsnprintf(text, sizeof text, arguments, values);
    va_end(values);
    explore_for_races(check, scenario, text);
    return run_sanitized(check, scenario, text);
}
