#include "player_state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "state_parts.h"

static bool is_op(const struct cx_step *step, enum explore_op op)
{
    return strcmp(step->operation, explore_op_name(op)) == 0;
}

/* ---- threads --------------------------------------------------------------------- */

static const struct cx_step *next_step(const struct player_state *state, uint32_t thread)
{
    for (unsigned i = state->at; i < state->cx->step_count; i++)
        if (state->cx->steps[i].thread == thread)
            return &state->cx->steps[i];
    return NULL;
}

static const struct cx_step *last_step(const struct player_state *state, uint32_t thread)
{
    for (unsigned i = state->at; i-- > 0;)
        if (state->cx->steps[i].thread == thread)
            return &state->cx->steps[i];
    return NULL;
}

static const struct cx_blocked *blocked_of(const struct player_state *state,
                                           uint32_t thread)
{
    for (unsigned i = 0; i < state->cx->blocked_count; i++)
        if (state->cx->blocked[i].thread == thread)
            return &state->cx->blocked[i];
    return NULL;
}

/* Will some step still to come create it? */
static bool is_absent(const struct player_state *state, uint32_t thread)
{
    char name[16];
    snprintf(name, sizeof name, "T%u", (unsigned)thread);
    for (unsigned i = state->at; i < state->cx->step_count; i++)
        if (is_op(&state->cx->steps[i], EXPLORE_OP_CREATE) &&
            strcmp(state->cx->steps[i].object, name) == 0)
            return true;
    return false;
}

static bool has_ended(const struct player_state *state, uint32_t thread)
{
    const struct cx_step *last = last_step(state, thread);
    return last && is_op(last, EXPLORE_OP_END);
}

static void hold(struct state_thread *thread, const char *lock)
{
    if (thread->hold_count < STATE_HOLDS_MOST)
        thread->holds[thread->hold_count++] = lock;
}

static void give(struct state_thread *thread, const char *lock)
{
    for (unsigned i = thread->hold_count; i-- > 0;) {
        if (strcmp(thread->holds[i], lock) == 0) {
            thread->hold_count--;
            memmove(&thread->holds[i], &thread->holds[i + 1],
                    (thread->hold_count - i) * sizeof thread->holds[0]);
            return;
        }
    }
}

static void find_holds(const struct player_state *state, struct state_thread *thread)
{
    for (unsigned i = 0; i < state->at; i++) {
        const struct cx_step *step = &state->cx->steps[i];
        if (step->thread != thread->thread)
            continue;
        if (step->gives[0])
            give(thread, step->gives);
        if (step->takes[0])
            hold(thread, step->takes);
    }
}

static uint32_t holder_of(const struct player_state *state, const char *lock)
{
    for (unsigned i = 0; i < state->thread_count; i++)
        for (unsigned j = 0; j < state->threads[i].hold_count; j++)
            if (strcmp(state->threads[i].holds[j], lock) == 0)
                return state->threads[i].thread;
    return EXPLORE_NOBODY;
}

/* Has a signal chosen the sleeper since it fell asleep? */
static bool is_woken(const struct player_state *state, uint32_t thread)
{
    for (unsigned i = state->at; i-- > 0;) {
        const struct cx_step *step = &state->cx->steps[i];
        if (step->thread == thread)
            return false;
        if (step->wakes[thread / 64] >> thread % 64 & 1)
            return true;
    }
    return false;
}

/* ---- waiting --------------------------------------------------------------------- */

static void wait_for(struct state_thread *thread, const char *what, uint32_t holder)
{
    thread->doing = STATE_WAITS;
    thread->waits_for = what;
    thread->holder = holder;
}

static void wait_for_lock(const struct player_state *state, struct state_thread *thread,
                          const char *lock)
{
    uint32_t holder = holder_of(state, lock);
    if (lock[0] && holder != EXPLORE_NOBODY)
        wait_for(thread, lock, holder);
}

static void wait_for_thread(const struct player_state *state, struct state_thread *thread,
                            const char *name)
{
    unsigned other;
    if (sscanf(name, "T%u", &other) == 1 && other < EXPLORE_MAX_THREADS &&
        !has_ended(state, other))
        wait_for(thread, name, other);
}

/* A sleeper that was signalled needs its lock again before it goes on. */
static void find_sleep(const struct player_state *state, struct state_thread *thread,
                       const struct cx_step *fell_asleep)
{
    thread->woken = is_woken(state, thread->thread);
    if (thread->woken) {
        wait_for_lock(state, thread, fell_asleep->gives);
    } else {
        thread->doing = STATE_SLEEPS;
        thread->waits_for = fell_asleep->sleeps_on;
    }
}

/* Is the next step one that the thread can't make yet? */
static void find_wait(const struct player_state *state, struct state_thread *thread,
                      const struct cx_step *next)
{
    const struct state_variable *variable = state_find_variable(state, next->object);
    if (is_op(next, EXPLORE_OP_LOCK) || is_op(next, EXPLORE_OP_TIMEDLOCK) ||
        is_op(next, EXPLORE_OP_RDLOCK) || is_op(next, EXPLORE_OP_WRLOCK))
        wait_for_lock(state, thread, next->object);
    else if (is_op(next, EXPLORE_OP_JOIN))
        wait_for_thread(state, thread, next->object);
    else if (is_op(next, EXPLORE_OP_BARRIER_LEAVE) &&
             next != &state->cx->steps[state->at])
        wait_for(thread, next->object, EXPLORE_NOBODY);
    else if (is_op(next, EXPLORE_OP_SEM_WAIT) && variable && variable->value &&
             strcmp(variable->value, "0") == 0)
        wait_for(thread, next->object, EXPLORE_NOBODY);
}

/* A thread that never gets on again: but only when what it waits for is taken. */
static void find_last_wait(const struct player_state *state, struct state_thread *thread,
                           const struct cx_blocked *blocked)
{
    thread->place = blocked->place;
    if (thread->doing == STATE_SLEEPS)
        return;
    thread->waits_for = blocked->waits_for;
    wait_for_lock(state, thread, blocked->waits_for);
    if (thread->doing != STATE_WAITS)
        wait_for_thread(state, thread, blocked->waits_for);
    if (state->at < state->cx->step_count)
        return;
    if (!blocked->waits_for[0]) {
        thread->doing = STATE_FAILS; /* it does go on, and comes to nothing */
        thread->fails = "goes round without end";
    } else {
        wait_for(thread, blocked->waits_for, blocked->holder);
        thread->in_cycle = blocked->in_cycle;
    }
}

static void find_end(const struct player_state *state, struct state_thread *thread,
                     const struct cx_step *last)
{
    const struct cx_end *end = &state->cx->end;
    if (end->thread == thread->thread) {
        thread->place = end->place;
        if (state->at == state->cx->step_count) {
            thread->doing = STATE_FAILS;
            thread->fails = end->text;
        }
    } else if (last) {
        thread->place = last->place;
        thread->behind = true;
    }
}

/* The schedule was stopped in the middle: what comes next was asked, not done. */
static void find_pending(const struct player_state *state, struct state_thread *thread)
{
    const struct cx_pending *pending = NULL;
    for (unsigned i = 0; i < state->cx->pending_count; i++)
        if (state->cx->pending[i].thread == thread->thread)
            pending = &state->cx->pending[i];
    if (!pending)
        return;
    thread->place = pending->place;
    thread->behind = false;
    thread->does = pending->operation;
    thread->does_to = pending->object;
    if (thread->doing != STATE_GOES_ON || thread->woken)
        return;
    if (strcmp(pending->operation, explore_op_name(EXPLORE_OP_JOIN)) == 0)
        wait_for_thread(state, thread, pending->object);
    else if (pending->holder != EXPLORE_NOBODY && pending->holder != thread->thread)
        wait_for_lock(state, thread, pending->object);
}

static void find_doing(const struct player_state *state, struct state_thread *thread)
{
    const struct cx_step *next = next_step(state, thread->thread);
    const struct cx_step *last = last_step(state, thread->thread);
    const struct cx_blocked *blocked = blocked_of(state, thread->thread);
    if (has_ended(state, thread->thread)) {
        thread->doing = STATE_ENDED;
        return;
    }
    if (is_absent(state, thread->thread)) {
        thread->doing = STATE_ABSENT;
        return;
    }
    thread->doing = STATE_GOES_ON;
    if (last && last->sleeps_on[0])
        find_sleep(state, thread, last);
    if (next) {
        thread->place = next->place;
        thread->next = next;
        thread->does = next->operation;
        thread->does_to = next->object;
        if (thread->doing == STATE_GOES_ON)
            find_wait(state, thread, next);
    } else if (blocked) {
        find_last_wait(state, thread, blocked);
    } else {
        find_end(state, thread, last);
        find_pending(state, thread);
    }
}

static void find_threads(struct player_state *state)
{
    for (unsigned i = 0; i < state->thread_count; i++) {
        state->threads[i] = (struct state_thread){
            .thread = state->cx->threads[i].thread,
            .function = state->cx->threads[i].function,
            .place = {"", 0, ""},
            .fails = "",
            .does = "",
            .does_to = "",
            .waits_for = "",
            .holder = EXPLORE_NOBODY,
        };
        find_holds(state, &state->threads[i]);
    }
    for (unsigned i = 0; i < state->thread_count; i++)
        find_doing(state, &state->threads[i]);
}

/* ---- the whole ------------------------------------------------------------------- */

const struct state_thread *state_of(const struct player_state *state, uint32_t thread)
{
    for (unsigned i = 0; i < state->thread_count; i++)
        if (state->threads[i].thread == thread)
            return &state->threads[i];
    return NULL;
}

void state_go(struct player_state *state, unsigned at)
{
    state->at = at < state->cx->step_count ? at : state->cx->step_count;
    state->last = state->at > 0 ? &state->cx->steps[state->at - 1] : NULL;
    state_find_values(state);
    find_threads(state);
}

struct player_state *state_open(const struct counterexample *cx)
{
    struct player_state *state = calloc(1, sizeof *state);
    if (!state)
        return NULL;
    state->cx = cx;
    state->thread_count = cx->thread_count;
    state->threads = calloc(cx->thread_count + 1, sizeof *state->threads);
    state->variables = calloc(2 * cx->step_count + 1, sizeof *state->variables);
    if (!state->threads || !state->variables) {
        state_free(state);
        errno = ENOMEM;
        return NULL;
    }
    state_name_variables(state);
    state_go(state, 0);
    return state;
}

void state_free(struct player_state *state)
{
    if (!state)
        return;
    free(state->threads);
    free(state->variables);
    free(state);
}
