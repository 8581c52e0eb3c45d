/*
 * verdicts.c - the verdicts of one judged submission, and what differs between two of them.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "prove.h"
#include "results.h"

#define VERDICTS_LIMIT (32u << 20) /* bytes of one file of verdicts */

static cJSON *parse_file(const char *path)
{
    char *text = read_file(path, VERDICTS_LIMIT, NULL);
    cJSON *document = text ? cJSON_Parse(text) : NULL;
    free(text);
    return document;
}

cJSON *verdicts_read(const char *path)
{
    cJSON *document = parse_file(path), *verdicts = NULL;
    const cJSON *task = cJSON_GetArrayItem(cJSON_GetObjectItem(document, "tasks"), 0);
    const cJSON *check;
    if (task) {
        verdicts = cJSON_CreateObject();
        if (*text_of(task, "message"))
            cJSON_AddStringToObject(verdicts, "task/build", text_of(task, "status"));
        else
            cJSON_ArrayForEach(check, cJSON_GetObjectItem(task, "checks"))
                cJSON_AddStringToObject(verdicts, text_of(check, "id"),
                                        text_of(check, "status"));
    }
    cJSON_Delete(document);
    return verdicts;
}

static void note_difference(cJSON *differing, const struct tally *tally,
                            const char *submission, const char *check, const char *first,
                            const char *now)
{
    cJSON *entry = cJSON_CreateObject();
    cJSON_AddStringToObject(entry, "condition", tally->condition->name);
    cJSON_AddNumberToObject(entry, "run", tally->runs + 1);
    cJSON_AddStringToObject(entry, "submission", submission);
    cJSON_AddStringToObject(entry, "check", check);
    cJSON_AddStringToObject(entry, "first", first);
    cJSON_AddStringToObject(entry, "now", now);
    cJSON_AddItemToArray(differing, entry);
}

/* A verdict that is there in one of the two only differs as well. */
int verdicts_compare(const cJSON *first, const cJSON *now, const char *submission,
                     const struct tally *tally, cJSON *differing)
{
    int before = cJSON_GetArraySize(differing);
    const cJSON *check;
    cJSON_ArrayForEach(check, now)
    {
        const char *was = text_of(first, check->string);
        if (strcmp(was, check->valuestring) != 0)
            note_difference(differing, tally, submission, check->string, was,
                            check->valuestring);
    }
    cJSON_ArrayForEach(check, first)
    {
        if (!cJSON_HasObjectItem(now, check->string))
            note_difference(differing, tally, submission, check->string,
                            check->valuestring, "");
    }
    return cJSON_GetArraySize(differing) - before;
}
