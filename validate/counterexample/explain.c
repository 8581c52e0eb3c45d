/*
 * explain.c - which detectors are asked for which verdict, and what is said when none
 * knows.
 */
#include "explain.h"

#include <stdio.h>
#include <string.h>

#include "cx_build.h"

const char *explain_at(const struct cx_place *place)
{
    static char texts[4][DEBUG_FILE + 24];
    static unsigned next;
    char *text = texts[next++ % 4];
    text[0] = '\0';
    if (place->line > 0)
        snprintf(text, sizeof texts[0], " at %s:%d", place->file, place->line);
    return text;
}

bool explain_reads(const struct explore_step *step)
{
    return step->op == EXPLORE_OP_READ || step->op == EXPLORE_OP_ATOMIC_LOAD ||
           step->op == EXPLORE_OP_ATOMIC_UPDATE;
}

bool explain_writes(const struct explore_step *step)
{
    bool update = step->op == EXPLORE_OP_ATOMIC_UPDATE && !step->failed;
    return step->op == EXPLORE_OP_WRITE || step->op == EXPLORE_OP_ATOMIC_STORE || update;
}

const char *explain_value(const char *value, const char *otherwise)
{
    return value ? value : otherwise;
}

bool explain_fails(const struct explained *what, uint32_t thread)
{
    return what->report->involved_count > 0 && what->report->involved[0].thread == thread;
}

const struct cx_step *explain_numbered(const struct explained *what, uint32_t number)
{
    for (unsigned i = 0; number && i < what->cx->step_count; i++)
        if (what->cx->steps[i].number == number)
            return &what->cx->steps[i];
    return NULL;
}

void explain_show(const struct explained *what, int i)
{
    what->cx->steps[i].relevant = true;
    what->cx->steps[i].told = true;
}

bool explain_is_private(const struct explore_step *step)
{
    return step->location.place == EXPLORE_PLACE_STACK &&
           step->location.thread == step->thread;
}

bool explain_overlap(const struct explore_step *a, const struct explore_step *b)
{
    uintptr_t first = a->location.address, second = b->location.address;
    return first && second && first < second + b->location.size &&
           second < first + a->location.size;
}

/* The switch that does it, where there is only one that was forced on a thread. */
static const char *explain_interruption(const struct explained *what)
{
    const struct explore_report *report = what->report;
    unsigned at = 0, count = 0;
    for (unsigned i = 1; i < report->step_count; i++) {
        count += report->steps[i].preempted;
        at = report->steps[i].preempted ? i : at;
    }
    if (count != 1 || what->cx->steps_missing > 0)
        return NULL;
    uint32_t thread = report->steps[at - 1].thread;
    const struct cx_step *before = NULL, *after = NULL;
    for (unsigned i = 0; i < report->step_count && !after; i++) {
        if (report->steps[i].thread != thread || explain_is_private(&report->steps[i]))
            continue;
        *(i < at ? &before : &after) = &what->cx->steps[i];
    }
    if (!before || !after || !before->place.line || !after->place.line)
        return NULL;
    return cx_keepf(
        &what->cx->texts,
        "One switch is enough: T%u is interrupted after it %s%s, and T%u runs "
        "before T%u %s%s.",
        (unsigned)before->thread, before->text, explain_at(&before->place),
        (unsigned)what->cx->steps[at].thread, (unsigned)before->thread, after->text,
        explain_at(&after->place));
}

static const char *explain_unjoined(const struct explained *what)
{
    const struct explore_report *report = what->report;
    if (report->involved_count == 0 || report->involved[0].holder == EXPLORE_NOBODY)
        return NULL;
    unsigned thread = (unsigned)report->involved[0].thread;
    for (unsigned i = 0; i < report->step_count; i++) {
        const struct explore_step *step = &report->steps[i];
        char name[16];
        snprintf(name, sizeof name, "T%u", thread);
        if (step->op == EXPLORE_OP_CREATE && strcmp(step->name, name) == 0)
            return cx_keepf(&what->cx->texts,
                            "T%u created T%u%s, and returns without having joined it: "
                            "nobody knows what T%u does from then on.",
                            (unsigned)step->thread, thread,
                            explain_at(&what->cx->steps[i].place), thread);
    }
    return NULL;
}

/* Is the sentence about what races? */
static bool tells_of_race(const struct explained *what)
{
    const struct explore_report *report = what->report;
    struct explore_step race = {.location = report->involved[0].location};
    if (report->involved_count == 0)
        return true; /* nothing to hold it against */
    for (unsigned i = 0; i < report->step_count; i++)
        if (what->cx->steps[i].told && explain_overlap(&report->steps[i], &race))
            return true;
    return false;
}

/* What a detector says of a race, if it is about the race: another story, told of variables that
 * are well guarded, would only mislead. */
static const char *say_of_race(const struct explained *what, detector *detect)
{
    const char *sentence = detect(what);
    if (!sentence || tells_of_race(what))
        return sentence;
    for (unsigned i = 0; i < what->cx->step_count; i++)
        what->cx->steps[i].told = false;
    return NULL;
}

static const char *explain_racing_update(const struct explained *what)
{
    return say_of_race(what, explain_lost_update);
}

static const char *explain_racing_publication(const struct explained *what)
{
    return say_of_race(what, explain_publication);
}

/* Asked in this order; the first that knows speaks. */
static detector *const on_damage[] = {
    explain_if_for_while, explain_freed,     explain_lost_update,  explain_publication,
    explain_stale_read,   explain_too_early, explain_interruption, NULL,
};
static detector *const on_race[] = {explain_racing_update, explain_racing_publication,
                                    explain_race, NULL};
static detector *const on_deadlock[] = {explain_cycle, explain_wrong_condition,
                                        explain_stuck, NULL};
static detector *const on_lost_wakeup[] = {explain_wrong_condition, explain_lost_wakeup,
                                           explain_stuck, NULL};
static detector *const on_unjoined[] = {explain_unjoined, NULL};
static detector *const on_others[] = {NULL};

static detector *const *detectors_for(enum explore_verdict verdict)
{
    switch (verdict) {
    case EXPLORE_CRASH:
    case EXPLORE_MEMORY:
    case EXPLORE_ASSERTION:
    case EXPLORE_WRONG:
        return on_damage;
    case EXPLORE_RACE:
        return on_race;
    case EXPLORE_DEADLOCK:
        return on_deadlock;
    case EXPLORE_LOST_WAKEUP:
        return on_lost_wakeup;
    case EXPLORE_UNJOINED:
        return on_unjoined;
    default:
        return on_others;
    }
}

/* What was found may need to be said beside what led to it; a deadlock is both. */
static bool message_adds(enum explore_verdict verdict, detector *spoke)
{
    return detectors_for(verdict) == on_damage && spoke != explain_freed;
}

void cx_explain(const struct explore_report *report, struct counterexample *cx)
{
    struct explained what = {report, cx};
    for (detector *const *each = detectors_for(report->verdict); *each; each++) {
        cx->sentence = (*each)(&what);
        if (cx->sentence) {
            cx->message_adds = cx->message[0] && message_adds(report->verdict, *each);
            return;
        }
    }
    cx->sentence = cx->message[0] ? cx->message : cx->verdict;
}
