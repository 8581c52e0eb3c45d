/*
 * cx_build.h - what the parts that make a counterexample of a report share.
 */
#ifndef CX_BUILD_H
#define CX_BUILD_H

#include "counterexample.h"
#include "cx_follow.h"
#include "cx_text.h"

/* A name that was found once: a variable is called the same in all steps. */
struct cx_name {
    uintptr_t address;
    uint32_t size;
    const void *block; /* where its block was allocated; NULL: none */
    const char *name;
};

struct cx_build {
    const struct explore_report *report;
    struct debug_info *info; /* or NULL */
    struct counterexample *cx;
    struct cx_name *names; /* room for one a step and one an involved thread */
    unsigned name_count;
    struct follow follow; /* in front of the step that is being put into words */
};

/* ---- names (cx_names.c) ---------------------------------------------------------- */

/* What the step is done to, in the learner's words; "" nothing. */
const char *cx_name_object(struct cx_build *build, const struct explore_step *step);

/* The same for a thread that has part in the failure. */
const char *cx_name_involved(struct cx_build *build, const struct explore_involved *who);

/* Copies a message, with names of primitives that the explorer made up ("M1") replaced by
 * those of the learner's variables; at most size bytes. */
void cx_name_in_message(struct cx_build *build, const char *message, char *out,
                        size_t size);

/* The line of a site. */
struct cx_place cx_place_of(struct cx_build *build, const void *site);

/* The function that a thread was started with, or "main"; "" not known. */
const char *cx_thread_function(struct cx_build *build, uint32_t thread);

/* ---- words (cx_words.c) ---------------------------------------------------------- */

/* What the step does: "writes counter = 2 (was 1)"; to->object, value and before are set.
 */
const char *cx_phrase(struct cx_build *build, const struct explore_step *step,
                      const struct cx_step *to);

/* ---- waiting (cx_waits.c) -------------------------------------------------------- */

/* Why the thread of entry i - 1 of the report's steps stopped when that of entry i went
 * on: "T1 is interrupted"; "" not known. */
const char *cx_why_left(struct cx_build *build, unsigned i);

/* What a thread does that can't go on: "waits for queue.lock (T2 holds it)". */
const char *cx_waiting(struct cx_build *build, const struct explore_involved *who,
                       const char *object);

/* How the schedule ends, by its verdict: "the assertion fails"; "" no thread is at fault.
 */
const char *cx_ending(const struct explore_report *report);

/* ---- effects (cx_effects.c) ------------------------------------------------------ */

/* Whom entry i of the report's steps wakes; build->follow is in front of it. */
void cx_note_wakes(struct cx_build *build, unsigned i);

/* Which lock it takes or gives up, where it falls asleep; build->follow is behind it. */
void cx_note_locks(struct cx_build *build, unsigned i);

/* ---- the source (cx_sources.c) --------------------------------------------------- */

/* Adds the lines around those that the counterexample speaks of. Returns 0; or -1 with
 * errno ENOMEM. */
int cx_add_sources(struct cx_build *build);

/* ---- the sentence (explain.c) ---------------------------------------------------- */

/* Sets the sentence: what happens, made from the steps. */
void cx_explain(const struct explore_report *report, struct counterexample *cx);

#endif
