/*
 * explain_data.c - what goes wrong with data: lost updates, half-made data, stale reads,
 * races, freed blocks.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "explain.h"

#define NONE (-1)

/* ---- looking around -------------------------------------------------------------- */

static const struct explore_step *step_of(const struct explained *what, int i)
{
    return &what->report->steps[i];
}

static const struct cx_step *shown(const struct explained *what, int i)
{
    return &what->cx->steps[i];
}

static int count_of(const struct explained *what)
{
    return (int)what->report->step_count;
}

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

static const char *value_or(const char *value, const char *otherwise)
{
    return value ? value : otherwise;
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
                    value_or(r->value, ""), lock, value_or(w->value, "it"),
                    (unsigned)shown(what, other)->thread,
                    value_or(shown(what, other)->value, "it"));
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

static const char *say_lost_between(const struct explained *what, int write)
{
    int read = read_before(what, write);
    int other = read == NONE ? NONE : write_between(what, read, write);
    if (other == NONE)
        return NULL;
    const char *lock = lock_let_go(what, read, write);
    if (!lock && !same_line(what, read, write) && shown(what, read)->place.line > 0)
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

/* ---- half-made data -------------------------------------------------------------- */

/* Are the two parts of one variable: p.x and p.y? */
static bool belong_together(const char *a, const char *b)
{
    size_t length = strcspn(a, ".[-");
    return length == strcspn(b, ".[-") && strncmp(a, b, length) == 0 && a[length] != '\0';
}

/* `flag` was written, and read by another thread, which then reads what the writer only
 * writes later: at `data`. Returns that read, or NONE. */
static int early_read(const struct explained *what, int flag, int data)
{
    const struct explore_step *set = step_of(what, flag), *late = step_of(what, data);
    int seen = NONE;
    for (int i = flag + 1; i < data; i++) {
        const struct explore_step *step = step_of(what, i);
        if (step->thread == set->thread || !explain_reads(step))
            continue;
        if (explain_overlap(step, set))
            seen = i;
        else if (seen != NONE && step->thread == step_of(what, seen)->thread &&
                 explain_overlap(step, late))
            return i;
    }
    return NONE;
}

static const char *say_published(const struct explained *what, int flag, int read,
                                 int data)
{
    const struct cx_step *set = shown(what, flag), *early = shown(what, read);
    unsigned writer = (unsigned)set->thread, reader = (unsigned)early->thread;
    if (belong_together(set->object, early->object))
        return cx_keepf(
            &what->cx->texts,
            "T%u read %s and %s between the two writes of T%u: the one is new, "
            "the other still old.",
            reader, set->object, early->object, writer);
    return cx_keepf(&what->cx->texts,
                    "T%u wrote %s%s%s before it wrote %s: T%u saw that, and read %s%s%s "
                    "too early%s.",
                    writer, set->object, set->value ? " = " : "",
                    value_or(set->value, ""), shown(what, data)->object, reader,
                    early->object, early->value ? " = " : "", value_or(early->value, ""),
                    explain_at(&early->place));
}

static const char *published_by(const struct explained *what, int data)
{
    const struct explore_step *late = step_of(what, data);
    for (int flag = data - 1; flag >= 0; flag--) {
        const struct explore_step *set = step_of(what, flag);
        if (set->thread != late->thread || !explain_writes(set) ||
            explain_overlap(set, late))
            continue;
        int read = early_read(what, flag, data);
        if (read != NONE)
            return say_published(what, flag, read, data);
    }
    return NULL;
}

/* The last step of the thread that wrote at `flag`, which was interrupted right there. */
static bool stopped_behind(const struct explained *what, int flag)
{
    uint32_t writer = step_of(what, flag)->thread;
    if (flag + 1 >= count_of(what) || !step_of(what, flag + 1)->preempted)
        return false;
    for (int i = flag + 1; i < count_of(what); i++)
        if (step_of(what, i)->thread == writer)
            return false;
    return true;
}

/* The thread that fails saw the flag, and read other things after that, the last of which
 * is returned; NONE. */
static int read_after_flag(const struct explained *what, int flag)
{
    const struct explore_report *report = what->report;
    int seen = NONE, last = NONE;
    for (int i = flag + 1; i < count_of(what) && report->involved_count > 0; i++) {
        const struct explore_step *step = step_of(what, i);
        if (step->thread != report->involved[0].thread || !explain_reads(step))
            continue;
        if (explain_overlap(step, step_of(what, flag)))
            seen = i;
        else if (seen != NONE)
            last = i;
    }
    return last;
}

/* The data was never written: the schedule failed before. */
static const char *say_not_yet(const struct explained *what)
{
    for (int flag = count_of(what) - 1; flag >= 0; flag--) {
        if (!explain_writes(step_of(what, flag)) || !stopped_behind(what, flag))
            continue;
        int read = read_after_flag(what, flag);
        if (read == NONE)
            continue;
        const struct cx_step *set = shown(what, flag), *early = shown(what, read);
        explain_show(what, read);
        return cx_keepf(
            &what->cx->texts,
            "T%u was interrupted right after it wrote %s%s%s; T%u saw that, and "
            "read %s%s%s%s before T%u went on.",
            (unsigned)set->thread, set->object, set->value ? " = " : "",
            value_or(set->value, ""), (unsigned)early->thread, early->object,
            early->value ? " = " : "", value_or(early->value, ""),
            explain_at(&early->place), (unsigned)set->thread);
    }
    return NULL;
}

const char *explain_publication(const struct explained *what)
{
    for (int i = count_of(what) - 1; i >= 0; i--) {
        const char *sentence =
            explain_writes(step_of(what, i)) ? published_by(what, i) : NULL;
        if (sentence)
            return sentence;
    }
    return what->report->verdict == EXPLORE_RACE ? NULL : say_not_yet(what);
}

/* ---- stale reads ----------------------------------------------------------------- */

/* Does the thread do anything behind `from` before it reads that again? */
static bool goes_on(const struct explained *what, int read, int from)
{
    for (int i = from + 1; i < count_of(what); i++) {
        const struct explore_step *step = step_of(what, i);
        if (step->thread == step_of(what, read)->thread)
            return !(explain_reads(step) && explain_overlap(step, step_of(what, read)));
    }
    return what->report->involved_count > 0 &&
           what->report->involved[0].thread == step_of(what, read)->thread;
}

/* Was the thread interrupted between the two? */
static bool interrupted(const struct explained *what, int read, int write)
{
    uint32_t thread = step_of(what, read)->thread;
    for (int i = read + 1; i <= write; i++)
        if (step_of(what, i)->preempted && step_of(what, i - 1)->thread == thread)
            return true;
    return false;
}

static int change_after(const struct explained *what, int read)
{
    const struct explore_step *mine = step_of(what, read);
    for (int i = read + 1; i < count_of(what); i++) {
        const struct explore_step *step = step_of(what, i);
        if (!explain_overlap(step, mine))
            continue;
        if (step->thread == mine->thread)
            return NONE;
        if (explain_writes(step) && step->has_value && mine->has_value &&
            step->value != mine->value)
            return i;
    }
    return NONE;
}

const char *explain_stale_read(const struct explained *what)
{
    for (int i = count_of(what) - 1; i >= 0; i--) {
        const struct explore_step *read = step_of(what, i);
        int write =
            explain_reads(read) && !explain_writes(read) ? change_after(what, i) : NONE;
        if (write == NONE || !interrupted(what, i, write) || !goes_on(what, i, write))
            continue;
        const struct cx_step *r = shown(what, i), *w = shown(what, write);
        explain_show(what, i);
        explain_show(what, write);
        return cx_keepf(
            &what->cx->texts,
            "T%u read %s = %s%s; then T%u wrote %s%s, and T%u went on as if it "
            "were still %s.",
            (unsigned)r->thread, r->object, r->value, explain_at(&r->place),
            (unsigned)w->thread, w->value, explain_at(&w->place), (unsigned)r->thread,
            r->value);
    }
    return NULL;
}

/* ---- races ----------------------------------------------------------------------- */

static const struct cx_step *step_numbered(const struct explained *what, uint32_t number)
{
    for (unsigned i = 0; number && i < what->cx->step_count; i++)
        if (what->cx->steps[i].number == number)
            return &what->cx->steps[i];
    return NULL;
}

const char *explain_race(const struct explained *what)
{
    if (what->report->involved_count < 2)
        return NULL;
    const struct explore_involved *first = &what->report->involved[0],
                                  *second = first + 1;
    const struct cx_step *a = step_numbered(what, first->step);
    const struct cx_step *b = step_numbered(what, second->step);
    if (!a || !b || !a->object[0])
        return NULL;
    bool same = strcmp(a->object, b->object) == 0;
    return cx_keepf(&what->cx->texts,
                    "T%u %s %s%s and T%u %s %s%s, and nothing orders the two.",
                    (unsigned)a->thread, a->operation, a->object, explain_at(&a->place),
                    (unsigned)b->thread, b->operation, same ? "it" : b->object,
                    explain_at(&b->place));
}

/* ---- freed blocks ---------------------------------------------------------------- */

static const char *say_freed(const struct explained *what, int i)
{
    const struct explore_involved *who = &what->report->involved[0];
    const struct cx_step *freed = shown(what, i);
    unsigned user = (unsigned)who->thread, owner = (unsigned)freed->thread;
    if (who->op == EXPLORE_OP_FREE)
        return cx_keepf(&what->cx->texts, "T%u freed %s%s, and T%u frees it again%s.",
                        owner, freed->object, explain_at(&freed->place), user,
                        explain_at(&what->cx->end.place));
    const struct cx_step *use = step_numbered(what, who->step);
    return cx_keepf(&what->cx->texts, "T%u freed %s%s, and T%u still uses it%s%s%s.",
                    owner, freed->object, explain_at(&freed->place), user,
                    explain_at(&what->cx->end.place), use ? ": it " : "",
                    use ? use->text : "");
}

const char *explain_freed(const struct explained *what)
{
    const struct explore_report *report = what->report;
    if (report->verdict != EXPLORE_MEMORY || report->involved_count == 0)
        return NULL;
    const struct explore_location *used = &report->involved[0].location;
    uintptr_t block = used->address - (uintptr_t)used->offset;
    for (int i = count_of(what) - 1; i >= 0; i--) {
        const struct explore_step *step = step_of(what, i);
        if (step->op == EXPLORE_OP_FREE && block && step->location.address == block &&
            step->number != report->involved[0].step)
            return say_freed(what, i);
    }
    return NULL;
}
