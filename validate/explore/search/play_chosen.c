/*
 * play_chosen.c - the strategy that takes somebody else's choices, and asks for more.
 */
#include <string.h>

#include "play_parts.h"

static const struct thread_set nobody;

struct playing playing;

static void begin(void)
{
    playing.made.length = 0;
    playing.running = EXPLORE_NOBODY;
    playing.last = NULL;
    playing.play->question = PLAY_OVER;
    playing.play->option_count = 0;
}

static unsigned note(unsigned taken, unsigned usual, unsigned count)
{
    if (playing.made.length < PLAY_CHOICES_MOST)
        playing.made.choices[playing.made.length++] =
            (struct play_choice){(uint16_t)taken, (uint16_t)usual, (uint16_t)count};
    return taken;
}

/* Is the choice made already? Then it is *taken. */
static bool is_ordered(unsigned count, unsigned usual, unsigned *taken)
{
    unsigned at = playing.made.length;
    *taken = usual;
    if (at < playing.orders.length) {
        if (playing.orders.choices[at].taken < count)
            *taken = playing.orders.choices[at].taken;
        return true;
    }
    return playing.to_the_end || at == PLAY_CHOICES_MOST;
}

/* Does the thread that took the last step go on by itself? The first one that was not ordered to
 * is the one. */
static bool runs_on(const struct thread *thread)
{
    if (playing.play->order != PLAY_RUN_ON || playing.last == NULL)
        return false;
    if (playing.running == EXPLORE_NOBODY)
        playing.running = playing.last->id;
    return thread->id == playing.running;
}

static _Noreturn void ask(enum play_question question, unsigned count, unsigned usual)
{
    playing.play->question = question;
    playing.play->option_count = count < PLAY_OPTIONS_MOST ? count : PLAY_OPTIONS_MOST;
    playing.play->usual = usual;
    strategy_abandon();
}

/* A thread begins as soon as it was created, ends behind its last operation, and is joined when it
 * has: when that happens makes no difference to anybody else, and asking would be tiresome. */
static bool is_forced(const struct candidate *candidate)
{
    enum explore_op op = candidate->thread->pending.op;
    return candidate->wake == EXPLORE_READY &&
           (op == EXPLORE_OP_START || op == EXPLORE_OP_END || op == EXPLORE_OP_JOIN);
}

/* How many turns the thread is away from the one that ran; itself: last. */
static uint32_t turns_until(const struct thread *thread)
{
    uint32_t count = schedule.thread_count;
    return (thread->id + count - playing.last->id - 1) % count;
}

/* As if what was forced had not happened, the thread that ran goes on; if it can't, the
 * next in turn does. */
static unsigned usual_of(unsigned count)
{
    unsigned best = count;
    if (playing.last == NULL)
        return strategy_keep_running(count, &nobody);
    for (unsigned i = 0; i < count; i++) {
        const struct candidate *candidate = &schedule.candidates[i];
        if (!candidate->due)
            continue;
        if (candidate->thread == playing.last && playing.goes_on)
            return i;
        if (best == count || turns_until(candidate->thread) <
                                 turns_until(schedule.candidates[best].thread))
            best = i;
    }
    return best < count ? best : strategy_keep_running(count, &nobody);
}

static unsigned step(unsigned candidate)
{
    playing.last = schedule.candidates[candidate].thread;
    return candidate;
}

static unsigned choose(unsigned count)
{
    unsigned taken;
    if (schedule.current == playing.last)
        playing.goes_on = schedule.interruptible;
    for (unsigned i = 0; i < count; i++)
        if (is_forced(&schedule.candidates[i]))
            return i;
    if (count == 1)
        return step(0);
    unsigned usual = usual_of(count);
    if (is_ordered(count, usual, &taken) || runs_on(schedule.candidates[usual].thread))
        return step(note(taken, usual, count));
    for (unsigned i = 0; i < count && i < PLAY_OPTIONS_MOST; i++)
        playing.play->options[i] = (struct play_option){schedule.candidates[i].thread->id,
                                                        schedule.candidates[i].wake};
    ask(PLAY_WHO, count, usual);
}

static unsigned choose_waiter(struct thread *const waiters[], unsigned count)
{
    unsigned taken;
    if (is_ordered(count, 0, &taken))
        return note(taken, 0, count);
    for (unsigned i = 0; i < count && i < PLAY_OPTIONS_MOST; i++)
        playing.play->options[i] = (struct play_option){waiters[i]->id, EXPLORE_READY};
    ask(PLAY_WAITER, count, 0);
}

const struct strategy play_chosen = {
    .begin = begin, .choose = choose, .choose_waiter = choose_waiter};
