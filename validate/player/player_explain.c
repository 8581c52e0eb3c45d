#include "player_explain.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A text that grows by sentences. */
struct words {
    char *text;
    size_t size, used;
};

static void __attribute__((format(printf, 2, 3)))
say(struct words *words, const char *format, ...)
{
    va_list values;
    if (words->used > 0 && words->used + 1 < words->size)
        words->text[words->used++] = ' ';
    va_start(values, format);
    int added =
        vsnprintf(words->text + words->used, words->size - words->used, format, values);
    va_end(values);
    if (added > 0)
        words->used += (size_t)added;
    if (words->used >= words->size)
        words->used = words->size - 1;
}

static bool is_op(const struct cx_step *step, enum explore_op op)
{
    return strcmp(step->operation, explore_op_name(op)) == 0;
}

static bool writes(const struct cx_step *step)
{
    return is_op(step, EXPLORE_OP_WRITE) || is_op(step, EXPLORE_OP_ATOMIC_STORE) ||
           (is_op(step, EXPLORE_OP_ATOMIC_UPDATE) && !step->failed);
}

static bool reads(const struct cx_step *step)
{
    return is_op(step, EXPLORE_OP_READ) || is_op(step, EXPLORE_OP_ATOMIC_LOAD);
}

static const char *value_of(const struct cx_step *step)
{
    return step->value ? step->value : "its value";
}

/* ---- accesses -------------------------------------------------------------------- */

/* The first write to the object among the steps [from, to) that is the thread's (own) or
 * another's; NULL: none. */
static const struct cx_step *find_write(const struct player_state *state, unsigned from,
                                        unsigned to, const struct cx_step *like, bool own)
{
    for (unsigned i = from; i < to; i++) {
        const struct cx_step *step = &state->cx->steps[i];
        if (writes(step) && (step->thread == like->thread) == own &&
            strcmp(step->object, like->object) == 0)
            return step;
    }
    return NULL;
}

static unsigned index_of(const struct player_state *state, const struct cx_step *step)
{
    return (unsigned)(step - state->cx->steps);
}

static void say_read(const struct player_state *state, struct words *words)
{
    const struct cx_step *step = state->last;
    const struct cx_step *back =
        find_write(state, state->at, state->cx->step_count, step, true);
    const struct cx_step *between =
        back ? find_write(state, state->at, index_of(state, back), step, false) : NULL;
    if (step->own)
        return;
    if (between)
        say(words,
            "What it has is a copy. Before T%u writes %s in step %u, T%u writes it in "
            "step %u, which the copy doesn't know.",
            (unsigned)step->thread, step->object, (unsigned)back->number,
            (unsigned)between->thread, (unsigned)between->number);
    else
        say(words, "What it has is a copy: a later write of another thread doesn't "
                   "change it.");
}

/* The thread's own last read of what it writes now; NULL: it hasn't read it. */
static const struct cx_step *last_read(const struct player_state *state)
{
    for (unsigned i = state->at - 1; i-- > 0;) {
        const struct cx_step *step = &state->cx->steps[i];
        if (step->thread != state->last->thread ||
            strcmp(step->object, state->last->object) != 0)
            continue;
        return reads(step) ? step : NULL;
    }
    return NULL;
}

static void say_write(const struct player_state *state, struct words *words)
{
    const struct cx_step *step = state->last, *read = last_read(state);
    const struct cx_step *lost =
        read ? find_write(state, index_of(state, read), state->at, step, false) : NULL;
    if (lost)
        say(words,
            "It worked with the %s that it had read in step %u. What T%u wrote in "
            "step %u is overwritten: that change is lost.",
            value_of(read), (unsigned)read->number, (unsigned)lost->thread,
            (unsigned)lost->number);
    else if (!step->own)
        say(words, "Who reads %s from now on finds %s there.", step->object,
            value_of(step));
}

/* ---- locks ----------------------------------------------------------------------- */

static void say_lock(const struct player_state *state, struct words *words)
{
    const struct cx_step *step = state->last;
    const struct state_thread *thread = state_of(state, step->thread);
    say(words, "Until it unlocks it, another thread that wants %s has to wait.",
        step->takes);
    if (thread && thread->hold_count > 1)
        say(words,
            "It holds %s as well: two locks at a time are safe only if everybody "
            "takes them in one order.",
            thread->holds[thread->hold_count - 2]);
}

static const struct state_thread *waiter_for(const struct player_state *before,
                                             const char *lock)
{
    for (unsigned i = 0; i < before->thread_count; i++)
        if (before->threads[i].doing != STATE_ENDED &&
            before->threads[i].doing != STATE_ABSENT && before->threads[i].next &&
            strcmp(before->threads[i].next->takes, lock) == 0)
            return &before->threads[i];
    return NULL;
}

static void say_unlock(const struct player_state *state, struct words *words)
{
    const struct state_thread *waiter = waiter_for(state, state->last->gives);
    if (state->last->gives[0] && waiter && waiter->thread != state->last->thread &&
        waiter->doing == STATE_GOES_ON)
        say(words, "T%u, which wants it, can have it now.", (unsigned)waiter->thread);
    else
        say(words, "Who wants it can have it now.");
}

/* ---- conditions ------------------------------------------------------------------ */

static void say_sleep(const struct cx_step *step, struct words *words)
{
    say(words,
        "Both in one step. It sleeps until a signal or a broadcast on %s comes, or "
        "wakes without one, which C allows.",
        step->sleeps_on);
    if (step->gives[0])
        say(words, "Others can take %s meanwhile.", step->gives);
}

static void say_wake(const struct cx_step *step, struct words *words)
{
    if (strstr(step->text, "spurious"))
        say(words, "Nobody signalled: that is allowed, so what it waited for need not be "
                   "so. Only a loop that looks again is safe.");
    else
        say(words,
            "Others may have run between the signal and now: what it waited for may "
            "be over again. Only a loop that looks again is safe.");
}

static bool wakes_any(const struct cx_step *step)
{
    for (unsigned i = 0; i < EXPLORE_MAX_THREADS / 64; i++)
        if (step->wakes[i])
            return true;
    return false;
}

static unsigned count_sleepers(const struct player_state *state, const char *condition)
{
    unsigned count = 0;
    for (unsigned i = 0; i < state->thread_count; i++)
        count += state->threads[i].doing == STATE_SLEEPS &&
                 strcmp(state->threads[i].waits_for, condition) == 0;
    return count;
}

static void say_signal(const struct player_state *state, struct words *words)
{
    const struct cx_step *step = state->last;
    unsigned left = count_sleepers(state, step->object);
    if (!wakes_any(step) && strstr(step->text, "nobody"))
        say(words, "It isn't kept: who goes to sleep on %s later has missed it.",
            step->object);
    else if (is_op(step, EXPLORE_OP_SIGNAL) && wakes_any(step) && left > 0)
        say(words, "A signal wakes one; %u still sleep%s on it.", left,
            left == 1 ? "s" : "");
    else
        say(words, "Who is woken goes on when it has its lock again.");
}

/* ---- the rest -------------------------------------------------------------------- */

static void say_others(const struct cx_step *step, struct words *words)
{
    if (is_op(step, EXPLORE_OP_CREATE))
        say(words, "From now on %s can make steps as well, at any moment.", step->object);
    else if (is_op(step, EXPLORE_OP_JOIN))
        say(words, "%s has ended; what it wrote is in place for T%u.", step->object,
            (unsigned)step->thread);
    else if (is_op(step, EXPLORE_OP_ATOMIC_UPDATE))
        say(words, "Read and write are one step: nobody can come between.");
    else if (is_op(step, EXPLORE_OP_FREE))
        say(words, "Nobody may use it from now on.");
    else if (is_op(step, EXPLORE_OP_SLEEP))
        say(words,
            "A sleep orders nothing: any other thread may run meanwhile, or none.");
    else if (step->failed)
        say(words, "It didn't get what it wanted, and goes on without.");
}

static void say_what_follows(const struct player_state *state, struct words *words)
{
    const struct cx_step *step = state->last;
    if (step->sleeps_on[0])
        say_sleep(step, words);
    else if (is_op(step, EXPLORE_OP_WAKE))
        say_wake(step, words);
    else if (step->takes[0])
        say_lock(state, words);
    else if (step->gives[0])
        say_unlock(state, words);
    else if (is_op(step, EXPLORE_OP_SIGNAL) || is_op(step, EXPLORE_OP_BROADCAST))
        say_signal(state, words);
    else if (is_op(step, EXPLORE_OP_WRITE) || is_op(step, EXPLORE_OP_ATOMIC_STORE))
        say_write(state, words);
    else if (reads(step))
        say_read(state, words);
    else
        say_others(step, words);
}

static void say_beginning(const struct player_state *state, struct words *words)
{
    const struct counterexample *cx = state->cx;
    say(words, "In front of the first step.");
    if (cx->steps_missing > 0)
        say(words, "%u steps before it were too many to be kept.", cx->steps_missing);
}

char *player_explain(const struct player_state *state, char *text, size_t size)
{
    struct words words = {text, size, 0};
    const struct cx_step *step = state->last;
    text[0] = '\0';
    if (!step) {
        say_beginning(state, &words);
        return text;
    }
    if (step->switched && step->left[0])
        say(&words, "%s%s", step->left,
            step->preempted ? ", though it could have gone on." : ".");
    say(&words, "T%u %s.", (unsigned)step->thread, step->text);
    say_what_follows(state, &words);
    if (step->marked)
        say(&words, "This is one of the accesses that the verdict is about.");
    if (state->cx->doomed_from && step->number == state->cx->doomed_from)
        say(&words, "From here on every schedule fails.");
    return text;
}
