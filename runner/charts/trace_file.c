/*
 * trace_file.c - see trace_file.h. Blocking work is a complete event ("X") of its worker; look-ups of one
 * worker that overlap are asynchronous events ("b", "e"), because complete events must nest (Trace
 * Event Format, Google, sections on complete and async events).
 */
#include "trace_file.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define US_PER_S 1e6

static cJSON *add_event(cJSON *events, const char *phase, const char *name, int process,
                        unsigned worker)
{
    cJSON *event = cJSON_CreateObject();
    cJSON_AddStringToObject(event, "ph", phase);
    cJSON_AddStringToObject(event, "name", name);
    cJSON_AddNumberToObject(event, "pid", process);
    cJSON_AddNumberToObject(event, "tid", worker + 1);
    cJSON_AddItemToArray(events, event);
    return event;
}

static void add_name(cJSON *events, const char *what, int process, unsigned worker,
                     const char *name)
{
    cJSON *event = add_event(events, "M", what, process, worker);
    cJSON_AddStringToObject(cJSON_AddObjectToObject(event, "args"), "name", name);
}

static cJSON *add_moment(cJSON *events, const char *phase, const struct span *span,
                         int process, double seconds)
{
    static const char *const names[SPAN_KINDS] = {"look-up", "waits for its turn",
                                                  "checksum"};
    cJSON *event = add_event(events, phase, names[span->kind], process, span->worker);
    cJSON_AddStringToObject(event, "cat", span_word(span->kind));
    cJSON_AddNumberToObject(event, "ts", seconds * US_PER_S);
    return event;
}

static void add_entry(cJSON *event, const struct span *span)
{
    cJSON_AddNumberToObject(cJSON_AddObjectToObject(event, "args"), "entry",
                            span->entry_id);
}

static void add_span(cJSON *events, const struct span *span, int process)
{
    if (!span->nonblocking) {
        cJSON *event = add_moment(events, "X", span, process, span->begin);
        cJSON_AddNumberToObject(event, "dur", (span->end - span->begin) * US_PER_S);
        add_entry(event, span);
        return;
    }
    cJSON *begin = add_moment(events, "b", span, process, span->begin);
    cJSON *end = add_moment(events, "e", span, process, span->end);
    cJSON_AddNumberToObject(begin, "id", span->entry_id);
    cJSON_AddNumberToObject(end, "id", span->entry_id);
    add_entry(begin, span);
}

static void add_path(cJSON *events, const struct run *run, enum path_id id)
{
    const struct timeline *timeline = &run->timelines[id];
    int process = (int)id + 1;
    if (timeline->count == 0)
        return;
    add_name(events, "process_name", process, 0, PATHS[id].label);
    for (unsigned worker = 0; worker < timeline->workers; worker++) {
        char name[32];
        snprintf(name, sizeof name, "worker %u", worker + 1);
        add_name(events, "thread_name", process, worker, name);
    }
    for (size_t i = 0; i < timeline->count; i++)
        add_span(events, &timeline->spans[i], process);
}

static int write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    if (!file)
        return -1;
    int failed = fputs(text, file) == EOF;
    return fclose(file) != 0 || failed ? -1 : 0;
}

int trace_file_write(const struct run *run, const char *path)
{
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "displayTimeUnit", "ms");
    cJSON *events = cJSON_AddArrayToObject(root, "traceEvents");
    for (int id = 0; id < PATH_COUNT; id++)
        add_path(events, run, (enum path_id)id);
    char *text = cJSON_PrintUnformatted(root);
    cJSON_Delete(root);
    if (!text) {
        errno = ENOMEM;
        return -1;
    }
    int failed = write_text(path, text);
    free(text);
    return failed;
}
