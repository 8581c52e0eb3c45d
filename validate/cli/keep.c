/*
 * keep.c - the counterexamples of a validation, kept for `lab replay`.
 */
#include "keep.h"

#include <errno.h>
#include <string.h>

#include "replay.h"
#include "results.h"

/* Returns 0, or -1 with errno. */
static int keep_one(const struct lab *lab, const struct task *task, const cJSON *check)
{
    const cJSON *counterexample = cJSON_GetObjectItem(check, "counterexample");
    const char *name = strchr(text_of(check, "id"), '/');
    char identity[IDENTITY_SIZE];
    if (!counterexample || !name)
        return 0;
    struct stored stored = {
        .task = task->name,
        .check = name + 1,
        .title = text_of(check, "title"),
        .message = text_of(check, "message"),
        .token = text_of(check, "schedule"),
        .from = lab->options.from,
        .identity = identify_task(lab->options.from, task, identity),
        .counterexample = counterexample,
    };
    return store_counterexample(&stored);
}

static int keep_those_of_task(const struct lab *lab, const cJSON *judged)
{
    const struct task *task = find_task(&lab->tasks, text_of(judged, "name"));
    const cJSON *check;
    int failed = task ? forget_counterexamples(task->name) : 0;
    cJSON_ArrayForEach(check,
                       cJSON_GetObjectItem(judged, "checks")) if (task && failed == 0)
        failed = keep_one(lab, task, check);
    return failed;
}

int keep_counterexamples(const struct lab *lab, const cJSON *results)
{
    const cJSON *task;
    cJSON_ArrayForEach(task, cJSON_GetObjectItem(results, "tasks")) if (
        keep_those_of_task(lab, task) !=
        0) return lab_error("can't write below build/counterexamples (%s); is the disk "
                            "full, or build/ read-only?",
                            strerror(errno));
    return -1;
}
