#include "trouble.h"

#include <string.h>

#include "results.h"

const char *task_trouble(const cJSON *task)
{
    const char *message = text_of(task, "message");
    const cJSON *check;
    if (*message)
        return message;
    if (strcmp(text_of(task, "status"), "pass") == 0)
        return NULL;
    cJSON_ArrayForEach(check, cJSON_GetObjectItem(task, "checks"))
    {
        const char *status = text_of(check, "status");
        if (strcmp(status, "pass") != 0 && strcmp(status, "skipped") != 0)
            return NULL;
    }
    return "no check of this task came to a verdict";
}
