/*
 * cx_json.c - a counterexample as JSON and back; docs/counterexample.schema.json says
 * what each member is.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counterexample.h"
#include "cx_text.h"

/* ---- to JSON --------------------------------------------------------------------- */

static void add_thread(cJSON *object, const char *key, uint32_t thread)
{
    char name[16];
    snprintf(name, sizeof name, "T%u", (unsigned)thread);
    cJSON_AddStringToObject(object, key, thread == EXPLORE_NOBODY ? "" : name);
}

static void add_place(cJSON *object, const struct cx_place *place)
{
    cJSON_AddStringToObject(object, "file", place->file);
    cJSON_AddNumberToObject(object, "line", place->line);
    cJSON_AddStringToObject(object, "source", place->source);
}

static void add_text(cJSON *object, const char *key, const char *text)
{
    cJSON_AddStringToObject(object, key, text ? text : "");
}

static cJSON *add_element(cJSON *array)
{
    cJSON *element = cJSON_CreateObject();
    if (element && !cJSON_AddItemToArray(array, element)) {
        cJSON_Delete(element);
        element = NULL;
    }
    return element;
}

static void add_thread_set(cJSON *object, const char *key, const uint64_t *set)
{
    cJSON *array = cJSON_AddArrayToObject(object, key);
    char name[16];
    for (unsigned i = 0; i < EXPLORE_MAX_THREADS; i++) {
        if (set[i / 64] >> i % 64 & 1) {
            snprintf(name, sizeof name, "T%u", i);
            cJSON_AddItemToArray(array, cJSON_CreateString(name));
        }
    }
}

static void add_step(cJSON *steps, const struct cx_step *step)
{
    cJSON *json = add_element(steps);
    cJSON_AddNumberToObject(json, "number", step->number);
    add_thread(json, "thread", step->thread);
    add_place(json, &step->place);
    cJSON_AddStringToObject(json, "operation", step->operation);
    cJSON_AddStringToObject(json, "object", step->object);
    cJSON_AddStringToObject(json, "text", step->text);
    add_text(json, "value", step->value);
    add_text(json, "before", step->before);
    cJSON_AddStringToObject(json, "takes", step->takes);
    cJSON_AddStringToObject(json, "gives", step->gives);
    cJSON_AddStringToObject(json, "sleeps_on", step->sleeps_on);
    add_thread_set(json, "wakes", step->wakes);
    cJSON_AddBoolToObject(json, "own", step->own);
    cJSON_AddBoolToObject(json, "switch", step->switched);
    cJSON_AddStringToObject(json, "why_switch", step->left);
    cJSON_AddBoolToObject(json, "preempted", step->preempted);
    cJSON_AddBoolToObject(json, "failed", step->failed);
    cJSON_AddBoolToObject(json, "relevant", step->relevant);
    cJSON_AddBoolToObject(json, "told", step->told);
    cJSON_AddBoolToObject(json, "marked", step->marked);
}

static void add_blocked(cJSON *array, const struct cx_blocked *blocked)
{
    cJSON *json = add_element(array), *taken;
    add_thread(json, "thread", blocked->thread);
    add_place(json, &blocked->place);
    cJSON_AddStringToObject(json, "waits_for", blocked->waits_for);
    cJSON_AddStringToObject(json, "text", blocked->text);
    add_thread(json, "holder", blocked->holder);
    taken = cJSON_AddObjectToObject(json, "taken");
    add_place(taken, &blocked->taken);
    cJSON_AddBoolToObject(json, "in_cycle", blocked->in_cycle);
}

static void add_end(cJSON *json, const struct cx_end *end)
{
    cJSON *object = cJSON_AddObjectToObject(json, "end");
    add_thread(object, "thread", end->thread);
    add_place(object, &end->place);
    cJSON_AddStringToObject(object, "text", end->text);
}

static void add_threads(cJSON *json, const struct counterexample *cx)
{
    cJSON *threads = cJSON_AddArrayToObject(json, "threads");
    for (unsigned i = 0; i < cx->thread_count; i++) {
        cJSON *thread = add_element(threads);
        add_thread(thread, "name", cx->threads[i].thread);
        cJSON_AddStringToObject(thread, "function", cx->threads[i].function);
    }
}

static void add_cycle(cJSON *json, const struct counterexample *cx)
{
    cJSON *cycle = cJSON_AddArrayToObject(json, "cycle");
    char name[16];
    for (unsigned i = 0; i < cx->cycle_count; i++) {
        snprintf(name, sizeof name, "T%u", (unsigned)cx->cycle[i]);
        cJSON_AddItemToArray(cycle, cJSON_CreateString(name));
    }
}

static void add_source(cJSON *sources, const struct cx_source *source)
{
    cJSON *json = add_element(sources), *lines;
    cJSON_AddStringToObject(json, "file", source->file);
    cJSON_AddNumberToObject(json, "first", source->first);
    lines = cJSON_AddArrayToObject(json, "lines");
    for (int i = 0; i < source->count; i++)
        cJSON_AddItemToArray(lines, cJSON_CreateString(source->lines[i]));
}

cJSON *cx_to_json(const struct counterexample *cx)
{
    cJSON *json = cJSON_CreateObject(), *array;
    cJSON_AddStringToObject(json, "verdict", cx->verdict);
    cJSON_AddStringToObject(json, "sentence", cx->sentence);
    cJSON_AddStringToObject(json, "message", cx->message);
    cJSON_AddBoolToObject(json, "message_adds", cx->message_adds);
    add_threads(json, cx);
    cJSON_AddNumberToObject(json, "steps_missing", cx->steps_missing);
    array = cJSON_AddArrayToObject(json, "steps");
    for (unsigned i = 0; i < cx->step_count; i++)
        add_step(array, &cx->steps[i]);
    array = cJSON_AddArrayToObject(json, "blocked");
    for (unsigned i = 0; i < cx->blocked_count; i++)
        add_blocked(array, &cx->blocked[i]);
    add_cycle(json, cx);
    add_end(json, &cx->end);
    cJSON_AddNumberToObject(json, "doomed_from", cx->doomed_from);
    array = cJSON_AddArrayToObject(json, "sources");
    for (unsigned i = 0; i < cx->source_count; i++)
        add_source(array, &cx->sources[i]);
    if (!json)
        errno = ENOMEM;
    return json;
}

/* ---- from JSON ------------------------------------------------------------------- */

struct reading {
    struct counterexample *cx;
    bool sound; /* nothing was met that no counterexample holds */
};

static const cJSON *member(const cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static const char *read_text(struct reading *reading, const cJSON *object,
                             const char *key)
{
    const char *text = cJSON_GetStringValue(member(object, key));
    return cx_keep(&reading->cx->texts, text ? text : "");
}

static const char *read_optional(struct reading *reading, const cJSON *object,
                                 const char *key)
{
    const char *text = read_text(reading, object, key);
    return text[0] ? text : NULL;
}

static uint32_t read_number(const cJSON *object, const char *key)
{
    const cJSON *number = member(object, key);
    bool usable = cJSON_IsNumber(number) && number->valuedouble >= 0 &&
                  number->valuedouble <= INT32_MAX;
    return usable ? (uint32_t)number->valuedouble : 0;
}

static bool read_flag(const cJSON *object, const char *key)
{
    return cJSON_IsTrue(member(object, key));
}

static uint32_t thread_in(struct reading *reading, const cJSON *name)
{
    unsigned thread;
    if (cJSON_IsString(name) && sscanf(name->valuestring, "T%u", &thread) == 1 &&
        thread < EXPLORE_MAX_THREADS)
        return thread;
    reading->sound &= cJSON_IsString(name) && name->valuestring[0] == '\0';
    return EXPLORE_NOBODY;
}

/* A thread that must be there. */
static uint32_t read_thread(struct reading *reading, const cJSON *object, const char *key)
{
    uint32_t thread = thread_in(reading, member(object, key));
    reading->sound &= thread != EXPLORE_NOBODY;
    return thread;
}

static struct cx_place read_place(struct reading *reading, const cJSON *object)
{
    return (struct cx_place){read_text(reading, object, "file"),
                             (int)read_number(object, "line"),
                             read_text(reading, object, "source")};
}

static void read_thread_set(struct reading *reading, const cJSON *object, const char *key,
                            uint64_t *set)
{
    const cJSON *name;
    cJSON_ArrayForEach(name, member(object, key))
    {
        uint32_t thread = thread_in(reading, name);
        if (thread != EXPLORE_NOBODY)
            set[thread / 64] |= UINT64_C(1) << thread % 64;
    }
}

static void read_step(struct reading *reading, const cJSON *json)
{
    struct cx_step *step = &reading->cx->steps[reading->cx->step_count++];
    *step = (struct cx_step){
        .number = read_number(json, "number"),
        .thread = read_thread(reading, json, "thread"),
        .place = read_place(reading, json),
        .operation = read_text(reading, json, "operation"),
        .object = read_text(reading, json, "object"),
        .text = read_text(reading, json, "text"),
        .value = read_optional(reading, json, "value"),
        .before = read_optional(reading, json, "before"),
        .takes = read_text(reading, json, "takes"),
        .gives = read_text(reading, json, "gives"),
        .sleeps_on = read_text(reading, json, "sleeps_on"),
        .own = read_flag(json, "own"),
        .left = read_text(reading, json, "why_switch"),
        .switched = read_flag(json, "switch"),
        .preempted = read_flag(json, "preempted"),
        .failed = read_flag(json, "failed"),
        .relevant = read_flag(json, "relevant"),
        .told = read_flag(json, "told"),
        .marked = read_flag(json, "marked"),
    };
    read_thread_set(reading, json, "wakes", step->wakes);
}

static void read_blocked(struct reading *reading, const cJSON *json)
{
    struct cx_blocked *blocked = &reading->cx->blocked[reading->cx->blocked_count++];
    *blocked = (struct cx_blocked){
        .thread = read_thread(reading, json, "thread"),
        .place = read_place(reading, json),
        .waits_for = read_text(reading, json, "waits_for"),
        .text = read_text(reading, json, "text"),
        .holder = thread_in(reading, member(json, "holder")),
        .taken = read_place(reading, member(json, "taken")),
        .in_cycle = read_flag(json, "in_cycle"),
    };
}

static void read_thread_entry(struct reading *reading, const cJSON *json)
{
    reading->cx->threads[reading->cx->thread_count++] = (struct cx_thread){
        read_thread(reading, json, "name"), read_text(reading, json, "function")};
}

static void read_cycle_entry(struct reading *reading, const cJSON *json)
{
    uint32_t thread = thread_in(reading, json);
    reading->sound &= thread != EXPLORE_NOBODY;
    reading->cx->cycle[reading->cx->cycle_count++] = thread;
}

static void read_source(struct reading *reading, const cJSON *json)
{
    struct cx_source *source = &reading->cx->sources[reading->cx->source_count++];
    const cJSON *lines = member(json, "lines"), *line;
    *source = (struct cx_source){.file = read_text(reading, json, "file"),
                                 .first = (int)read_number(json, "first")};
    source->lines = calloc((size_t)cJSON_GetArraySize(lines) + 1, sizeof *source->lines);
    if (!source->lines)
        return;
    cJSON_ArrayForEach(line, lines)
    {
        const char *text = cJSON_GetStringValue(line);
        source->lines[source->count++] = cx_keep(&reading->cx->texts, text ? text : "");
    }
}

/* Makes room for an array's elements and reads each. Returns the room. */
static void *read_array(struct reading *reading, const cJSON *json, const char *key,
                        void **room, size_t size,
                        void (*read)(struct reading *, const cJSON *))
{
    const cJSON *array = member(json, key), *element;
    *room = calloc((size_t)cJSON_GetArraySize(array) + 1, size);
    reading->sound &= cJSON_IsArray(array);
    if (*room && cJSON_IsArray(array))
        cJSON_ArrayForEach(element, array) read(reading, element);
    return *room;
}

static bool read_arrays(struct reading *reading, const cJSON *json)
{
    struct counterexample *cx = reading->cx;
    return read_array(reading, json, "threads", (void **)&cx->threads,
                      sizeof *cx->threads, read_thread_entry) &&
           read_array(reading, json, "steps", (void **)&cx->steps, sizeof *cx->steps,
                      read_step) &&
           read_array(reading, json, "blocked", (void **)&cx->blocked,
                      sizeof *cx->blocked, read_blocked) &&
           read_array(reading, json, "cycle", (void **)&cx->cycle, sizeof *cx->cycle,
                      read_cycle_entry) &&
           (!member(json, "sources") ||
            read_array(reading, json, "sources", (void **)&cx->sources,
                       sizeof *cx->sources, read_source));
}

struct counterexample *cx_from_json(const cJSON *json)
{
    struct counterexample *cx = calloc(1, sizeof *cx);
    struct reading reading = {cx, cJSON_IsObject(json)};
    if (!cx || !read_arrays(&reading, json)) {
        cx_free(cx);
        errno = ENOMEM;
        return NULL;
    }
    cx->verdict = read_text(&reading, json, "verdict");
    cx->sentence = read_text(&reading, json, "sentence");
    cx->message = read_text(&reading, json, "message");
    cx->message_adds = read_flag(json, "message_adds");
    cx->steps_missing = read_number(json, "steps_missing");
    cx->doomed_from = read_number(json, "doomed_from");
    cx->end.thread = thread_in(&reading, member(member(json, "end"), "thread"));
    cx->end.place = read_place(&reading, member(json, "end"));
    cx->end.text = read_text(&reading, member(json, "end"), "text");
    if (reading.sound && cx->sentence[0])
        return cx;
    cx_free(cx);
    errno = EINVAL;
    return NULL;
}
