/*
 * explain_wait.c - what goes wrong with waiting: cycles, lost wakeups, conditions that
 * aren't looked at again.
 */
#include <stdio.h>
#include <string.h>

#include "explain.h"

#define SENTENCE 1200
#define TOLD     4 /* threads that one sentence tells about */

static bool is_signal(const struct explore_step *step)
{
    return step->op == EXPLORE_OP_SIGNAL || step->op == EXPLORE_OP_BROADCAST;
}

/* The last step before `before` that is of this kind. */
static int last_before(const struct explained *what, int before, enum explore_op op,
                       uint32_t thread)
{
    for (int i = before - 1; i >= 0; i--)
        if (step_of(what, i)->op == op && step_of(what, i)->thread == thread)
            return i;
    return NONE;
}

/* ---- `if` for `while` ------------------------------------------------------------ */

/* Is step i an access of the thread while it decides whether to wait at `wait`: after it
 * took the lock, or last woke? */
static bool decides(const struct explained *what, int i, int wait)
{
    uint32_t thread = step_of(what, wait)->thread;
    if (step_of(what, i)->thread != thread || !explain_reads(step_of(what, i)))
        return false;
    for (int j = i + 1; j < wait; j++) {
        const struct explore_step *step = step_of(what, j);
        if (step->thread == thread &&
            (step->op == EXPLORE_OP_LOCK || step->op == EXPLORE_OP_WAKE))
            return false;
    }
    return true;
}

/* What the decision was made by, the wait and the waking. */
static void show_decision(const struct explained *what, int wait, int wake)
{
    for (int i = 0; i < wait; i++)
        if (decides(what, i, wait))
            explain_show(what, i);
    explain_show(what, wait);
    explain_show(what, wake);
}

/* Does the thread read, behind step `wake`, what it had read before `wait`, in the same
 * place of its code? A loop does; so does whoever waits again. */
static bool looks_again(const struct explained *what, int wait, int wake)
{
    const struct explore_report *report = what->report;
    for (int i = wake + 1; i < (int)report->step_count; i++) {
        const struct explore_step *step = step_of(what, i);
        if (step->thread != step_of(what, wake)->thread)
            continue;
        if (step->op == EXPLORE_OP_WAIT && step->object == step_of(what, wake)->object)
            return true;
        if (!explain_reads(step) && !explain_writes(step))
            return false;
        for (int j = 0; j < wait; j++)
            if (decides(what, j, wait) && step_of(what, j)->site == step->site &&
                explain_reads(step))
                return true;
    }
    return report->involved_count > 0 && report->involved[0].op == EXPLORE_OP_WAIT;
}

/* The last write to what decided about the wait, between the signal and the wake. */
static int stolen_by(const struct explained *what, int wait, int wake)
{
    uint32_t thread = step_of(what, wake)->thread;
    for (int i = wake - 1; i > wait; i--) {
        const struct explore_step *step = step_of(what, i);
        if (is_signal(step) && step->object == step_of(what, wake)->object)
            return NONE;
        for (int j = 0; j < wait; j++)
            if (step->thread != thread && explain_writes(step) &&
                decides(what, j, wait) && explain_overlap(step, step_of(what, j)))
                return i;
    }
    return NONE;
}

static const char *say_not_again(const struct explained *what, int wait, int wake)
{
    const struct cx_step *woken = shown(what, wake);
    if (step_of(what, wake)->wake == EXPLORE_SPURIOUS)
        return cx_keepf(
            &what->cx->texts,
            "T%u woke from %s without a signal (a spurious wakeup)%s and went on "
            "without looking again: a wait stands in a `while`, not in an `if`.",
            (unsigned)woken->thread, woken->object, explain_at(&woken->place));
    int thief = stolen_by(what, wait, wake);
    if (thief == NONE)
        return NULL;
    const struct cx_step *taken = shown(what, thief);
    return cx_keepf(
        &what->cx->texts,
        "T%u was woken, but before it had the lock again T%u wrote %s%s%s; T%u "
        "went on without looking again: a wait stands in a `while`, not in an "
        "`if`.",
        (unsigned)woken->thread, (unsigned)taken->thread, taken->object,
        taken->value ? " = " : "", taken->value ? taken->value : "",
        (unsigned)woken->thread);
}

const char *explain_if_for_while(const struct explained *what)
{
    for (int i = (int)what->report->step_count - 1; i >= 0; i--) {
        const struct explore_step *step = step_of(what, i);
        if (step->op != EXPLORE_OP_WAKE || step->wake == EXPLORE_TIMEOUT)
            continue;
        int wait = last_before(what, i, EXPLORE_OP_WAIT, step->thread);
        const char *sentence = wait == NONE || looks_again(what, wait, i)
                                   ? NULL
                                   : say_not_again(what, wait, i);
        if (!sentence)
            continue;
        show_decision(what, wait, i);
        return sentence;
    }
    return NULL;
}

/* ---- cycles ---------------------------------------------------------------------- */

/* What the thread holds that the one before it in the cycle waits for. */
static const struct cx_blocked *held_by(const struct counterexample *cx, uint32_t thread)
{
    for (unsigned i = 0; i < cx->blocked_count; i++)
        if (cx->blocked[i].in_cycle && cx->blocked[i].holder == thread)
            return &cx->blocked[i];
    return NULL;
}

static size_t say_link(const struct counterexample *cx, const struct cx_blocked *who,
                       char *text, size_t size)
{
    const struct cx_blocked *held = held_by(cx, who->thread);
    bool thread = who->waits_for[0] == 'T' && strstr(who->text, "to end");
    bool lock = held && !strstr(held->text, "to end");
    int used = snprintf(text, size, "T%u", (unsigned)who->thread);
    if (lock)
        used += snprintf(text + used, size - (size_t)used, " holds %s%s and",
                         held->waits_for, explain_at(&held->taken));
    used += snprintf(text + used, size - (size_t)used, " waits for %s%s%s",
                     who->waits_for, thread ? " to end" : "", explain_at(&who->place));
    return (size_t)used < size ? (size_t)used : size - 1;
}

const char *explain_cycle(const struct explained *what)
{
    struct counterexample *cx = what->cx;
    char text[SENTENCE];
    size_t used = 0;
    unsigned told = 0;
    for (unsigned i = 0; i < cx->blocked_count && told < TOLD; i++) {
        const struct cx_blocked *who = &cx->blocked[i];
        if (!who->in_cycle)
            continue;
        if (cx->cycle_count == 1 && what->report->involved[i].op == EXPLORE_OP_ONCE)
            return cx_keepf(&cx->texts,
                            "T%u runs the routine of %s, and that routine calls "
                            "pthread_once for %s again%s: it waits for itself.",
                            (unsigned)who->thread, who->waits_for, who->waits_for,
                            explain_at(&who->place));
        if (cx->cycle_count == 1)
            return cx_keepf(&cx->texts,
                            "T%u holds %s%s and waits for it again%s: it waits for "
                            "itself.",
                            (unsigned)who->thread, who->waits_for,
                            explain_at(&who->taken), explain_at(&who->place));
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%s", told++ ? "; " : "");
        used += say_link(cx, who, text + used, sizeof text - used);
        if (used + 4 >= sizeof text)
            break;
    }
    if (told == 0)
        return NULL;
    return cx_keepf(&cx->texts, "%s%s.", text,
                    told < cx->cycle_count ? "; and so on, back to the first" : "");
}

/* ---- lost wakeups ---------------------------------------------------------------- */

/* Does another thread write there between the two steps? */
static bool is_changed(const struct explained *what, int read, int end)
{
    for (int i = read + 1; i < end; i++)
        if (step_of(what, i)->thread != step_of(what, read)->thread &&
            explain_writes(step_of(what, i)) &&
            explain_overlap(step_of(what, i), step_of(what, read)))
            return true;
    return false;
}

/* What the thread read before the signal, and was no longer so when it went to sleep:
 * what it decided by. */
static int looked_before(const struct explained *what, int signal, int wait)
{
    uint32_t thread = step_of(what, wait)->thread;
    for (int i = signal - 1; i >= 0; i--) {
        const struct explore_step *step = step_of(what, i);
        if (step->thread != thread)
            continue;
        if (step->op == EXPLORE_OP_WAIT || step->op == EXPLORE_OP_UNLOCK)
            return NONE; /* what it read before that it didn't decide by */
        if (explain_reads(step) && is_changed(what, i, wait))
            return i;
    }
    return NONE;
}

static const char *say_missed(const struct explained *what, int signal, int wait)
{
    const struct cx_step *sent = shown(what, signal);
    uint32_t sleeper = step_of(what, wait)->thread;
    int look = looked_before(what, signal, wait);
    bool one = step_of(what, signal)->op == EXPLORE_OP_SIGNAL;
    char looked[160] = "";
    if (look != NONE)
        explain_show(what, look);
    if (look != NONE)
        snprintf(looked, sizeof looked, "T%u read %s%s%s%s; then ", (unsigned)sleeper,
                 shown(what, look)->object, shown(what, look)->value ? " = " : "",
                 shown(what, look)->value ? shown(what, look)->value : "",
                 explain_at(&shown(what, look)->place));
    return cx_keepf(
        &what->cx->texts,
        "%sT%u %s %s%s while nobody waited, and T%u slept on it after that, for "
        "ever.",
        looked, (unsigned)sent->thread, one ? "signalled" : "broadcast", sent->object,
        explain_at(&sent->place), (unsigned)sleeper);
}

/* The next thread that wakes from the condition by a signal, behind step i. */
static int woken_after(const struct explained *what, int i)
{
    for (int j = i + 1; j < (int)what->report->step_count; j++)
        if (step_of(what, j)->op == EXPLORE_OP_WAKE &&
            step_of(what, j)->wake == EXPLORE_READY &&
            step_of(what, j)->object == step_of(what, i)->object)
            return j;
    return NONE;
}

static const char *say_left_out(const struct explained *what, int signal,
                                uint32_t sleeper)
{
    const struct cx_step *sent = shown(what, signal);
    int woken = woken_after(what, signal);
    if (woken == NONE || step_of(what, signal)->op == EXPLORE_OP_BROADCAST)
        return NULL;
    uint32_t other = step_of(what, woken)->thread;
    bool again =
        last_before(what, (int)what->report->step_count, EXPLORE_OP_WAIT, other) > woken;
    return cx_keepf(
        &what->cx->texts,
        "T%u's signal on %s%s woke T%u%s; T%u sleeps on it as well, for ever: a "
        "signal wakes one thread, a broadcast all.",
        (unsigned)sent->thread, sent->object, explain_at(&sent->place), (unsigned)other,
        again ? ", which could only wait again" : "", (unsigned)sleeper);
}

const char *explain_lost_wakeup(const struct explained *what)
{
    const struct explore_report *report = what->report;
    if (report->involved_count == 0)
        return NULL;
    const struct explore_involved *sleeper = &report->involved[0];
    int end = (int)report->step_count, signal = NONE;
    int wait = last_before(what, end, EXPLORE_OP_WAIT, sleeper->thread);
    for (int i = end - 1; i >= 0 && signal == NONE; i--)
        if (is_signal(step_of(what, i)) && step_of(what, i)->object == sleeper->object)
            signal = i;
    if (wait == NONE || step_of(what, wait)->object != sleeper->object ||
        what->cx->blocked_count == 0)
        return NULL;
    if (signal == NONE && what->cx->steps_missing == 0)
        return cx_keepf(&what->cx->texts,
                        "T%u sleeps on %s%s, and nobody ever signals it.",
                        (unsigned)sleeper->thread, what->cx->blocked[0].waits_for,
                        explain_at(&what->cx->blocked[0].place));
    if (signal == NONE)
        return NULL;
    return signal < wait ? say_missed(what, signal, wait)
                         : say_left_out(what, signal, sleeper->thread);
}

/* ---- nobody is left -------------------------------------------------------------- */

static bool joins(const struct explained *what, unsigned i)
{
    return what->report->involved[i].op == EXPLORE_OP_JOIN;
}

/* Tells of the threads that join, or of the others. Returns how many were told of. */
static unsigned say_waiting(const struct explained *what, bool joining, unsigned told,
                            char *text, size_t size)
{
    size_t used = strlen(text);
    for (unsigned i = 0; i < what->cx->blocked_count && told < TOLD; i++) {
        const struct cx_blocked *who = &what->cx->blocked[i];
        if (joins(what, i) != joining || used + 1 >= size)
            continue;
        used += (size_t)snprintf(text + used, size - used, "%sT%u %s%s",
                                 told++ > 0 ? "; " : "", (unsigned)who->thread, who->text,
                                 explain_at(&who->place));
    }
    return told;
}

/* Who only waits for others to end comes last: the cause lies with the others. */
const char *explain_stuck(const struct explained *what)
{
    struct counterexample *cx = what->cx;
    char text[SENTENCE] = "";
    unsigned told = say_waiting(what, false, 0, text, sizeof text);
    told = say_waiting(what, true, told, text, sizeof text);
    if (told == 0)
        return NULL;
    return cx_keepf(&cx->texts, "%s%s: nobody is left who could %s.", text,
                    told < cx->blocked_count ? "; and so on" : "",
                    cx->blocked_count > 1 ? "wake any of them" : "wake it");
}
