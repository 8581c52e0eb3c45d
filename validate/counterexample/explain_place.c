/*
 * explain_place.c - two accesses to one place: races, freed blocks.
 */
#include <string.h>

#include "explain.h"

/* ---- races ----------------------------------------------------------------------- */

const char *explain_race(const struct explained *what)
{
    if (what->report->involved_count < 2)
        return NULL;
    const struct explore_involved *first = &what->report->involved[0],
                                  *second = first + 1;
    const struct cx_step *a = explain_numbered(what, first->step);
    const struct cx_step *b = explain_numbered(what, second->step);
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
    const struct cx_step *use = explain_numbered(what, who->step);
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
