/*
 * finding.c - writes the report of a schedule that fails.
 */
#include "finding.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "access.h"
#include "marks.h"
#include "record.h"

#define PLACE_TEXTS     8 /* names of places that one message can hold at a time */
#define PLACE_TEXT_SIZE 160

struct explore_report report;

/* The arrays are large and mostly empty: only what was filled in is cleared. */
void report_reset(void)
{
    memset(report.steps, 0, report.step_count * sizeof *report.steps);
    memset(report.involved, 0, report.involved_count * sizeof *report.involved);
    memset(&report, 0, offsetof(struct explore_report, steps));
    report.involved_count = 0;
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

/* ---- places ---------------------------------------------------------------------- */

static char *place_text(void)
{
    static char texts[PLACE_TEXTS][PLACE_TEXT_SIZE];
    static unsigned next;
    return texts[next++ % PLACE_TEXTS];
}

static bool wants_marks(void)
{
    return schedule.options.marks || schedule.options.program;
}

const char *report_at(const void *site)
{
    char *text = place_text();
    const size_t prefix = sizeof " at " - 1;
    explore_site_name name_site = schedule.options.name_site;
    if (site == NULL)
        return "";
    if (wants_marks()) {
        snprintf(text, PLACE_TEXT_SIZE, " at %cs%" PRIxPTR "%c", MARK_BEGIN,
                 (uintptr_t)site, MARK_END);
        return text;
    }
    if (name_site == NULL ||
        name_site(site, text + prefix, PLACE_TEXT_SIZE - prefix) == -1)
        return "";
    memcpy(text, " at ", prefix);
    return text;
}

/* `otherwise` is what to call it when the mark can't be put into words; "": nothing. */
static const char *mark_memory(const struct explore_location *where,
                               const char *otherwise)
{
    char *text = place_text();
    snprintf(text, PLACE_TEXT_SIZE,
             "%cv%" PRIxPTR ",%" PRIx32 ",%x,%" PRIx32 ",%" PRIxPTR ",%" PRIx64
             ",%" PRIx64 ",%s%c",
             MARK_BEGIN, where->address, where->size, (unsigned)where->place,
             where->thread, (uintptr_t)where->site, (uint64_t)where->offset, where->block,
             otherwise, MARK_END);
    return text;
}

const char *report_label(const struct object *object)
{
    struct explore_location where = locate(object->address, object->size);
    if (!wants_marks())
        return object->label;
    char mark[PLACE_TEXT_SIZE];
    const char *behind = strchr(object->label, ' ');
    snprintf(mark, sizeof mark, "%s", mark_memory(&where, object->name));
    char *text = place_text();
    int length = snprintf(text, PLACE_TEXT_SIZE, "%.*s %s", (int)(behind - object->label),
                          object->label, mark);
    if (length >= PLACE_TEXT_SIZE) /* half a mark would be no mark */
        return object->label;
    return text;
}

const char *report_memory(const void *address, size_t size)
{
    struct explore_location where = locate(address, size);
    if (wants_marks())
        return mark_memory(&where, "");
    char *text = place_text();
    int length =
        snprintf(text, PLACE_TEXT_SIZE, "%zu byte%s of ", size, size == 1 ? "" : "s");
    char *rest = text + length;
    size_t room = PLACE_TEXT_SIZE - (size_t)length;
    if (where.place == EXPLORE_PLACE_HEAP)
        snprintf(rest, room, "a block of %" PRIu64 " byte%s", where.block,
                 where.block == 1 ? "" : "s");
    else if (where.place == EXPLORE_PLACE_STACK)
        snprintf(rest, room, "a local variable of T%" PRIu32, where.thread);
    else if (where.place == EXPLORE_PLACE_THREAD_LOCAL)
        snprintf(rest, room, "a thread-local variable of T%" PRIu32, where.thread);
    else if (where.place == EXPLORE_PLACE_GLOBAL)
        snprintf(rest, room, "a global variable");
    else
        snprintf(rest, room, "memory");
    return text;
}

/* ---- who is involved ------------------------------------------------------------- */

/* An empty entry, whatever was there before; NULL: there is no room. */
static struct explore_involved *add_involved(void)
{
    if (report.involved_count == EXPLORE_MAX_INVOLVED)
        return NULL;
    struct explore_involved *entry = &report.involved[report.involved_count++];
    memset(entry, 0, sizeof *entry);
    return entry;
}

struct explore_involved *report_involve(const struct thread *thread)
{
    struct explore_involved *entry = add_involved();
    if (entry == NULL)
        return NULL;
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

struct explore_involved *report_involve_access(uint32_t thread, enum explore_op op,
                                               const void *address, size_t size,
                                               const void *site)
{
    struct explore_involved *entry = add_involved();
    if (entry == NULL)
        return NULL;
    entry->thread = thread;
    entry->op = op;
    entry->site = site;
    entry->holder = EXPLORE_NOBODY;
    entry->location = locate(address, size);
    return entry;
}

struct explore_involved *report_bad_access(const void *address, size_t size,
                                           enum access_kind kind, const void *site)
{
    enum explore_op op = kind == ACCESS_READ ? EXPLORE_OP_READ : EXPLORE_OP_WRITE;
    if (schedule.recording)
        record_bad_access(address, size, kind, site);
    return report_involve_access(schedule.current->id, op, address, size, site);
}

/* ---- the steps ------------------------------------------------------------------- */

void describe_step(const struct step *step, struct explore_step *shown)
{
    shown->thread = step->thread;
    shown->op = step->op;
    shown->wake = step->wake;
    shown->switched = step->switched;
    shown->preempted = step->preempted;
    shown->failed = step->failed;
    shown->site = step->site;
    bool creates = step->op == EXPLORE_OP_CREATE && step->target != 0; /* didn't fail */
    bool other = creates || step->op == EXPLORE_OP_JOIN ||
                 step->op == EXPLORE_OP_DETACH || step->op == EXPLORE_OP_CANCEL;
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
    if (record_number() > 0) {
        record_into(&report);
        return;
    }
    report.total_steps = schedule.step_count;
    report.step_count =
        schedule.step_count < EXPLORE_MAX_STEPS ? schedule.step_count : EXPLORE_MAX_STEPS;
    const struct step *first = schedule.steps + schedule.step_count - report.step_count;
    for (unsigned i = 0; i < report.step_count; i++)
        describe_step(&first[i], &report.steps[i]);
}

/* ---- the end --------------------------------------------------------------------- */

void stop_with(enum explore_verdict verdict, const char *format, ...)
{
    struct text message = report_message();
    va_list arguments;
    va_start(arguments, format);
    text_add_v(&message, format, arguments);
    va_end(arguments);
    if (report.involved_count == 0)
        report_involve(schedule.current);
    schedule_stop(verdict);
}
