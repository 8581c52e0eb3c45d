/*
 * record.h - everything that a schedule does, with values: what a report shows of it.
 *
 * Only while schedule.recording: a search that found a failure runs it once more for
 * this. Records are numbered from 1 on. The scheduler records its steps, access_memory()
 * its accesses, the heap its blocks. A step that is itself an access becomes one record:
 * the scheduler's, to which the access adds its value.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "access.h"
#include "explore.h"

#define RECORD_MOST 1000000 /* kept; of a longer schedule the last ones */

/* Forgets everything: a schedule begins. */
void record_reset(void);

/* The step that was just added to schedule.steps. */
void record_step(void);

/* The current thread accesses memory that is there. The value that is written is taken
 * from memory at the next record; nobody else can run until then. */
void record_access(const void *address, size_t size, enum access_kind kind,
                   const void *site);

/* The current thread did something that is no step, to what lies at the address:
 * allocated or freed a block, printed. */
void record_event(enum explore_op op, const void *address, size_t size, const void *site);

/* The value that the last record read or wrote, and what was there before: for atomics,
 * and for the counts of primitives. */
void record_value(uint64_t value, uint64_t before);

/* Accesses aren't recorded until the next call with false: they are part of an event. */
void record_mute(bool mute);

/* The current thread's access to memory that isn't there: has no value. */
void record_bad_access(const void *address, size_t size, enum access_kind kind,
                       const void *site);

/* The write that is under way never happened: it crashed. */
void record_forget_write(void);

/* Number of the last record of the schedule under way, or of the last one; 0: none, it
 * wasn't recorded. */
uint32_t record_number(void);

/* Number of the record of schedule.steps[index]; 0: not recorded, or dropped. */
uint32_t record_of_step(unsigned index);

/* Number of the oldest record that is kept; 1 as long as there are none. */
uint32_t record_oldest(void);

/* The record of a number from record_oldest() to record_number(). */
struct explore_step *record_at(uint32_t number);

/* Fills in steps[], step_count, total_steps, and the step of each of involved[]. Which
 * steps are relevant follows from who and what is involved, which must have been filled
 * in. If there are too many, irrelevant ones are left out first, then the oldest. */
void record_into(struct explore_report *report);

/* Marks the records that matter for the failure. (relevance.c) */
void record_mark_relevant(const struct explore_report *report);

/* Releases all memory. */
void record_free(void);

#endif
