/*
 * counterexample.c - from the explorer's report to what a learner reads.
 */
#include "counterexample.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cx_build.h"

#define NOWHERE ((struct cx_place){"", 0, ""})

/* ---- steps ----------------------------------------------------------------------- */

static const char *value_text(struct cx_build *build, const struct explore_step *step,
                              uint64_t value)
{
    char text[DEBUG_VALUE];
    debug_value(build->info, &step->location, value, text);
    return text[0] ? cx_keep(&build->cx->texts, text) : NULL;
}

static bool replaces_value(enum explore_op op)
{
    return op == EXPLORE_OP_WRITE || op == EXPLORE_OP_ATOMIC_STORE ||
           op == EXPLORE_OP_ATOMIC_UPDATE;
}

/* Does the whole table say so anyway? That threads come and go matters only for what
 * their creation and their end order, and for what was forgotten. */
static bool is_of_course(const struct explore_report *report, enum explore_op op)
{
    bool cycle = report->involved_count > 0 && report->involved[0].in_cycle;
    switch (op) {
    case EXPLORE_OP_START:
    case EXPLORE_OP_END:
        return true;
    case EXPLORE_OP_CREATE:
    case EXPLORE_OP_JOIN:
        return report->verdict == EXPLORE_ASSERTION || report->verdict == EXPLORE_WRONG ||
               report->verdict == EXPLORE_CRASH || report->verdict == EXPLORE_LIVELOCK ||
               report->verdict == EXPLORE_LOST_WAKEUP ||
               (report->verdict == EXPLORE_DEADLOCK && cycle);
    default:
        return false;
    }
}

static void make_step(struct cx_build *build, unsigned i)
{
    const struct explore_step *step = &build->report->steps[i];
    struct cx_step *to = &build->cx->steps[i];
    to->number = step->number
                     ? step->number
                     : build->report->total_steps - build->report->step_count + i + 1;
    to->thread = step->thread;
    to->place = cx_place_of(build, step->site);
    to->operation = explore_op_name(step->op);
    to->object = cx_name_object(build, step);
    if (step->has_value)
        to->value = value_text(build, step, step->value);
    if (step->has_value && replaces_value(step->op))
        to->before = value_text(build, step, step->before);
    to->text = cx_phrase(build, step, to);
    to->switched = step->switched && i > 0;
    to->preempted = step->preempted;
    to->failed = step->failed;
    to->relevant = step->relevant && !is_of_course(build->report, step->op);
    to->own = step->location.size > 0 && step->location.place == EXPLORE_PLACE_STACK &&
              step->location.thread == step->thread;
    to->left = to->switched ? cx_why_left(build, i) : "";
}

/* Where nobody said what matters, everything does. */
static void settle_relevance(struct counterexample *cx)
{
    for (unsigned i = 0; i < cx->step_count; i++)
        if (cx->steps[i].relevant)
            return;
    for (unsigned i = 0; i < cx->step_count; i++)
        cx->steps[i].relevant = true;
}

static void make_steps(struct cx_build *build)
{
    struct counterexample *cx = build->cx;
    cx->step_count = build->report->step_count;
    cx->steps_missing = build->report->total_steps > cx->step_count
                            ? build->report->total_steps - cx->step_count
                            : 0;
    follow_begin(&build->follow, build->report);
    for (unsigned i = 0; i < cx->step_count; i++) {
        make_step(build, i);
        cx_note_wakes(build, i);
        follow_step(&build->follow);
        cx_note_locks(build, i);
    }
    settle_relevance(cx);
}

/* The accesses that a race is between, or the one that is wrong. */
static void mark_steps(struct counterexample *cx, const struct explore_report *report)
{
    bool about = report->verdict == EXPLORE_RACE || report->verdict == EXPLORE_MEMORY;
    for (unsigned i = 0; about && i < cx->step_count; i++)
        for (unsigned j = 0; j < report->involved_count; j++)
            if (report->involved[j].step &&
                report->involved[j].step == cx->steps[i].number)
                cx->steps[i].marked = cx->steps[i].relevant = true;
}

/* ---- who is left ----------------------------------------------------------------- */

static bool ends_in_waiting(enum explore_verdict verdict)
{
    return verdict == EXPLORE_DEADLOCK || verdict == EXPLORE_LOST_WAKEUP ||
           verdict == EXPLORE_LIVELOCK;
}

static void make_blocked(struct cx_build *build)
{
    const struct explore_report *report = build->report;
    struct counterexample *cx = build->cx;
    if (!ends_in_waiting(report->verdict))
        return;
    for (unsigned i = 0; i < report->involved_count; i++) {
        const struct explore_involved *who = &report->involved[i];
        struct cx_blocked *to = &cx->blocked[cx->blocked_count++];
        to->thread = who->thread;
        to->place = cx_place_of(build, who->site);
        to->waits_for = cx_name_involved(build, who);
        to->text = cx_waiting(build, who, to->waits_for);
        to->holder = who->holder;
        to->taken = cx_place_of(build, who->held_at);
        to->in_cycle = who->in_cycle;
        if (who->in_cycle)
            cx->cycle[cx->cycle_count++] = who->thread;
    }
}

static void make_pending(struct cx_build *build)
{
    const struct explore_report *report = build->report;
    struct counterexample *cx = build->cx;
    if (report->verdict != EXPLORE_CLEAN)
        return;
    for (unsigned i = 0; i < report->involved_count; i++) {
        const struct explore_involved *who = &report->involved[i];
        cx->pending[cx->pending_count++] = (struct cx_pending){
            who->thread, cx_place_of(build, who->site), explore_op_name(who->op),
            cx_name_involved(build, who), who->holder};
    }
}

static void make_end(struct cx_build *build)
{
    const char *text = cx_ending(build->report);
    build->cx->end = (struct cx_end){EXPLORE_NOBODY, NOWHERE, text};
    if (text[0]) {
        build->cx->end.thread = build->report->involved[0].thread;
        build->cx->end.place = cx_place_of(build, build->report->involved[0].site);
    }
}

static bool has_part(const struct counterexample *cx, uint32_t thread)
{
    for (unsigned i = 0; i < cx->step_count; i++)
        if (cx->steps[i].thread == thread)
            return true;
    for (unsigned i = 0; i < cx->blocked_count; i++)
        if (cx->blocked[i].thread == thread)
            return true;
    for (unsigned i = 0; i < cx->pending_count; i++)
        if (cx->pending[i].thread == thread)
            return true;
    return cx->end.thread == thread;
}

static void make_threads(struct cx_build *build)
{
    struct counterexample *cx = build->cx;
    for (uint32_t thread = 0; thread < EXPLORE_MAX_THREADS; thread++)
        if (has_part(cx, thread))
            cx->threads[cx->thread_count++] =
                (struct cx_thread){thread, cx_thread_function(build, thread)};
}

/* ---- the whole ------------------------------------------------------------------- */

static void expand_message(struct cx_build *build)
{
    char marked[2 * EXPLORE_MESSAGE_SIZE], text[2 * EXPLORE_MESSAGE_SIZE];
    expand_marks(build->info, build->report->message, marked, sizeof marked);
    cx_name_in_message(build, marked, text, sizeof text);
    build->cx->message = cx_keep(&build->cx->texts, text);
}

static struct counterexample *allocate(const struct explore_report *report)
{
    struct counterexample *cx = calloc(1, sizeof *cx);
    if (!cx)
        return NULL;
    cx->threads = calloc(EXPLORE_MAX_THREADS, sizeof *cx->threads);
    cx->steps = calloc(report->step_count + 1, sizeof *cx->steps);
    cx->blocked = calloc(EXPLORE_MAX_INVOLVED, sizeof *cx->blocked);
    cx->cycle = calloc(EXPLORE_MAX_INVOLVED, sizeof *cx->cycle);
    cx->pending = calloc(EXPLORE_MAX_INVOLVED, sizeof *cx->pending);
    if (cx->threads && cx->steps && cx->blocked && cx->cycle && cx->pending)
        return cx;
    cx_free(cx);
    return NULL;
}

struct counterexample *cx_make(const struct explore_report *report,
                               struct debug_info *info)
{
    struct cx_build *build = calloc(1, sizeof *build);
    size_t names = 2 * (report->step_count + EXPLORE_MAX_INVOLVED) + 2;
    struct counterexample *cx = NULL;
    if (build)
        build->names = calloc(names, sizeof *build->names);
    if (build && build->names && (cx = allocate(report))) {
        *build = (struct cx_build){
            .report = report, .info = info, .cx = cx, .names = build->names};
        cx->verdict = explore_verdict_name(report->verdict);
        cx->doomed_from = report->doomed_from;
        expand_message(build);
        make_steps(build);
        mark_steps(cx, report);
        make_blocked(build);
        make_pending(build);
        make_end(build);
        make_threads(build);
        cx_explain(report, cx);
        if (cx_add_sources(build) != 0) {
            cx_free(cx);
            cx = NULL;
        }
    }
    if (build)
        free(build->names);
    free(build);
    if (!cx)
        errno = ENOMEM;
    return cx;
}

void cx_free(struct counterexample *cx)
{
    if (!cx)
        return;
    cx_free_texts(cx->texts);
    free(cx->threads);
    free(cx->steps);
    free(cx->blocked);
    free(cx->cycle);
    free(cx->pending);
    for (unsigned i = 0; i < cx->source_count; i++)
        free(cx->sources[i].lines);
    free(cx->sources);
    free(cx);
}
