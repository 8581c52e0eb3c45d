/*
 * keep.c - the counterexamples of a validation, kept for `lab replay`.
 */
#include "keep.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

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

/* Two validations at once must not remove each other's folders: the second waits. */
static int lock_folder(void)
{
    int lock = open("build/counterexamples.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (lock >= 0 && flock(lock, LOCK_EX) == 0)
        return lock;
    if (lock >= 0)
        close(lock);
    return -1;
}

/* Returns 0, or -1 with errno. */
static int keep_all(const struct lab *lab, const cJSON *results)
{
    const cJSON *task;
    int lock = lock_folder(), failed = lock < 0 ? -1 : 0;
    cJSON_ArrayForEach(task, cJSON_GetObjectItem(results, "tasks"))
    {
        if (failed == 0)
            failed = keep_those_of_task(lab, task);
    }
    int error = errno;
    if (lock >= 0)
        close(lock);
    errno = error;
    return failed;
}

int keep_counterexamples(const struct lab *lab, const cJSON *results)
{
    if (keep_all(lab, results) == 0)
        return -1;
    return lab_error("can't write below build/counterexamples (%s); is the disk full, or "
                     "build/ read-only?",
                     strerror(errno));
}
