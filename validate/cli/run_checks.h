/*
 * run_checks.h - the checks of one task, run beside the building of its probes.
 *
 * The checks' process is started before there are probes, so that its own start takes no time of
 * its own. A check that needs a probe waits for the lock on it (checks/settings.h), which is
 * given back as soon as that probe is linked: the plain ones run while the others are being compiled.
 */
#ifndef RUN_CHECKS_H
#define RUN_CHECKS_H

#include "build.h"
#include "command.h"

struct checks_run {
    struct command checks; /* the process that runs them */
    const char *run_folder;
    const struct task *task;
    int locks[VARIANTS]; /* on what is being built; -1: none */
};

/* What the checks are told. */
struct checks_input {
    const char *run_folder; /* for their verdicts, made by the caller */
    const char *from;       /* folder with the learner's tasks */
    const char *probes;     /* as build_find_places says */
    unsigned long long seed;
};

/* Starts the checks of the task; with `building` true they wait for checks_probe_ready, and none of
 * them begins before the plain one's. Returns 0; or -1 with errno: nothing was started. */
int checks_begin(struct checks_run *run, const struct checks_input *input,
                 const struct task *task, bool building);

/* A probe stands ready. For build_tasks: context is the struct checks_run. Tasks other than the one
 * that is being judged are none of its business. */
void checks_probe_ready(const struct build *build, enum variant variant, void *context);

/* Waits until the checks have ended; refused: the learner's file can't be judged, they end without a
 * verdict. Their own output is only of interest when the lab is broken: then it is shown. Returns the
 * processor time that they used, in seconds. */
double checks_end(struct checks_run *run, bool refused);

#endif
