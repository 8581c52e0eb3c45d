/*
 * cx_names.c - what the things in a report are called.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cx_build.h"

/* Is the object of this operation a thread, whose name the report has? */
static bool is_about_thread(enum explore_op op)
{
    return op == EXPLORE_OP_CREATE || op == EXPLORE_OP_JOIN || op == EXPLORE_OP_DETACH ||
           op == EXPLORE_OP_CANCEL;
}

static const char *known_name(const struct cx_build *build,
                              const struct explore_location *location)
{
    const void *block = location->place == EXPLORE_PLACE_HEAP ? location->site : NULL;
    for (unsigned i = 0; i < build->name_count; i++) {
        const struct cx_name *name = &build->names[i];
        if (name->address == location->address && name->size == location->size &&
            name->block == block)
            return name->name;
    }
    return NULL;
}

static const char *describe_unnamed(struct cx_build *build,
                                    const struct explore_location *location)
{
    switch (location->place) {
    case EXPLORE_PLACE_HEAP:
        return cx_keepf(&build->cx->texts, "byte %lld of %llu that T%u allocated",
                        (long long)location->offset, (unsigned long long)location->block,
                        (unsigned)location->thread);
    case EXPLORE_PLACE_STACK:
        return cx_keepf(&build->cx->texts, "a local variable of T%u",
                        (unsigned)location->thread);
    case EXPLORE_PLACE_THREAD_LOCAL:
        return cx_keepf(&build->cx->texts, "a thread-local variable of T%u",
                        (unsigned)location->thread);
    default:
        return "memory";
    }
}

/* `fallback` is what the report itself calls it: "M1". */
static const char *name_location(struct cx_build *build,
                                 const struct explore_location *location,
                                 const void *site, const char *fallback)
{
    char text[DEBUG_NAME];
    const char *name = known_name(build, location);
    if (name)
        return name;
    if (debug_name(build->info, location, site, text))
        name = cx_keep(&build->cx->texts, text);
    else if (fallback[0])
        name = cx_keep(&build->cx->texts, fallback);
    else
        name = location->size > 0 ? describe_unnamed(build, location) : "";
    build->names[build->name_count++] = (struct cx_name){
        location->address, location->size,
        location->place == EXPLORE_PLACE_HEAP ? location->site : NULL, name};
    return name;
}

/* A whole block is called by the pointer to it: "frees queue". */
static const char *name_block(struct cx_build *build, const struct explore_step *step)
{
    struct explore_location whole = step->location;
    whole.size = (uint32_t)whole.block;
    whole.offset = 0;
    const char *name = name_location(build, &whole, step->site, step->name);
    return name[0] == '*' ? name + 1 : name;
}

static struct explore_location place_of_object(const struct cx_build *build,
                                               const void *object)
{
    for (unsigned i = 0; i < build->report->step_count; i++) {
        const struct explore_step *step = &build->report->steps[i];
        if (step->object == object && step->location.address)
            return step->location;
    }
    return (struct explore_location){.address = (uintptr_t)object};
}

const char *cx_name_object(struct cx_build *build, const struct explore_step *step)
{
    bool block = step->op == EXPLORE_OP_ALLOCATE || step->op == EXPLORE_OP_FREE;
    if (is_about_thread(step->op) || (!step->location.address && !step->object))
        return cx_keep(&build->cx->texts, step->name);
    if (block && step->location.address)
        return name_block(build, step);
    if (step->location.address)
        return name_location(build, &step->location, step->site, step->name);
    struct explore_location location = place_of_object(build, step->object);
    return name_location(build, &location, step->site, step->name);
}

const char *cx_name_involved(struct cx_build *build, const struct explore_involved *who)
{
    if (is_about_thread(who->op) || (!who->location.address && !who->object))
        return cx_keep(&build->cx->texts, who->name);
    if (who->location.address)
        return name_location(build, &who->location, who->site, who->name);
    struct explore_location location = place_of_object(build, who->object);
    return name_location(build, &location, who->site, who->name);
}

/* The learner's name for the primitive that the explorer calls so; NULL: none. */
static const char *learner_name(struct cx_build *build, const char *made_up,
                                size_t length)
{
    const struct explore_report *report = build->report;
    for (unsigned i = 0; i < report->involved_count; i++) {
        const struct explore_involved *who = &report->involved[i];
        if (strlen(who->name) == length && memcmp(who->name, made_up, length) == 0 &&
            !is_about_thread(who->op))
            return cx_name_involved(build, who);
    }
    for (unsigned i = 0; i < report->step_count; i++) {
        const struct explore_step *step = &report->steps[i];
        if (strlen(step->name) == length && memcmp(step->name, made_up, length) == 0 &&
            !is_about_thread(step->op))
            return cx_name_object(build, step);
    }
    return NULL;
}

static size_t word_length(const char *at)
{
    size_t length = 0;
    while (isalnum((unsigned char)at[length]) || at[length] == '_')
        length++;
    return length;
}

void cx_name_in_message(struct cx_build *build, const char *message, char *out,
                        size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    while (*message && used + 1 < size) {
        size_t length = word_length(message);
        bool made_up = length > 1 && length < 8 && message[0] >= 'A' &&
                       message[0] <= 'Z' && isdigit((unsigned char)message[1]);
        const char *name = made_up ? learner_name(build, message, length) : NULL;
        length = length ? length : 1;
        int added = name && name[0]
                        ? snprintf(out + used, size - used, "%s", name)
                        : snprintf(out + used, size - used, "%.*s", (int)length, message);
        used += added > 0 ? (size_t)added : 0;
        message += length;
    }
}

struct cx_place cx_place_of(struct cx_build *build, const void *site)
{
    struct debug_line line;
    if (!debug_find_line(build->info, site, &line))
        return (struct cx_place){"", 0, ""};
    return (struct cx_place){cx_keep(&build->cx->texts, line.file), line.line,
                             cx_keep(&build->cx->texts, line.text)};
}

/* ---- threads --------------------------------------------------------------------- */

/* Where the argument of that number begins, in the text behind a call's parenthesis. */
static const char *find_argument(const char *at, int number)
{
    int depth = 0;
    for (; *at && number > 0 && depth >= 0; at++) {
        depth += (*at == '(' || *at == '[') - (*at == ')' || *at == ']');
        number -= *at == ',' && depth == 0;
    }
    return number == 0 ? at + strspn(at, " &") : "";
}

/* The function that a line with a pthread_create or thrd_create hands over. */
static const char *started_in(struct cx_build *build, const char *line)
{
    static const struct {
        const char *call;
        int argument;
    } calls[] = {{"pthread_create(", 2}, {"thrd_create(", 1}};
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        const char *call = strstr(line, calls[i].call);
        if (!call)
            continue;
        if (strstr(call + 1, calls[i].call))
            return ""; /* several in a line: whose this is can't be told */
        const char *name = find_argument(call + strlen(calls[i].call), calls[i].argument);
        size_t length = 0;
        while (isalnum((unsigned char)name[length]) || name[length] == '_')
            length++;
        if (name[length] == ',' || name[length] == ')')
            return cx_keepf(&build->cx->texts, "%.*s", (int)length, name);
    }
    return "";
}

static bool runs_main(struct cx_build *build)
{
    struct debug_line line;
    for (unsigned i = 0; i < build->report->step_count; i++) {
        const struct explore_step *step = &build->report->steps[i];
        if (step->thread == 0 && debug_find_line(build->info, step->site, &line) &&
            strcmp(line.function, "main") == 0)
            return true;
    }
    return false;
}

const char *cx_thread_function(struct cx_build *build, uint32_t thread)
{
    char name[16];
    if (thread == 0)
        return runs_main(build) ? "main" : "";
    snprintf(name, sizeof name, "T%u", (unsigned)thread);
    for (unsigned i = 0; i < build->report->step_count; i++) {
        const struct explore_step *step = &build->report->steps[i];
        struct debug_line line;
        bool starts = step->op == EXPLORE_OP_START && step->thread == thread;
        bool creates = step->op == EXPLORE_OP_CREATE && strcmp(step->name, name) == 0;
        if (!(starts || creates) || !debug_find_line(build->info, step->site, &line))
            continue;
        if (starts && line.function[0])
            return cx_keep(&build->cx->texts, line.function);
        if (creates && *started_in(build, line.text))
            return started_in(build, line.text);
    }
    return "";
}
