/*
 * play.c - schedules by somebody else's choices, and the shortest way to a failure.
 *
 * The shortest way is looked for by the number of unusual choices: none, then every single
 * one, then every two, as far as the tries go.
 */
#include "play.h"

#include <errno.h>
#include <string.h>

#include "access.h"
#include "candidates.h"
#include "dependence.h"
#include "failure.h"
#include "finding.h"
#include "loops.h"
#include "phases.h"
#include "session.h"

#define MOST_UNUSUAL 6        /* choices of a way that is looked for */
#define MOST_EFFORT  50000000 /* that is spent on looking for it: a second or two */

static const struct thread_set nobody;

/* The choices of a schedule. */
struct trace {
    unsigned length;
    struct play_choice choices[PLAY_CHOICES_MOST];
};

static struct {
    struct explore_play *play; /* who asks */
    struct trace orders;       /* choices to be taken */
    struct trace made;         /* that were taken in the schedule under way */
    bool to_the_end;           /* behind the orders the usual ones are taken */
    uint32_t running; /* RUN_ON: who is to go on; EXPLORE_NOBODY: not known yet */
    const struct thread
        *last;    /* who took the last step that wasn't forced; NULL: nobody */
    bool goes_on; /* ... and may go on */
} state;

/* ---- the strategy ---------------------------------------------------------------- */

static void begin(void)
{
    state.made.length = 0;
    state.running = EXPLORE_NOBODY;
    state.last = NULL;
    state.play->question = PLAY_OVER;
    state.play->option_count = 0;
}

static unsigned note(unsigned taken, unsigned usual, unsigned count)
{
    if (state.made.length < PLAY_CHOICES_MOST)
        state.made.choices[state.made.length++] =
            (struct play_choice){(uint16_t)taken, (uint16_t)usual, (uint16_t)count};
    return taken;
}

/* Is the choice made already? Then it is *taken. */
static bool is_ordered(unsigned count, unsigned usual, unsigned *taken)
{
    unsigned at = state.made.length;
    *taken = usual;
    if (at < state.orders.length) {
        if (state.orders.choices[at].taken < count)
            *taken = state.orders.choices[at].taken;
        return true;
    }
    return state.to_the_end || at == PLAY_CHOICES_MOST;
}

/* Does the thread that took the last step go on by itself? The first one that was not ordered to
 * is the one. */
static bool runs_on(const struct thread *thread)
{
    if (state.play->order != PLAY_RUN_ON || state.last == NULL)
        return false;
    if (state.running == EXPLORE_NOBODY)
        state.running = state.last->id;
    return thread->id == state.running;
}

static _Noreturn void ask(enum play_question question, unsigned count, unsigned usual)
{
    state.play->question = question;
    state.play->option_count = count < PLAY_OPTIONS_MOST ? count : PLAY_OPTIONS_MOST;
    state.play->usual = usual;
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
    return (thread->id + count - state.last->id - 1) % count;
}

/* As if what was forced had not happened, the thread that ran goes on; if it can't, the
 * next in turn does. */
static unsigned usual_of(unsigned count)
{
    unsigned best = count;
    if (state.last == NULL)
        return strategy_keep_running(count, &nobody);
    for (unsigned i = 0; i < count; i++) {
        const struct candidate *candidate = &schedule.candidates[i];
        if (!candidate->due)
            continue;
        if (candidate->thread == state.last && state.goes_on)
            return i;
        if (best == count || turns_until(candidate->thread) <
                                 turns_until(schedule.candidates[best].thread))
            best = i;
    }
    return best < count ? best : strategy_keep_running(count, &nobody);
}

static unsigned step(unsigned candidate)
{
    state.last = schedule.candidates[candidate].thread;
    return candidate;
}

static unsigned choose(unsigned count)
{
    unsigned taken;
    if (schedule.current == state.last)
        state.goes_on = schedule.interruptible;
    for (unsigned i = 0; i < count; i++)
        if (is_forced(&schedule.candidates[i]))
            return i;
    if (count == 1)
        return step(0);
    unsigned usual = usual_of(count);
    if (is_ordered(count, usual, &taken) || runs_on(schedule.candidates[usual].thread))
        return step(note(taken, usual, count));
    for (unsigned i = 0; i < count && i < PLAY_OPTIONS_MOST; i++)
        state.play->options[i] = (struct play_option){schedule.candidates[i].thread->id,
                                                      schedule.candidates[i].wake};
    ask(PLAY_WHO, count, usual);
}

static unsigned choose_waiter(struct thread *const waiters[], unsigned count)
{
    unsigned taken;
    if (is_ordered(count, 0, &taken))
        return note(taken, 0, count);
    for (unsigned i = 0; i < count && i < PLAY_OPTIONS_MOST; i++)
        state.play->options[i] = (struct play_option){waiters[i]->id, EXPLORE_READY};
    ask(PLAY_WAITER, count, 0);
}

static const struct strategy chosen = {
    .begin = begin, .choose = choose, .choose_waiter = choose_waiter};

/* ---- one schedule ---------------------------------------------------------------- */

/* Where every thread stands that hasn't ended. */
static void involve_all(void)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        const struct thread *thread = &schedule.threads[i];
        if (thread->ended)
            continue;
        struct explore_involved *entry = report_involve(thread);
        if (entry == NULL)
            return;
        if (thread->pending.address != NULL)
            entry->location = locate(thread->pending.address, thread->pending.size);
        else if (thread->pending.object != NULL)
            entry->location = locate(thread->pending.object->address, 0);
        state.play->ready[report.involved_count - 1] = thread_is_ready(thread);
        if (entry->op == EXPLORE_OP_WAKE && thread->signalled && thread->mutex != NULL)
            entry->holder = thread->mutex->owner;
        else if (entry->op == EXPLORE_OP_JOIN && thread->pending.target != NULL)
            entry->holder = thread->pending.target->id;
    }
}

static struct explore_involved involved_in(const struct race_access *access,
                                           const struct explore_location *location)
{
    return (struct explore_involved){.thread = access->thread,
                                     .op = access->op,
                                     .site = access->site,
                                     .holder = EXPLORE_NOBODY,
                                     .step = access->step,
                                     .location = *location};
}

static void note_race(void)
{
    const struct race *race = race_of_schedule();
    state.play->raced = race != NULL;
    if (race == NULL)
        return;
    state.play->race[0] = involved_in(&race->first, &race->location);
    state.play->race[1] = involved_in(&race->second, &race->location);
}

/* The schedule of the orders, recorded. Returns 0 or -1, as session_run does. */
static int run_recorded(struct explore_report *found)
{
    strategy_use(&chosen);
    schedule.recording = true;
    int verdict = session_run();
    schedule.recording = false;
    if (verdict == -1)
        return -1;
    if (verdict == EXPLORE_CLEAN) {
        if (state.play->question != PLAY_OVER)
            involve_all();
        report_schedule();
    }
    note_race();
    state.play->choice_count = state.made.length;
    memcpy(state.play->choices, state.made.choices,
           state.made.length * sizeof *state.made.choices);
    *found = report;
    return 0;
}

/* ---- the shortest way ------------------------------------------------------------ */

static struct {
    unsigned tries; /* that are left */
    uint64_t end;   /* session_counts.effort at which it is given up */

    bool no_memory;
    struct trace ways[MOST_UNUSUAL + 1]; /* of the schedules that are varied, by depth */
} shortest;

static bool is_failure(int verdict)
{
    return verdict != EXPLORE_CLEAN && verdict != EXPLORE_UNJOINED &&
           verdict != EXPLORE_UNSUPPORTED && verdict != EXPLORE_INCONCLUSIVE &&
           verdict != EXPLORE_NONDETERMINISM && verdict != -1;
}

/* Did the search find one that is no mere limit of the explorer's? */
static bool some_failure_counts(void)
{
    for (unsigned i = 0; i < failure_count(); i++)
        if (is_failure((int)failure_at(i)->verdict))
            return true;
    return false;
}

/* Runs the orders to the end. Returns true if that fails. */
static bool fails(void)
{
    strategy_use(&chosen);
    int verdict = session_run();
    shortest.no_memory |= verdict == -1;
    shortest.tries -= shortest.tries > 0;
    return is_failure(verdict) || (state.play->races && race_of_schedule() != NULL);
}

static bool may_go_on(void)
{
    return shortest.tries > 0 && session_counts.effort < shortest.end &&
           !shortest.no_memory;
}

/* Varies the schedule just run by exactly `unusual` choices, at `from` or later. Returns true if one
 * fails: state.orders are its choices. */
static bool vary(unsigned unusual, unsigned from, unsigned depth)
{
    struct trace *way = &shortest.ways[depth];
    *way = state.made;
    for (unsigned at = from; at < way->length; at++) {
        for (unsigned option = 0; option < way->choices[at].options; option++) {
            if (option == way->choices[at].usual)
                continue;
            if (!may_go_on())
                return false;
            state.orders.length = at + 1;
            memcpy(state.orders.choices, way->choices, at * sizeof *way->choices);
            state.orders.choices[at] = way->choices[at];
            state.orders.choices[at].taken = (uint16_t)option;
            bool failed = fails();
            if (unusual == 1 && failed)
                return true;
            if (unusual > 1 && !failed && vary(unusual - 1, at + 1, depth + 1))
                return true;
        }
    }
    return false;
}

/* Returns the number of unusual choices; MOST_UNUSUAL + 1: none was found. */
static unsigned find_shortest(const struct trace *given)
{

    shortest.no_memory = false;
    state.play->tried_all = 0;
    for (unsigned unusual = 0; unusual <= MOST_UNUSUAL; unusual++) {
        state.orders = *given;
        if (fails())
            return unusual;
        if (unusual > 0 && vary(unusual, given->length, 0))
            return unusual;
        if (!may_go_on())
            break;
        state.play->tried_all = unusual + 1;
    }
    return MOST_UNUSUAL + 1;
}

/* ---- orders ---------------------------------------------------------------------- */

static void take_points(const struct explore_play *play)
{
    for (unsigned i = 0; i < play->point_count && i < PLAY_POINTS_MOST; i++)
        point_add((const void *)(uintptr_t)play->points[i]);
}

static void give_points(struct explore_play *play)
{
    play->point_count = 0;
    for (unsigned i = 0; i < point_count() && i < PLAY_POINTS_MOST; i++)
        play->points[play->point_count++] = (uintptr_t)point_at(i);
}

static int search(struct explore_play *play, struct explore_report *found)
{
    static struct trace given;
    struct explore_coverage coverage;
    memset(&coverage, 0, sizeof coverage);
    given = state.orders;
    if (given.length == 0) {
        if (search_in_phases(&coverage) == -1)
            return -1;
        failures_promote();
        give_points(play);
        play->fails = some_failure_counts();
        play->races = !play->fails && race_count() > 0;
    }
    strategy_give_up_after(NO_END);
    state.to_the_end = true;
    shortest.tries = play->tries;
    shortest.end = session_counts.effort + MOST_EFFORT;
    play->unusual = coverage.exhausted && !play->fails && !play->races
                        ? MOST_UNUSUAL + 1
                        : find_shortest(&given);
    play->found = play->unusual <= MOST_UNUSUAL;
    if (shortest.no_memory) {
        errno = ENOMEM;
        return -1;
    }
    if (!play->found)
        state.orders = given;
    int status = run_recorded(found);
    found->coverage = coverage;
    return status;
}

int explore_play(void (*scenario)(void *arg), void *arg,
                 const struct explore_options *options, struct explore_play *play,
                 struct explore_report *found)
{
    struct explore_options own = *options;
    own.ignore_races = true;
    own.max_findings = 1;
    own.replay = NULL;
    if (explore_is_running() || scenario == NULL ||
        play->choice_count > PLAY_CHOICES_MOST) {
        errno = explore_is_running() ? EBUSY : EINVAL;
        return -1;
    }
    int status = session_open(scenario, arg, NULL, &own);
    if (status == 0) {
        races_reset();
        loops_begin_search();
        failures_reset();
        dependence_on_time = false;
        take_points(play);
        state.play = play;
        state.to_the_end = false;
        state.orders.length = play->choice_count;
        memcpy(state.orders.choices, play->choices,
               play->choice_count * sizeof *play->choices);
        status = play->order == PLAY_SEARCH ? search(play, found) : run_recorded(found);
    }
    int error = errno;
    failures_reset();
    session_close();
    errno = error;
    return status;
}
