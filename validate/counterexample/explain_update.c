/*
 * explain_update.c - lost updates: of a value that is read, changed by somebody else, and
 * written.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "explain.h"

/* ---- looking around -------------------------------------------------------------- */

/* The last step before `i` with which its thread read what it writes at `i`; NONE if the
 * thread has written there since, or never read it. */
static int read_before(const struct explained *what, int i)
{
    const struct explore_step *write = step_of(what, i);
    for (int j = i - 1; j >= 0; j--) {
        const struct explore_step *step = step_of(what, j);
        if (step->thread != write->thread || !explain_overlap(step, write))
            continue;
        return explain_reads(step) && !explain_writes(step) ? j : NONE;
    }
    return NONE;
}

/* The last write of another thread there between two steps of one thread; NONE. */
static int write_between(const struct explained *what, int from, int to)
{
    const struct explore_step *mine = step_of(what, from);
    for (int j = to - 1; j > from; j--) {
        const struct explore_step *step = step_of(what, j);
        if (step->thread != mine->thread && explain_writes(step) &&
            explain_overlap(step, mine))
            return j;
    }
    return NONE;
}

static bool same_line(const struct explained *what, int i, int j)
{
    const struct cx_place *a = &shown(what, i)->place, *b = &shown(what, j)->place;
    return a->line == b->line && strcmp(a->file, b->file) == 0;
}

/* The lock that the thread gives back and takes again between two of its steps; NULL:
 * none. */
static const char *lock_let_go(const struct explained *what, int from, int to)
{
    int given = NONE;
    for (int j = from + 1; j < to; j++) {
        const struct explore_step *step = step_of(what, j);
        if (step->thread != step_of(what, from)->thread)
            continue;
        if (step->op == EXPLORE_OP_UNLOCK || step->op == EXPLORE_OP_RWUNLOCK)
            given = j;
        else if (given != NONE && step->object == step_of(what, given)->object &&
                 (step->op == EXPLORE_OP_LOCK || step->op == EXPLORE_OP_WRLOCK))
            return shown(what, given)->object;
    }
    return NULL;
}

/* ---- lost updates ---------------------------------------------------------------- */

/* By how much a write changed what was there. */
static int64_t change_by(const struct explore_step *write)
{
    unsigned spare = write->location.size < 8 ? 64 - 8 * write->location.size : 0;
    return (int64_t)((write->value - write->before) << spare) >> spare;
}

/* What was lost: "one increment is", "2 increments are"; by what others wrote in between.
 */
static void say_what_was_lost(const struct explained *what, int read, int write,
                              char text[48])
{
    int count = 0;
    int64_t first = 0;
    bool same = true;
    for (int i = read + 1; i < write; i++) {
        const struct explore_step *step = step_of(what, i);
        if (step->thread == step_of(what, read)->thread || !explain_writes(step) ||
            !explain_overlap(step, step_of(what, read)))
            continue;
        first = count++ ? first : change_by(step);
        same &= change_by(step) == first;
    }
    const char *word = !same         ? "change"
                       : first == 1  ? "increment"
                       : first == -1 ? "decrement"
                                     : "change";
    if (count == 1)
        snprintf(text, 48, "one %s is", word);
    else
        snprintf(text, 48, "%d %ss are", count, word);
}

static const char *say_atomicity(const struct explained *what, int read, int other,
                                 int write, const char *lock)
{
    const struct cx_step *r = shown(what, read), *w = shown(what, write);
    return cx_keepf(&what->cx->texts,
                    "T%u read %s%s%s under %s, let the lock go, and wrote %s under it "
                    "again; T%u wrote %s in between, which is lost: reading and writing "
                    "belong into one critical section.",
                    (unsigned)r->thread, r->object, r->value ? " = " : "",
                    explain_value(r->value, ""), lock, explain_value(w->value, "it"),
                    (unsigned)shown(what, other)->thread,
                    explain_value(shown(what, other)->value, "it"));
}

static const char *say_lost(const struct explained *what, int read, int other, int write)
{
    const struct cx_step *r = shown(what, read), *o = shown(what, other),
                         *w = shown(what, write);
    if (!r->value || !o->value || !w->value)
        return cx_keepf(&what->cx->texts,
                        "T%u read %s before T%u wrote it, and wrote it after that: T%u's "
                        "change is lost.",
                        (unsigned)r->thread, r->object, (unsigned)o->thread,
                        (unsigned)o->thread);
    bool same = strcmp(o->value, w->value) == 0;
    char lost[48];
    say_what_was_lost(what, read, write, lost);
    return cx_keepf(&what->cx->texts,
                    "T%u read %s = %s before T%u wrote %s, and then wrote %s%s: %s lost.",
                    (unsigned)r->thread, r->object, r->value, (unsigned)o->thread,
                    o->value, w->value, same ? " as well" : "", lost);
}

/* Are the read and the write two halves of one change: in one line, or both threads did
 * the same to the value? */
static bool is_one_change(const struct explained *what, int read, int other, int write)
{
    const struct explore_step *r = step_of(what, read), *w = step_of(what, write);
    int64_t change = (int64_t)(w->value - r->value);
    bool known = r->has_value && w->has_value && step_of(what, other)->has_value;
    return shown(what, read)->place.line == 0 || same_line(what, read, write) ||
           (known && change != 0 && change == change_by(step_of(what, other)));
}

static const char *say_lost_between(const struct explained *what, int write)
{
    int read = read_before(what, write);
    int other = read == NONE ? NONE : write_between(what, read, write);
    if (other == NONE)
        return NULL;
    const char *lock = lock_let_go(what, read, write);
    if (!lock && !is_one_change(what, read, other, write))
        return NULL;
    explain_show(what, read);
    explain_show(what, other);
    explain_show(what, write);
    return lock ? say_atomicity(what, read, other, write, lock)
                : say_lost(what, read, other, write);
}

const char *explain_lost_update(const struct explained *what)
{
    for (int i = count_of(what) - 1; i >= 0; i--) {
        const struct explore_step *step = step_of(what, i);
        bool plain = step->op == EXPLORE_OP_WRITE || step->op == EXPLORE_OP_ATOMIC_STORE;
        const char *sentence = plain ? say_lost_between(what, i) : NULL;
        if (sentence)
            return sentence;
    }
    return NULL;
}
