/*
 * guide.c - follows the decisions of an earlier schedule, or deviations from the default
 * run.
 */
#include "guide.h"

static const struct thread_set nobody;

static struct {
    struct guide guide;
    unsigned cursor;   /* next decision, or deviation */
    unsigned followed; /* decision that the last step followed; length: none */
    uint32_t diverged_at;
    struct deviation deviations[TOKEN_MOST_DEVIATIONS]; /* from the default run */
    unsigned deviation_count;
} state;

void guide_follow(const struct guide *guide)
{
    state.guide = *guide;
}

uint32_t guide_diverged_at(void)
{
    return state.diverged_at;
}

unsigned guide_deviations(const struct deviation **deviations)
{
    *deviations = state.deviations;
    return state.deviation_count;
}

struct decision decision_of(const struct step *step)
{
    return (struct decision){step->thread, step->wake, step->woken};
}

static void begin(void)
{
    state.cursor = 0;
    state.followed = state.guide.length;
    state.diverged_at = NOT_DIVERGED;
    state.deviation_count = 0;
}

static void note_deviation(uint32_t step, bool waiter, unsigned choice)
{
    if (state.deviation_count < TOKEN_MOST_DEVIATIONS)
        state.deviations[state.deviation_count] =
            (struct deviation){step, waiter, (uint16_t)choice};
    state.deviation_count++;
}

static void diverge(void)
{
    if (state.diverged_at == NOT_DIVERGED)
        state.diverged_at = schedule.step_count;
}

/* ---- decisions ----------------------------------------------------------------------
 * */

static unsigned find(const struct decision *decision, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (schedule.candidates[i].thread->id == decision->thread &&
            schedule.candidates[i].wake == decision->wake)
            return i;
    return count;
}

static unsigned by_decision(unsigned count)
{
    const struct guide *guide = &state.guide;
    while (state.cursor < guide->length) {
        state.followed = state.cursor++;
        unsigned i = find(&guide->decisions[state.followed], count);
        if (i < count && guide->strict && i != strategy_keep_running(count, &nobody))
            note_deviation(schedule.step_count, false, i);
        if (i < count)
            return i;
        if (guide->strict) {
            diverge();
            state.cursor = guide->length;
        }
    }
    state.followed = guide->length;
    return strategy_keep_running(count, &nobody);
}

/* ---- deviations ---------------------------------------------------------------------
 * */

/* The deviation of this step; NULL: none of that kind. */
static const struct deviation *deviation_at(uint32_t step, bool waiter)
{
    const struct guide *guide = &state.guide;
    if (state.cursor == guide->deviation_count)
        return NULL;
    const struct deviation *next = &guide->deviations[state.cursor];
    if (next->step != step || next->waiter != waiter)
        return NULL;
    state.cursor++;
    return next;
}

static unsigned choose(unsigned count)
{
    if (state.guide.decisions != NULL)
        return by_decision(count);
    const struct deviation *deviation = deviation_at(schedule.step_count, false);
    if (deviation == NULL)
        return strategy_keep_running(count, &nobody);
    if (deviation->choice >= count)
        diverge();
    return deviation->choice % count;
}

static unsigned deviating_value(unsigned count)
{
    const struct deviation *deviation = deviation_at(schedule.step_count - 1, true);
    return deviation == NULL ? 0 : deviation->choice % count;
}

static unsigned find_waiter(struct thread *const waiters[], unsigned count)
{
    for (unsigned i = 0; state.followed < state.guide.length && i < count; i++)
        if (waiters[i]->id == state.guide.decisions[state.followed].woken)
            return i;
    return 0;
}

static unsigned choose_waiter(struct thread *const waiters[], unsigned count)
{
    if (state.guide.decisions == NULL)
        return deviating_value(count);
    unsigned chosen = find_waiter(waiters, count);
    if (chosen != 0)
        note_deviation(schedule.step_count - 1, true, chosen);
    return chosen;
}

static unsigned choose_value(unsigned count)
{
    if (state.guide.decisions == NULL)
        return deviating_value(count);
    if (state.followed == state.guide.length)
        return 0;
    unsigned chosen = state.guide.decisions[state.followed].woken % count;
    if (chosen != 0)
        note_deviation(schedule.step_count - 1, true, chosen);
    return chosen;
}

const struct strategy guided = {.begin = begin,
                                .choose = choose,
                                .choose_waiter = choose_waiter,
                                .choose_value = choose_value};
