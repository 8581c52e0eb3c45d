/*
 * cx_waits.c - why threads stop, wait and end, in words, as what follows a thread's name.
 */
#include <stdio.h>
#include <string.h>

#include "cx_build.h"

#define PHRASE 320

/* ---- waiting --------------------------------------------------------------------- */

/* Puts into words what a thread waits for before it can do `op`. */
static void say_wait(enum explore_op op, const char *object, uint32_t holder, char *text)
{
    char held[32] = "";
    if (holder != EXPLORE_NOBODY)
        snprintf(held, sizeof held, " (T%u holds it)", (unsigned)holder);
    switch (op) {
    case EXPLORE_OP_WAIT:
    case EXPLORE_OP_WAKE:
        snprintf(text, PHRASE, "sleeps on %s", object);
        break;
    case EXPLORE_OP_JOIN:
        snprintf(text, PHRASE, "waits for %s to end", object[0] ? object : "a thread");
        break;
    case EXPLORE_OP_BARRIER_LEAVE:
        snprintf(text, PHRASE, "waits at %s for the others", object);
        break;
    case EXPLORE_OP_SLEEP:
    case EXPLORE_OP_YIELD:
        snprintf(text, PHRASE, "%s", explore_op_name(op));
        break;
    case EXPLORE_OP_POLL:
        snprintf(text, PHRASE, "waits in poll");
        break;
    case EXPLORE_OP_PIPE_READ:
        snprintf(text, PHRASE, "waits for something to read from the pipe %s", object);
        break;
    case EXPLORE_OP_PIPE_WRITE:
        snprintf(text, PHRASE, "waits for room in the pipe %s", object);
        break;
    default:
        snprintf(text, PHRASE, "waits for %s%s", object[0] ? object : "something", held);
    }
}

/* The thread's next operation, that it could not go on with: what it is and what it is
 * done to; EXPLORE_OP_NONE: not known. */
static enum explore_op pending_of(struct cx_build *build, unsigned from, uint32_t thread,
                                  const void **object, const char **name)
{
    const struct explore_report *report = build->report;
    const struct explore_step *next = follow_next_of(report, from, thread);
    if (next) {
        *object = next->object;
        *name = cx_name_object(build, next);
        return next->op;
    }
    for (unsigned i = 0; i < report->involved_count; i++) {
        const struct explore_involved *who = &report->involved[i];
        if (who->thread == thread && who->step == 0) {
            *object = who->object;
            *name = cx_name_involved(build, who);
            return who->op;
        }
    }
    return EXPLORE_OP_NONE;
}

/* Can this operation make a thread wait, as things are? */
static bool must_wait(const struct cx_build *build, enum explore_op op,
                      const void *object, uint32_t thread)
{
    uint32_t holder = follow_holder(&build->follow, object);
    switch (op) {
    case EXPLORE_OP_LOCK:
    case EXPLORE_OP_TIMEDLOCK:
    case EXPLORE_OP_RDLOCK:
    case EXPLORE_OP_WRLOCK:
        return holder != EXPLORE_NOBODY && holder != thread;
    case EXPLORE_OP_WAKE:
    case EXPLORE_OP_JOIN:
    case EXPLORE_OP_SEM_WAIT:
    case EXPLORE_OP_BARRIER_LEAVE:
    case EXPLORE_OP_SLEEP:
        return true;
    default:
        return false;
    }
}

const char *cx_why_left(struct cx_build *build, unsigned i)
{
    const struct explore_step *last = &build->report->steps[i - 1];
    unsigned who = (unsigned)last->thread;
    char text[PHRASE];
    const void *object = NULL;
    const char *name = "";
    if (build->report->steps[i].preempted)
        return cx_keepf(&build->cx->texts, "T%u is interrupted", who);
    if (last->op == EXPLORE_OP_END)
        return cx_keepf(&build->cx->texts, "T%u has ended", who);
    enum explore_op op = pending_of(build, i, last->thread, &object, &name);
    if (op == EXPLORE_OP_YIELD || last->op == EXPLORE_OP_YIELD)
        return cx_keepf(&build->cx->texts, "T%u yields", who);
    if (!must_wait(build, op, object, last->thread))
        return "";
    uint32_t holder = follow_holder(&build->follow, object);
    say_wait(op, name, op == EXPLORE_OP_WAKE ? EXPLORE_NOBODY : holder, text);
    return cx_keepf(&build->cx->texts, "T%u %s", who, text);
}

/* ---- the end --------------------------------------------------------------------- */

static bool holds_what_is_awaited(const struct explore_involved *who)
{
    return who->holder != EXPLORE_NOBODY && who->op != EXPLORE_OP_JOIN &&
           who->op != EXPLORE_OP_WAIT && who->op != EXPLORE_OP_WAKE;
}

const char *cx_waiting(struct cx_build *build, const struct explore_involved *who,
                       const char *object)
{
    char text[PHRASE];
    bool held = holds_what_is_awaited(who);
    if (held && who->holder == who->thread)
        return cx_keepf(&build->cx->texts, "waits for %s, which it holds itself", object);
    if (build->report->verdict == EXPLORE_LIVELOCK)
        return "and so on, without end";
    say_wait(who->op, object, held ? who->holder : EXPLORE_NOBODY, text);
    bool sleeps = who->op == EXPLORE_OP_WAIT || who->op == EXPLORE_OP_WAKE;
    return cx_keepf(&build->cx->texts, "%s%s", text, sleeps ? " for ever" : "");
}

/* Was the block that the access is about freed before? */
static bool was_freed(const struct explore_report *report,
                      const struct explore_location *location)
{
    for (unsigned i = 0; i < report->step_count; i++) {
        const struct explore_step *step = &report->steps[i];
        uintptr_t block = location->address - (uintptr_t)location->offset;
        if (step->op == EXPLORE_OP_FREE && step->location.address == block)
            return true;
    }
    return false;
}

static const char *memory_ending(const struct explore_report *report)
{
    const struct explore_involved *who = &report->involved[0];
    const struct explore_location *location = &who->location;
    if (who->op == EXPLORE_OP_FREE)
        return "frees it a second time";
    if (location->place == EXPLORE_PLACE_STACK)
        return "uses a variable that is gone";
    if (location->place == EXPLORE_PLACE_HEAP && was_freed(report, location))
        return "uses memory that was freed";
    if (location->place == EXPLORE_PLACE_HEAP && location->block > 0 &&
        (location->offset < 0 ||
         (uint64_t)location->offset + location->size > location->block))
        return "is beside the block";
    return "must not use this memory";
}

const char *cx_ending(const struct explore_report *report)
{
    if (report->involved_count == 0)
        return "";
    switch (report->verdict) {
    case EXPLORE_CRASH:
        return "crashes here";
    case EXPLORE_MEMORY:
        return memory_ending(report);
    case EXPLORE_ASSERTION:
        return "fails here";
    case EXPLORE_HANG:
        return "goes round for ever";
    case EXPLORE_MISUSE:
        return "must not do that";
    default:
        return "";
    }
}
