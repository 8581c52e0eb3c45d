/*
 * explain_order.c - reads at the wrong time: of half-made data, of what isn't so any
 * more, of what isn't there yet.
 */
#include <stdio.h>
#include <string.h>

#include "explain.h"

#define RELIED_ON 2 /* steps from a use of a value to the failure */

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
                    explain_value(set->value, ""), shown(what, data)->object, reader,
                    early->object, early->value ? " = " : "",
                    explain_value(early->value, ""), explain_at(&early->place));
}

/* Does the step end what its thread does in one piece? What is written after it belongs to
 * something else. */
static bool ends_a_section(const struct explore_step *step)
{
    switch (step->op) {
    case EXPLORE_OP_UNLOCK:
    case EXPLORE_OP_RWUNLOCK:
    case EXPLORE_OP_WAIT:
    case EXPLORE_OP_SEM_POST:
    case EXPLORE_OP_BARRIER_ARRIVE:
    case EXPLORE_OP_JOIN:
        return true;
    default:
        return false;
    }
}

static const char *published_by(const struct explained *what, int data)
{
    const struct explore_step *late = step_of(what, data);
    for (int flag = data - 1; flag >= 0; flag--) {
        const struct explore_step *set = step_of(what, flag);
        if (set->thread == late->thread && ends_a_section(set))
            return NULL;
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
            explain_value(set->value, ""), (unsigned)early->thread, early->object,
            early->value ? " = " : "", explain_value(early->value, ""),
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

/* Does the thread do anything behind `from`, and never look there again? Whoever reads it
 * again in another place of the code, and fails right after that, didn't look: he relied
 * on it. */
static bool goes_on(const struct explained *what, int read, int from)
{
    const struct explore_step *mine = step_of(what, read);
    int steps = 0, since = 0; /* all, and from the first time it is read again */
    for (int i = from + 1; i < count_of(what); i++) {
        const struct explore_step *step = step_of(what, i);
        if (step->thread != mine->thread || explain_is_private(step))
            continue;
        bool looks = explain_reads(step) && explain_overlap(step, mine);
        if (looks && step->site == mine->site)
            return false;
        since += since > 0 || looks;
        steps++;
    }
    if (since > 0)
        return explain_fails(what, mine->thread) && since <= RELIED_ON;
    return steps > 0 || explain_fails(what, mine->thread);
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

/* ---- too early ------------------------------------------------------------------- */

/* The last read of the thread that fails, of what others may write; NONE. */
static int last_shared_read(const struct explained *what)
{
    for (int i = count_of(what) - 1; i >= 0; i--)
        if (explain_fails(what, step_of(what, i)->thread) &&
            explain_reads(step_of(what, i)) && !explain_is_private(step_of(what, i)) &&
            shown(what, i)->object[0])
            return i;
    return NONE;
}

static bool has_run(const struct explained *what, uint32_t thread)
{
    for (int i = 0; i < count_of(what); i++)
        if (step_of(what, i)->thread == thread &&
            step_of(what, i)->op != EXPLORE_OP_START)
            return true;
    return false;
}

const char *explain_too_early(const struct explained *what)
{
    int read = last_shared_read(what);
    for (int i = 0; i < read; i++) {
        const struct explore_step *create = step_of(what, i);
        unsigned created;
        if (create->op != EXPLORE_OP_CREATE || !explain_fails(what, create->thread) ||
            sscanf(create->name, "T%u", &created) != 1 || has_run(what, created))
            continue;
        const struct cx_step *r = shown(what, read);
        explain_show(what, i);
        explain_show(what, read);
        return cx_keepf(
            &what->cx->texts,
            "T%u read %s%s%s%s before T%u had done anything: nothing makes it "
            "wait for T%u.",
            (unsigned)r->thread, r->object, r->value ? " = " : "",
            explain_value(r->value, ""), explain_at(&r->place), created, created);
    }
    return NULL;
}
