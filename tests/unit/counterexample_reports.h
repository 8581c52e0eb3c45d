/*
 * counterexample_reports.h - reports of the explorer, made by hand for tests: one call a
 * step.
 *
 *     begin_report(EXPLORE_WRONG, "the counter is 1, not 2");
 *     reads(1, "counter", 0);
 *     writes(2, "counter", 0, 1);
 */
#ifndef COUNTEREXAMPLE_REPORTS_H
#define COUNTEREXAMPLE_REPORTS_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counterexample.h"

static struct explore_report made; /* the report under construction */

static inline void begin_report(enum explore_verdict verdict, const char *message)
{
    memset(&made, 0, sizeof made);
    made.verdict = verdict;
    snprintf(made.message, sizeof made.message, "%s", message);
}

/* The same name has the same address; short names only, as a step has room for. */
static inline uintptr_t address_named(const char *name)
{
    uintptr_t address = 0;
    for (; *name; name++)
        address = address * 64 + (uintptr_t)(*name & 63);
    return 0x1000 + address * 64;
}

static inline struct explore_step *step(uint32_t thread, enum explore_op op,
                                        const char *name)
{
    struct explore_step *step = &made.steps[made.step_count++];
    step->number = ++made.total_steps;
    step->thread = thread;
    step->op = op;
    step->switched = made.step_count > 1 && step[-1].thread != thread;
    step->relevant = true;
    snprintf(step->name, sizeof step->name, "%s", name);
    if (name[0] && name[0] != 'T')
        step->object = (const void *)address_named(name);
    return step;
}

static inline struct explore_step *access_of(uint32_t thread, enum explore_op op,
                                             const char *name, uint64_t value)
{
    struct explore_step *made_step = step(thread, op, name);
    made_step->object = NULL;
    made_step->location = (struct explore_location){
        .address = address_named(name), .size = 4, .place = EXPLORE_PLACE_GLOBAL};
    made_step->has_value = true;
    made_step->value = value;
    return made_step;
}

static inline struct explore_step *reads(uint32_t thread, const char *name,
                                         uint64_t value)
{
    return access_of(thread, EXPLORE_OP_READ, name, value);
}

static inline struct explore_step *writes(uint32_t thread, const char *name,
                                          uint64_t before, uint64_t value)
{
    struct explore_step *made_step = access_of(thread, EXPLORE_OP_WRITE, name, value);
    made_step->before = before;
    return made_step;
}

/* The step made last interrupted the thread before it. */
static inline void interrupting(void)
{
    made.steps[made.step_count - 1].switched = true;
    made.steps[made.step_count - 1].preempted = true;
}

static inline struct explore_involved *involve(uint32_t thread, enum explore_op op,
                                               const char *name)
{
    struct explore_involved *who = &made.involved[made.involved_count++];
    who->thread = thread;
    who->op = op;
    who->holder = EXPLORE_NOBODY;
    snprintf(who->name, sizeof who->name, "%s", name);
    if (name[0] && name[0] != 'T')
        who->object = (const void *)address_named(name);
    return who;
}

/* Part of a cycle: waits for what `holder` has. */
static inline void involve_in_cycle(uint32_t thread, enum explore_op op, const char *name,
                                    uint32_t holder)
{
    struct explore_involved *who = involve(thread, op, name);
    who->in_cycle = true;
    who->holder = holder;
    who->held_by = EXPLORE_OP_LOCK;
}

/* The access of a race or another failure: the step made last. */
static inline void involve_last(void)
{
    const struct explore_step *last = &made.steps[made.step_count - 1];
    struct explore_involved *who = involve(last->thread, last->op, "");
    who->step = last->number;
    who->location = last->location;
}

#endif
