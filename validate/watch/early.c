#define _GNU_SOURCE
#include "early.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "results.h"

#define RECORD_LIMIT (64u << 20)

/* "sync/counter" is kept in <run>/sync.counter.json. NULL: not yet there. */
static cJSON *read_record(const struct judging *judging, const char *id)
{
    char path[PATH_MAX];
    const char *slash = strchr(id, '/');
    if (!slash)
        return NULL;
    make_path(path, "build/runs/%d/%.*s.%s.json", (int)judging->pid, (int)(slash - id),
              id, slash + 1);
    char *text = read_file(path, RECORD_LIMIT, NULL);
    cJSON *record = text ? cJSON_Parse(text) : NULL;
    free(text);
    return record;
}

/* The task's check with that number, counted from 0; NULL: there are no more. */
static const cJSON *nth_check(const cJSON *manifest, const struct task *task, int number)
{
    const cJSON *check;
    cJSON_ArrayForEach(check, manifest)
    {
        if (strcmp(text_of(check, "suite"), task->name) == 0 && number-- == 0)
            return check;
    }
    return NULL;
}

cJSON *early_failure(struct early *early, const struct judging *judging,
                     const struct task *task, const cJSON *manifest)
{
    while (!early->over && judging->pid) {
        const cJSON *check = nth_check(manifest, task, early->passed);
        cJSON *record = check ? read_record(judging, text_of(check, "id")) : NULL;
        early->over = !check;
        if (!record)
            return NULL;
        const char *status = text_of(record, "status");
        if (strcmp(status, "fail") == 0) {
            early->over = true;
            snprintf(early->shown, sizeof early->shown, "%s", text_of(record, "id"));
            return record;
        }
        early->over =
            strcmp(status, "error") == 0; /* the lab's trouble is told at the end */
        early->passed++;
        cJSON_Delete(record);
    }
    return NULL;
}

cJSON *early_task(const struct task *task, const cJSON *manifest)
{
    const cJSON *check;
    cJSON *made = cJSON_CreateObject();
    cJSON_AddNumberToObject(made, "task", task->number);
    cJSON_AddStringToObject(made, "name", task->name);
    cJSON *checks = cJSON_AddArrayToObject(made, "checks");
    for (int i = 0; (check = nth_check(manifest, task, i)); i++)
        cJSON_AddItemToArray(checks, cJSON_Duplicate(check, true));
    return made;
}
