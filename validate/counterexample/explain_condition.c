/*
 * explain_condition.c - a signal that goes to the wrong condition: the change that a sleeper waits
 * for was made, and another condition was told of it.
 */
#include "explain.h"

static bool is_signal(const struct explore_step *step)
{
    return step->op == EXPLORE_OP_SIGNAL || step->op == EXPLORE_OP_BROADCAST;
}

/* The wait that the thread never comes back from; NONE: it doesn't sleep. */
static int last_wait(const struct explained *what, uint32_t thread)
{
    for (int i = count_of(what) - 1; i >= 0; i--) {
        const struct explore_step *step = step_of(what, i);
        if (step->thread == thread && step->op == EXPLORE_OP_WAIT)
            return i;
        if (step->thread == thread && step->op == EXPLORE_OP_WAKE)
            return NONE;
    }
    return NONE;
}

/* Did the thread read this before it went to sleep, under the lock that it gave up? */
static bool decided_by(const struct explained *what, int wait,
                       const struct explore_step *written)
{
    for (int i = wait - 1; i >= 0; i--) {
        const struct explore_step *step = step_of(what, i);
        if (step->thread != step_of(what, wait)->thread)
            continue;
        if (step->op == EXPLORE_OP_LOCK || step->op == EXPLORE_OP_WAKE)
            return false;
        if (explain_reads(step) && !explain_is_private(step) &&
            explain_overlap(step, written))
            return true;
    }
    return false;
}

/* Does any thread sleep on the condition in front of step `end`? */
static bool somebody_sleeps(const struct explained *what, const void *condition, int end)
{
    int sleepers = 0;
    for (int i = 0; i < end; i++) {
        const struct explore_step *step = step_of(what, i);
        if (step->object == condition)
            sleepers += (step->op == EXPLORE_OP_WAIT) - (step->op == EXPLORE_OP_WAKE);
    }
    return sleepers > 0;
}

/* The signal that came of the write: the writer's next step but accesses and what it does to its
 * locks. NONE: it gave none. */
static int signal_after(const struct explained *what, int write)
{
    for (int i = write + 1; i < count_of(what); i++) {
        const struct explore_step *step = step_of(what, i);
        if (step->thread != step_of(what, write)->thread)
            continue;
        if (is_signal(step))
            return i;
        if (!explain_reads(step) && !explain_writes(step) &&
            step->op != EXPLORE_OP_UNLOCK)
            return NONE;
    }
    return NONE;
}

static bool is_signalled_behind(const struct explained *what, const void *condition,
                                int i)
{
    for (; i < count_of(what); i++)
        if (is_signal(step_of(what, i)) && step_of(what, i)->object == condition)
            return true;
    return false;
}

static const char *say_wrong(const struct explained *what, int wait, int write,
                             int signal)
{
    const struct cx_step *slept = shown(what, wait), *wrote = shown(what, write),
                         *sent = shown(what, signal);
    explain_show(what, wait);
    explain_show(what, write);
    explain_show(what, signal);
    return cx_keepf(&what->cx->texts,
                    "T%u sleeps on %s%s. T%u changed %s%s, by which T%u decided to "
                    "sleep, and then told "
                    "%s of it%s, where nobody waits: was %s meant?",
                    (unsigned)slept->thread, slept->object, explain_at(&slept->place),
                    (unsigned)wrote->thread, wrote->object, explain_at(&wrote->place),
                    (unsigned)slept->thread, sent->object, explain_at(&sent->place),
                    slept->object);
}

static const char *look_from(const struct explained *what, int wait)
{
    const void *condition = step_of(what, wait)->object;
    for (int i = wait + 1; i < count_of(what); i++) {
        const struct explore_step *step = step_of(what, i);
        if (!explain_writes(step) || step->thread == step_of(what, wait)->thread ||
            !decided_by(what, wait, step))
            continue;
        int signal = signal_after(what, i);
        if (signal == NONE || step_of(what, signal)->object == condition ||
            somebody_sleeps(what, step_of(what, signal)->object, signal) ||
            is_signalled_behind(what, condition, i))
            continue;
        return say_wrong(what, wait, i, signal);
    }
    return NULL;
}

const char *explain_wrong_condition(const struct explained *what)
{
    for (unsigned i = 0; i < what->cx->blocked_count; i++) {
        int wait = last_wait(what, what->cx->blocked[i].thread);
        const char *sentence = wait == NONE ? NULL : look_from(what, wait);
        if (sentence)
            return sentence;
    }
    return NULL;
}
