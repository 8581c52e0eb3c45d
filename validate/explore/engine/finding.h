/*
 * finding.h - what a failing schedule leaves behind: a message in words, the threads that
 * have part in it, the last steps.
 */
#ifndef FINDING_H
#define FINDING_H

#include <stddef.h>

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

/* " at queue.c:17", or "" if the site has no name. The text is valid until the fourth
 * call from then on. */
const char *report_at(const void *site);

/* Adds a thread with its pending operation, and who holds its object. */
struct explore_involved *report_involve(const struct thread *thread);

/* Adds what the schedule itself knows: steps, preemptions. */
void report_schedule(void);

/* Ends the schedule. The current thread is the one involved. */
_Noreturn __attribute__((format(printf, 2, 3))) void
stop_with(enum explore_verdict verdict, const char *format, ...);

/* Ends the schedule: no thread can go on. Finds out who waits for whom. (stuck.c) */
_Noreturn void stop_stuck(void);

/* Ends the schedule: it has come to the limit of steps. (stuck.c) */
_Noreturn void stop_endless(void);

#endif
