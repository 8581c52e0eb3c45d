/*
 * cx_effects.c - what a step means for who holds which lock and who sleeps where.
 */
#include <string.h>

#include "cx_build.h"

void cx_note_wakes(struct cx_build *build, unsigned i)
{
    const struct explore_step *step = &build->report->steps[i];
    uint32_t woken[EXPLORE_MAX_THREADS];
    if (step->op != EXPLORE_OP_SIGNAL && step->op != EXPLORE_OP_BROADCAST)
        return;
    unsigned count = follow_wakes(&build->follow, woken);
    if (step->op == EXPLORE_OP_SIGNAL && count > 1)
        return; /* one of them: which isn't known */
    for (unsigned j = 0; j < count; j++)
        build->cx->steps[i].wakes[woken[j] / 64] |= UINT64_C(1) << woken[j] % 64;
}

/* A lock is called as in the step that took it. */
static const char *name_of_lock(struct cx_build *build, const void *lock)
{
    for (unsigned i = 0; lock && i < build->report->step_count; i++) {
        const struct explore_step *step = &build->report->steps[i];
        if (step->object == lock && follow_is_lock(step->op))
            return cx_name_object(build, step);
    }
    return "";
}

void cx_note_locks(struct cx_build *build, unsigned i)
{
    const struct explore_step *step = &build->report->steps[i];
    struct cx_step *to = &build->cx->steps[i];
    const void *given_up =
        step->thread < EXPLORE_MAX_THREADS ? build->follow.gave_up[step->thread] : NULL;
    to->takes = to->gives = to->sleeps_on = "";
    if (follow_is_lock(step->op) && !step->failed) {
        to->takes = to->object;
    } else if (step->op == EXPLORE_OP_UNLOCK || step->op == EXPLORE_OP_RWUNLOCK) {
        to->gives = to->object;
    } else if (step->op == EXPLORE_OP_WAIT) {
        to->gives = name_of_lock(build, given_up);
        to->sleeps_on = to->object;
    } else if (step->op == EXPLORE_OP_WAKE) {
        to->takes = name_of_lock(build, given_up);
    }
}
