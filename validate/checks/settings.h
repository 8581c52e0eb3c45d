/*
 * settings.h - what the validator tells the checks' process, through the environment.
 *
 * Criterion runs every check in a process of its own, started afresh: the environment is what
 * reaches all of them.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

/* Names of the variables. */
#define SETTING_RUN    "LAB_RUN"    /* folder for the verdicts of this run */
#define SETTING_PROBES "LAB_PROBES" /* folder with the probes, one sub-folder a task */
#define SETTING_SEED   "LAB_SEED"   /* decimal */
#define SETTING_FILES  "LAB_FILES"  /* folder with the learner's files of the task */

#define SETTING_WITHOUT                                                                  \
    "LAB_WITHOUT" /* parts of the containment not to be used: "namespaces landlock"; for tests */

/* Each ends the process with a message when its variable is missing: checks are only ever
 * started by `build/lab validate`. */
const char *settings_run(void);
const char *settings_probes(void);
uint64_t settings_seed(void);
const char *settings_files(void);

/* Is this part of the containment switched off, to try the others alone? */
bool setting_without(const char *part);

/* A folder below settings_run() in which probes may write. Made by the validator. */
const char *settings_scratch(void);

/*
 * Checks may begin while probes are still being built. Until a probe stands ready the validator
 * holds a lock on the file SETTING_BUILDING.<variant> in settings_run(); a file that isn't there is
 * a probe that isn't being built. Waits for that. A validator that dies gives its locks back.
 */
#define SETTING_BUILDING "building"
void settings_await_probe(const char *variant);

/* Whether the learner's file turned out, in that time, to be one that can't be judged: then there
 * is the file SETTING_REFUSED in settings_run(). */
#define SETTING_REFUSED "refused"
bool settings_refused(void);

#endif
