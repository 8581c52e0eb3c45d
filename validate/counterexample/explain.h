/*
 * explain.h - the detectors: each knows one way in which concurrent code goes wrong,
 * looks for it in the steps, and if it is there puts it into one sentence.
 *
 * A detector is sure or silent: it returns NULL unless the steps show all of what it
 * says. The sentences belong to the counterexample.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "counterexample.h"
#include "cx_text.h"

/* What a detector looks at: entry i of report->steps[] is that of cx->steps[]. */
struct explained {
    const struct explore_report *report;
    struct counterexample *cx;
};

typedef const char *detector(const struct explained *what);

/* ---- data (explain_update.c, explain_order.c, explain_place.c) -------------------- */

/* Read, somebody else's write, write: the other's change is lost. Says so if the thread
 * let go of its lock between the two. */
detector explain_lost_update;

/* A flag is set before the data it announces; or a reader sees one half of what belongs
 * together as it was, the other as it is. */
detector explain_publication;

/* A thread reads before another one, which it created, has done anything. */
detector explain_too_early;

/* A thread goes on with what it read although it isn't so any more. */
detector explain_stale_read;

/* The two accesses of a race. */
detector explain_race;

/* A block that is used after it was freed, or freed twice. */
detector explain_freed;

/* ---- waiting (explain_wait.c, explain_condition.c) ---------------------------------------------------- */

/* Woken without a signal, or too late, and the condition isn't looked at again. */
detector explain_if_for_while;

/* Each holds what the next one waits for. */
detector explain_cycle;

/* The change that a sleeper waits for is made, and another condition is signalled. */
detector explain_wrong_condition;

/* A condition wait that nobody ends. */
detector explain_lost_wakeup;

/* Threads wait and nobody is left; no cycle. */
detector explain_stuck;

/* ---- shared ---------------------------------------------------------------------- */

#define NONE (-1) /* no such step */

/* Entry i of the steps, as the explorer reports it, and as it is shown. */
static inline const struct explore_step *step_of(const struct explained *what, int i)
{
    return &what->report->steps[i];
}

static inline const struct cx_step *shown(const struct explained *what, int i)
{
    return &what->cx->steps[i];
}

static inline int count_of(const struct explained *what)
{
    return (int)what->report->step_count;
}

/* Is it the thread that fails? */
bool explain_fails(const struct explained *what, uint32_t thread);

/* The step of that number; NULL: none. */
const struct cx_step *explain_numbered(const struct explained *what, uint32_t number);

/* " at sync.c:5"; "" if the line isn't known. Valid until the fourth call from then on.
 */
const char *explain_at(const struct cx_place *place);

/* Is it a read, or a write, of memory? An update is both. */
bool explain_reads(const struct explore_step *step);
bool explain_writes(const struct explore_step *step);

/* The value, or what is said where there is none. */
const char *explain_value(const char *value, const char *otherwise);

/* A step that the sentence speaks of is shown, whoever thinks that it doesn't matter. */
void explain_show(const struct explained *what, int i);

/* Is it an access of a thread to its own stack? */
bool explain_is_private(const struct explore_step *step);

/* Do two accesses touch a common byte? */
bool explain_overlap(const struct explore_step *a, const struct explore_step *b);

#endif
