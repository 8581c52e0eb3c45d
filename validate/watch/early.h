/*
 * early.h - the first check that fails, while the others are still under way.
 *
 * Verdicts come in any order; the first failing one is known when all checks before it have theirs. So what is
 * shown early is what the whole report would begin with.
 */
#ifndef EARLY_H
#define EARLY_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "judging.h"
#include "task.h"

#define EARLY_EVERY 40 /* ms from one look to the next */

/* How far one run has been followed. {0}: not at all. */
struct early {
    int passed;      /* checks from the first on that don't fail */
    bool over;       /* a failing one was found, or there is none */
    char shown[128]; /* the id of the one that was found; "": none */
};

/* The failing check's record, once, as soon as it is certain that it is the first; NULL: not yet, or none. To
 * be deleted. `manifest` lists all checks. */
cJSON *early_failure(struct early *early, const struct judging *judging,
                     const struct task *task, const cJSON *manifest);

/* What a check's number and its commands are taken from, when there are no results yet: the task with the ids
 * of its checks. To be deleted. */
cJSON *early_task(const struct task *task, const cJSON *manifest);

#endif
