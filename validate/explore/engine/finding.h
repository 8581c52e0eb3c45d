/*
 * finding.h - what a failing schedule leaves behind: a message in words, the threads that
 * have part in it, the last steps.
 */
#ifndef FINDING_H
#define FINDING_H

#include <stddef.h>

#include "access.h"
#include "explore.h"
#include "schedule.h"

/* A message that grows; what doesn't fit is cut off. */
struct text {
    char *end;   /* where the next piece goes; always '\0' there */
    size_t room; /* bytes from there on */
};

/* The report of the schedule under way; written by whoever ends it. */
extern struct explore_report report;

/* Starts a new report for a new schedule. */
void report_reset(void);

/* The report's message, to be written from its beginning. */
struct text report_message(void);

/* Adds a piece. */
__attribute__((format(printf, 2, 3))) void text_add(struct text *text, const char *format,
                                                    ...);

/* Where marks are wanted (options.marks, or a program) these are marks; see
 * marks.h. The text is valid until the eighth call of any from then on. */

/* " at queue.c:17", or "" if the site has no name. */
const char *report_at(const void *site);

/* What lies at the address: "4 bytes of a block of 48 bytes". */
const char *report_memory(const void *address, size_t size);

/* What the object is called where no step tells of it: "mutex M1", or with a mark. */
const char *report_label(const struct object *object);

/* Adds a thread with its pending operation, and who holds its object. */
struct explore_involved *report_involve(const struct thread *thread);

/* Adds a thread with an access to memory, or with a block that it frees. NULL: no
 * room. */
struct explore_involved *report_involve_access(uint32_t thread, enum explore_op op,
                                               const void *address, size_t size,
                                               const void *site);

/* The current thread's access is the one that can't be done: it is involved, and
 * recorded. */
struct explore_involved *report_bad_access(const void *address, size_t size,
                                           enum access_kind kind, const void *site);

/* Puts what the scheduler knows of a step into one that is shown; the rest stays as it
 * is. */
void describe_step(const struct step *step, struct explore_step *shown);

/* Adds what the schedule itself knows: steps, preemptions. */
void report_schedule(void);

/* Ends the schedule. The current thread is the one involved, if nobody is yet. */
_Noreturn __attribute__((format(printf, 2, 3))) void
stop_with(enum explore_verdict verdict, const char *format, ...);

/* Ends the schedule: no thread can go on. Finds out who waits for whom. (stuck.c) */
_Noreturn void stop_stuck(void);

/* Ends the schedule: who could go on spins, and will do so for ever. The candidates tell
 * who. (stuck.c) */
_Noreturn void stop_spinning(void);

/* Ends the schedule: it has come to the limit of steps. (stuck.c) */
_Noreturn void stop_endless(void);

#endif
