/*
 * results.h - the record of a validation: one JSON document, from which every report is made.
 *
 * Its schema (version 1) stands in docs/results.md.
 */
#ifndef RESULTS_H
#define RESULTS_H

#include <cjson/cJSON.h>
#include <stdint.h>

#include "build.h"

/* All checks of all tasks, as build/checks --manifest tells them. Returns NULL when the file
 * can't be read. To be freed with cJSON_Delete. */
cJSON *read_manifest(const char *path);

/* The number of a task's checks in the manifest; with kind not NULL, of that kind. */
int count_checks(const cJSON *manifest, const char *suite, const char *kind);

/* An empty document. */
cJSON *results_begin(uint64_t seed, const char *from);

/* Adds a task that could not be built: its checks are skipped, the task says why. */
void results_add_refused(cJSON *results, const struct build *build,
                         const cJSON *manifest);

/*
 * Adds a task whose checks were run. Takes the verdicts from the run's folder and holds them
 * against the manifest: a check that didn't report is an error, and so is one that nobody knows.
 */
void results_add_judged(cJSON *results, const struct build *build, const cJSON *manifest,
                        const char *run_folder, double seconds);

/*
 * Adds to the task that was added last where its time went, in seconds: compile, link, probes,
 * explorer, criterion. The checks ran side by side: their `seconds` are divided in the ratio of what
 * the runs of probes took, with and without the explorer, and of the processor time of the checks'
 * own processes. `processor` is what these and their probes used.
 */
void results_add_phases(cJSON *results, const struct build *build, double seconds,
                        double processor);

/* What the whole comes to: "pass", "fail" or "error". */
const char *results_status(const cJSON *results);

/* The steps of a check's counterexample, an array; NULL: there is none. */
const cJSON *counterexample_steps(const cJSON *check);

/* A member as text ("" if it isn't there) and as a number (0). */
const char *text_of(const cJSON *object, const char *key);
double number_of(const cJSON *object, const char *key);

#endif
