/*
 * finding.c - writes the report of a schedule that fails.
 */
#include "finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SITE_TEXTS     4 /* site names that one message can hold at a time */
#define SITE_TEXT_SIZE 80

struct explore_report report;

void report_reset(void)
{
    memset(&report, 0, sizeof report);
}

struct text report_message(void)
{
    report.message[0] = '\0';
    return (struct text){.end = report.message, .room = sizeof report.message};
}

static void text_add_v(struct text *text, const char *format, va_list arguments)
{
    int length = vsnprintf(text->end, text->room, format, arguments);
    size_t added = length < 0 ? 0 : (size_t)length;
    if (added >= text->room)
        added = text->room - 1;
    text->end += added;
    text->room -= added;
}

void text_add(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_add_v(text, format, arguments);
    va_end(arguments);
}

const char *report_at(const void *site)
{
    static char texts[SITE_TEXTS][SITE_TEXT_SIZE];
    static unsigned next;
    char *text = texts[next++ % SITE_TEXTS];
    const size_t prefix = sizeof " at " - 1;
    explore_site_name name_site = schedule.options.name_site;
    if (site == NULL || name_site == NULL ||
        name_site(site, text + prefix, SITE_TEXT_SIZE - prefix) == -1)
        return "";
    memcpy(text, " at ", prefix);
    return text;
}

struct explore_involved *report_involve(const struct thread *thread)
{
    if (report.involved_count == EXPLORE_MAX_INVOLVED)
        return NULL;
    struct explore_involved *entry = &report.involved[report.involved_count++];
    const struct object *object = thread->pending.object;
    entry->thread = thread->id;
    entry->op = thread->pending.op;
    entry->site = thread->site;
    entry->holder = EXPLORE_NOBODY;
    if (thread->pending.target != NULL)
        memcpy(entry->name, thread->pending.target->name, sizeof entry->name);
    if (object == NULL)
        return entry;
    entry->object = object->address;
    memcpy(entry->name, object->name, sizeof entry->name);
    entry->holder = object->owner;
    entry->held_by = object->got;
    entry->held_at = object->got_at;
    return entry;
}

static void describe_step(const struct step *step, struct explore_step *shown)
{
    shown->thread = step->thread;
    shown->op = step->op;
    shown->wake = step->wake;
    shown->switched = step->switched;
    shown->preempted = step->preempted;
    shown->failed = step->failed;
    shown->site = step->site;
    bool other = step->op == EXPLORE_OP_CREATE || step->op == EXPLORE_OP_JOIN ||
                 step->op == EXPLORE_OP_DETACH;
    if (step->object != NULL) {
        shown->object = step->object->address;
        memcpy(shown->name, step->object->name, sizeof shown->name);
    } else if (other) {
        memcpy(shown->name, schedule.threads[step->target].name, sizeof shown->name);
    }
}

void report_schedule(void)
{
    report.preemptions = schedule.preemptions;
    report.threads = schedule.thread_count;
    report.total_steps = schedule.step_count;
    report.step_count =
        schedule.step_count < EXPLORE_MAX_STEPS ? schedule.step_count : EXPLORE_MAX_STEPS;
    const struct step *first = schedule.steps + schedule.step_count - report.step_count;
    for (unsigned i = 0; i < report.step_count; i++)
        describe_step(&first[i], &report.steps[i]);
}

void stop_with(enum explore_verdict verdict, const char *format, ...)
{
    struct text message = report_message();
    va_list arguments;
    va_start(arguments, format);
    text_add_v(&message, format, arguments);
    va_end(arguments);
    report_involve(schedule.current);
    schedule_stop(verdict);
}
