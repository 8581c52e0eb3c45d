/*
 * record.c - keeps the records in a growing array that becomes a ring when it can't grow.
 */
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "schedule.h"

#define FIRST_ROOM 1024u
#define NO_STEP    UINT32_MAX

struct record {
    struct explore_step shown;
    uint32_t step; /* index in schedule.steps; NO_STEP: it is none */
    bool is_event; /* a step that was taken as part of an event, which is shown instead */
};

static struct {
    struct record *list; /* owned; number n lies at index (n - 1) % room */
    uint32_t room;
    uint32_t last;    /* number of the last record; 0: none */
    uint32_t writing; /* number of a write whose value isn't known yet; 0: none */
    bool muted;
} records;

/* ---- keeping --------------------------------------------------------------------- */

static struct record *record_numbered(uint32_t number)
{
    return &records.list[(number - 1) % records.room];
}

static struct record *last_record(void)
{
    return records.last > 0 ? record_numbered(records.last) : NULL;
}

static bool has_value_of(size_t size)
{
    return size == 1 || size == 2 || size == 4 || size == 8;
}

static uint64_t value_at(const void *address, size_t size)
{
    uint64_t value = 0;
    memcpy(&value, address, size);
    return value;
}

/* Nothing happened since the write but the write: memory holds its value. */
static void finish_write(void)
{
    if (records.writing == 0)
        return;
    struct explore_step *write = &record_numbered(records.writing)->shown;
    records.writing = 0;
    write->value = value_at((void *)write->location.address, write->location.size);
}

/* Where memory is short, what there is becomes the ring. */
static bool grow(void)
{
    uint32_t room = records.room == 0 ? FIRST_ROOM : 2 * records.room;
    if (room > RECORD_MOST)
        room = RECORD_MOST;
    struct record *list = realloc(records.list, room * sizeof *list);
    if (list == NULL)
        return records.room > 0;
    records.list = list;
    records.room = room;
    return true;
}

/* A new record, its shown part all zero but for the number; NULL: no memory at all. */
static struct record *add(uint32_t thread, enum explore_op op, const void *site)
{
    bool full = records.last == records.room && records.room < RECORD_MOST;
    if (!schedule.recording || (full && !grow()))
        return NULL;
    finish_write();
    records.last++;
    struct record *record = record_numbered(records.last);
    memset(record, 0, sizeof *record);
    record->step = NO_STEP;
    record->shown.number = records.last;
    record->shown.thread = thread;
    record->shown.op = op;
    record->shown.site = site;
    record->shown.now_ns = schedule.now;
    return record;
}

void record_reset(void)
{
    records.last = 0;
    records.writing = 0;
    records.muted = false;
}

void record_free(void)
{
    free(records.list);
    memset(&records, 0, sizeof records);
}

/* ---- what is recorded ------------------------------------------------------------ */

void record_step(void)
{
    const struct step *step = last_step();
    struct record *record = add(step->thread, (enum explore_op)step->op, step->site);
    if (record == NULL)
        return;
    record->step = schedule.step_count - 1;
    if (step->address != NULL)
        record->shown.location = locate(step->address, step->size);
}

/* The record of an access: the step that was taken for it, if it is one. */
static struct record *record_for(enum explore_op op, const void *address, size_t size,
                                 const void *site)
{
    struct record *last = last_record();
    uint32_t self = schedule.current->id;
    bool is_step = last != NULL && last->step != NO_STEP && last->shown.thread == self &&
                   last->shown.op == op &&
                   last->shown.location.address == (uintptr_t)address;
    struct record *record = is_step ? last : add(self, op, site);
    if (record != NULL)
        record->shown.location = locate(address, size);
    return record;
}

void record_access(const void *address, size_t size, enum access_kind kind,
                   const void *site)
{
    enum explore_op op = kind == ACCESS_READ ? EXPLORE_OP_READ : EXPLORE_OP_WRITE;
    struct record *record = records.muted ? NULL : record_for(op, address, size, site);
    if (record == NULL || !has_value_of(size))
        return;
    struct explore_step *shown = &record->shown;
    shown->value = value_at(address, size); /* a wild pointer ends the schedule here */
    shown->has_value = true;
    if (kind == ACCESS_READ)
        return;
    shown->before = shown->value;
    records.writing = shown->number;
}

void record_bad_access(const void *address, size_t size, enum access_kind kind,
                       const void *site)
{
    record_for(kind == ACCESS_READ ? EXPLORE_OP_READ : EXPLORE_OP_WRITE, address, size,
               site);
}

/* The step of the accesses that were muted: it becomes the event's. */
static struct record *step_of_event(const void *address)
{
    struct record *last = last_record();
    bool is_its = last != NULL && last->step != NO_STEP && address != NULL &&
                  last->shown.thread == schedule.current->id &&
                  last->shown.op == EXPLORE_OP_WRITE &&
                  last->shown.location.address == (uintptr_t)address &&
                  !last->shown.has_value;
    if (!is_its)
        return NULL;
    last->is_event = true;
    return last;
}

void record_event(enum explore_op op, const void *address, size_t size, const void *site)
{
    struct record *record = step_of_event(address);
    if (record == NULL)
        record = add(schedule.current->id, op, site);
    if (record == NULL)
        return;
    record->shown.op = op;
    record->shown.object = address;
    record->shown.failed = op == EXPLORE_OP_ALLOCATE && address == NULL;
    if (address != NULL)
        record->shown.location = locate(address, size);
}

void record_value(uint64_t value, uint64_t before)
{
    struct record *last = last_record();
    if (!schedule.recording || last == NULL)
        return;
    last->shown.has_value = true;
    last->shown.value = value;
    last->shown.before = before;
}

void record_mute(bool mute)
{
    records.muted = mute;
}

void record_forget_write(void)
{
    records.writing = 0;
}

/* ---- what is asked --------------------------------------------------------------- */

uint32_t record_number(void)
{
    return records.last;
}

uint32_t record_oldest(void)
{
    return records.last > records.room ? records.last - records.room + 1 : 1;
}

struct explore_step *record_at(uint32_t number)
{
    return &record_numbered(number)->shown;
}

uint32_t record_of_step(unsigned index)
{
    for (uint32_t i = record_oldest(); i <= records.last; i++)
        if (record_numbered(i)->step == index)
            return i;
    return 0;
}

/* ---- the report ------------------------------------------------------------------ */

/* A step may have turned out as a failed one, or as the creation of T3, after it was
 * recorded. */
static void complete_steps(void)
{
    for (uint32_t i = record_oldest(); i <= records.last; i++) {
        struct record *record = record_numbered(i);
        struct explore_step *shown = &record->shown;
        enum explore_op op = shown->op;
        if (record->step == NO_STEP)
            continue;
        describe_step(&schedule.steps[record->step], shown);
        if (record->is_event)
            shown->op = op;
    }
}

static bool is_access(enum explore_op op)
{
    return op == EXPLORE_OP_READ || op == EXPLORE_OP_WRITE || op == EXPLORE_OP_FREE ||
           op == EXPLORE_OP_ATOMIC_LOAD || op == EXPLORE_OP_ATOMIC_STORE ||
           op == EXPLORE_OP_ATOMIC_UPDATE;
}

/* The last record that is the access of a thread involved; 0: none. What a thread only
 * waits to do has none. */
static uint32_t find_involved(const struct explore_involved *who)
{
    for (uint32_t i = records.last; is_access(who->op) && i >= record_oldest(); i--) {
        const struct explore_step *step = record_at(i);
        if (step->thread == who->thread && step->op == who->op &&
            step->site == who->site && step->location.address == who->location.address)
            return i;
    }
    return 0;
}

static uint32_t count_relevant(void)
{
    uint32_t count = 0;
    for (uint32_t i = record_oldest(); i <= records.last; i++)
        count += record_at(i)->relevant;
    return count;
}

/* Chooses from the last one back: `relevant` and `others` are how many of each may go
 * in. */
static void choose(struct explore_report *report, uint32_t relevant, uint32_t others)
{
    unsigned place = relevant + others;
    report->step_count = place;
    for (uint32_t i = records.last; place > 0; i--) {
        const struct explore_step *step = record_at(i);
        uint32_t *left = step->relevant ? &relevant : &others;
        if (*left == 0)
            continue;
        --*left;
        report->steps[--place] = *step;
    }
}

void record_into(struct explore_report *report)
{
    finish_write();
    complete_steps();
    for (unsigned i = 0; i < report->involved_count; i++)
        if (report->involved[i].step == 0)
            report->involved[i].step = find_involved(&report->involved[i]);
    record_mark_relevant(report);
    uint32_t kept = records.last - record_oldest() + 1;
    uint32_t relevant = count_relevant();
    uint32_t others = kept - relevant;
    if (relevant > EXPLORE_MAX_STEPS)
        relevant = EXPLORE_MAX_STEPS;
    if (others > EXPLORE_MAX_STEPS - relevant)
        others = EXPLORE_MAX_STEPS - relevant;
    report->total_steps = records.last;
    choose(report, relevant, others);
}
