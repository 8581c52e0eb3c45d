/*
 * state_moves.c - which steps are worth a stop, and where the keys go from a step.
 */
#include <string.h>

#include "player_state.h"

/* That threads come and go, whoever's line does it. */
static bool is_about_threads(const struct cx_step *step)
{
    static const enum explore_op those[] = {EXPLORE_OP_CREATE, EXPLORE_OP_START,
                                            EXPLORE_OP_END, EXPLORE_OP_JOIN};
    for (unsigned i = 0; i < sizeof those / sizeof those[0]; i++)
        if (strcmp(step->operation, explore_op_name(those[i])) == 0)
            return true;
    return false;
}

static bool matters(const struct cx_step *step)
{
    return step->relevant || step->told || step->marked;
}

bool state_step_counts(const struct cx_step *step)
{
    if (matters(step) || is_about_threads(step))
        return true;
    return !step->own && step->place.line > 0;
}

static bool counts(const struct counterexample *cx, unsigned i, bool all)
{
    return all || state_step_counts(&cx->steps[i]);
}

/* The end is a place as well, whatever its last step. */
static bool is_place(const struct counterexample *cx, unsigned at, bool all)
{
    return at == 0 || at == cx->step_count || counts(cx, at - 1, all);
}

unsigned state_neighbour(const struct counterexample *cx, unsigned at, int direction,
                         bool all)
{
    for (long to = (long)at + direction; to >= 0 && to <= (long)cx->step_count;
         to += direction)
        if (is_place(cx, (unsigned)to, all))
            return (unsigned)to;
    return at;
}

/* Was the last step that counts, before this one, another thread's? */
static bool is_switch(const struct counterexample *cx, unsigned at, bool all)
{
    if (at == 0 || !counts(cx, at - 1, all))
        return false;
    for (unsigned i = at - 1; i-- > 0;)
        if (counts(cx, i, all))
            return cx->steps[i].thread != cx->steps[at - 1].thread;
    return false;
}

unsigned state_switch(const struct counterexample *cx, unsigned at, int direction,
                      bool all)
{
    for (long to = (long)at + direction; to >= 0 && to <= (long)cx->step_count;
         to += direction)
        if (is_switch(cx, (unsigned)to, all))
            return (unsigned)to;
    return at;
}

unsigned state_beginning(const struct counterexample *cx)
{
    for (unsigned i = 0; i < cx->step_count; i++)
        if (matters(&cx->steps[i]))
            return i;
    return 0;
}
