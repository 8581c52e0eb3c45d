/*
 * state_values.c - variables and their values, as far as the steps tell them.
 */
#include <string.h>

#include "state_parts.h"

static struct state_variable *find(const struct player_state *state, const char *name)
{
    for (unsigned i = 0; i < state->variable_count; i++)
        if (strcmp(state->variables[i].name, name) == 0)
            return &state->variables[i];
    return NULL;
}

const struct state_variable *state_find_variable(const struct player_state *state,
                                                 const char *name)
{
    return find(state, name);
}

static bool matters(const struct cx_step *step)
{
    return step->relevant || step->told || step->marked;
}

static void name_where(struct player_state *state, bool that_matter)
{
    for (unsigned i = 0; i < state->cx->step_count; i++) {
        const struct cx_step *step = &state->cx->steps[i];
        if (!step->value || step->own || !step->object[0] ||
            matters(step) != that_matter || find(state, step->object))
            continue;
        state->variables[state->variable_count++] =
            (struct state_variable){.name = step->object, .matters = that_matter};
    }
}

static void name_lock(struct player_state *state, const char *lock)
{
    if (lock[0] && !find(state, lock))
        state->variables[state->variable_count++] =
            (struct state_variable){.name = lock, .lock = true, .matters = true};
}

static void name_locks(struct player_state *state)
{
    for (unsigned i = 0; i < state->cx->step_count; i++)
        name_lock(state, state->cx->steps[i].takes);
}

void state_name_variables(struct player_state *state)
{
    name_locks(state);
    name_where(state, true);
    name_where(state, false);
}

/* What a variable holds before the first of the steps: what its first access found there. A count
 * of a semaphore is told behind the step; in front of it nothing is known. */
static const char *value_before(const struct player_state *state, const char *name)
{
    for (unsigned i = 0; i < state->cx->step_count; i++) {
        const struct cx_step *step = &state->cx->steps[i];
        if (!step->value || strcmp(step->object, name) != 0)
            continue;
        if (step->before)
            return step->before;
        bool reads =
            strcmp(step->operation, explore_op_name(EXPLORE_OP_READ)) == 0 ||
            strcmp(step->operation, explore_op_name(EXPLORE_OP_ATOMIC_LOAD)) == 0;
        return reads ? step->value : NULL;
    }
    return NULL;
}

static void find_last_touch(struct player_state *state)
{
    for (unsigned i = 0; state->last && i < state->variable_count; i++) {
        struct state_variable *variable = &state->variables[i];
        bool moved = strcmp(variable->name, state->last->takes) == 0 ||
                     strcmp(variable->name, state->last->gives) == 0;
        variable->changed |= variable->lock && moved;
        variable->touched |= variable->changed;
    }
}

void state_find_values(struct player_state *state)
{
    for (unsigned i = 0; i < state->variable_count; i++) {
        struct state_variable *variable = &state->variables[i];
        variable->value = variable->lock ? NULL : value_before(state, variable->name);
        variable->written_by = EXPLORE_NOBODY;
        variable->touched = variable->changed = false;
    }
    for (unsigned i = 0; i < state->at; i++) {
        const struct cx_step *step = &state->cx->steps[i];
        struct state_variable *variable = step->value ? find(state, step->object) : NULL;
        if (!variable)
            continue;
        variable->value = step->value;
        variable->touched = i + 1 == state->at;
        variable->changed = variable->touched && step->before;
        if (step->before)
            variable->written_by = step->thread;
    }
    find_last_touch(state);
}
