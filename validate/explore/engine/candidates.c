/*
 * candidates.c - who can step next.
 *
 * Whoever can go on is asked; whoever spins only when there is nobody else; and whoever
 * sleeps comes on in the end, however long the others go on.
 */
#include "candidates.h"

#include "cancel.h"
#include "finding.h"
#include "loops.h"

#define PATIENCE     500      /* steps; see let_time_pass() */
#define FIRST_PACE   1000000u /* ns; see the same */
#define LARGEST_PACE (3600 * 1000000000ull)
#define LATE         4 /* part of a schedule's most steps, then patience ends */
#define LONG_WAIT    (10 * 1000000000ull) /* ns; see is_patient() */

bool thread_is_ready(const struct thread *thread)
{
    return thread->pending.ready == NULL || thread->pending.ready(thread) ||
           (thread->cancelled && cancel_wakes(thread));
}

static bool may_be_woken(const struct thread *thread)
{
    return thread->pending.may_wake == NULL || thread->pending.may_wake(thread);
}

/* Once a thread and schedule, so that no thread's wakeup depends on another's. */
bool thread_may_wake_spuriously(const struct thread *thread)
{
    return thread->pending.may_be_spurious && schedule.options.spurious_wakeups &&
           !thread->woke_spuriously;
}

/* A timed wait of many seconds is there for when something has gone wrong: it doesn't run out
 * while others can go on. Sleeps aren't waits: they order nothing, however long they are. */
static bool is_patient(const struct operation *pending)
{
    return pending->op != EXPLORE_OP_SLEEP && pending->deadline != NO_DEADLINE &&
           pending->deadline >= schedule.now + LONG_WAIT;
}

/* Adds the ways in which the thread can go on to the list; returns its new length. */
static inline unsigned add_candidates(struct thread *thread, unsigned count)
{
    struct candidate *list = schedule.candidates;
    const struct operation *pending = &thread->pending;
    list[count] = (struct candidate){thread, EXPLORE_READY, true};
    if (thread_is_ready(thread))
        return count + 1;
    bool timed = pending->deadline != NO_DEADLINE && !is_patient(pending);
    bool spurious = thread_may_wake_spuriously(thread);
    if ((!timed && !spurious) || !may_be_woken(thread))
        return count;
    if (timed)
        list[count++] = (struct candidate){thread, EXPLORE_TIMEOUT,
                                           pending->deadline <= schedule.now};
    if (spurious)
        list[count++] = (struct candidate){thread, EXPLORE_SPURIOUS, false};
    return count;
}

/* A thread that could only wake spuriously is no hope. */
static bool is_hope(unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (schedule.candidates[i].wake != EXPLORE_SPURIOUS)
            return true;
    return false;
}

/* Nobody else can go on: the patient ones may wake. */
static unsigned add_patient(unsigned count)
{
    for (uint32_t i = 0; i < schedule.alive_end; i++) {
        struct thread *thread = &schedule.threads[i];
        if (!thread->ended && is_patient(&thread->pending) && may_be_woken(thread))
            schedule.candidates[count++] =
                (struct candidate){thread, EXPLORE_TIMEOUT, false};
    }
    return count;
}

/* Nobody can go on but threads that spin: one of those of which it isn't proved that they
 * will do so for ever. */
static unsigned find_spinners(unsigned count)
{
    unsigned others = count;
    for (uint32_t i = 0; i < schedule.alive_end; i++)
        if (!schedule.threads[i].ended && loop_spins(i) && !loop_is_endless(i))
            count = add_candidates(&schedule.threads[i], count);
    if (is_hope(count))
        return count;
    count = add_patient(others);
    if (is_hope(count))
        return count;
    for (uint32_t i = 0; i < schedule.alive_end; i++)
        if (!schedule.threads[i].ended && loop_is_endless(i))
            count = add_candidates(&schedule.threads[i], count);
    if (is_hope(count))
        stop_spinning();
    stop_stuck();
}

/* Threads that spin are left out. */
static unsigned find_now(void)
{
    unsigned count = 0;
    bool spins = false;
    for (uint32_t i = 0; i < schedule.alive_end; i++) {
        if (schedule.threads[i].ended)
            continue;
        if (loop_spins(i))
            spins = true;
        else
            count = add_candidates(&schedule.threads[i], count);
    }
    if (!is_hope(count))
        return find_spinners(count);
    schedule.gave_way |= spins;
    if (loop_somebody_spins)
        loop_note_candidates(count);
    if (loop_all_go_round())
        stop_spinning();
    return count;
}

bool others_may_step(enum others which)
{
    for (uint32_t i = 0; i < schedule.alive_end; i++) {
        struct thread *thread = &schedule.threads[i];
        bool waits = which == SPINNING_TOO ? loop_is_endless(i) : loop_spins(i);
        if (thread == schedule.current || thread->ended || waits)
            continue;
        if (is_hope(add_candidates(thread, 0)))
            return true;
    }
    return false;
}

/* Who sleeps until the earliest moment? Returns an index, or `count`: nobody sleeps. */
static unsigned find_sleeper(unsigned count)
{
    const struct candidate *list = schedule.candidates;
    unsigned first = count;
    for (unsigned i = 0; i < count; i++)
        if (list[i].wake == EXPLORE_TIMEOUT &&
            (first == count ||
             list[i].thread->pending.deadline < list[first].thread->pending.deadline))
            first = i;
    return first;
}

/* No sleep and no timed wait lasts for ever, however long the others go on: when the same
 * thread is first in the line of sleepers for a second time, it is the only one that can
 * step. Each time more time passes at once, so that a long sleep comes to an end though
 * others sleep again and again for a short time. Late in a long schedule the patient ones count
 * as sleepers. Returns the new length of the list. */
static unsigned let_time_pass(unsigned count)
{
    if (schedule.step_count > schedule.options.max_steps / LATE)
        count = add_patient(count);
    unsigned first = find_sleeper(count);
    schedule.patience = PATIENCE;
    if (first == count)
        return count;
    const struct candidate sleeper = schedule.candidates[first];
    bool again = schedule.sleeper.thread == sleeper.thread &&
                 schedule.sleeper.step_count == sleeper.thread->step_count;
    schedule.sleeper.thread = sleeper.thread;
    schedule.sleeper.step_count = sleeper.thread->step_count;
    if (!again)
        return count;
    schedule.now += schedule.sleeper.pace;
    if (schedule.sleeper.pace < LARGEST_PACE)
        schedule.sleeper.pace *= 2;
    schedule.interruptible = false; /* to go on with the sleeper is no preemption */
    schedule.candidates[0] = sleeper;
    schedule.candidates[0].due = true;
    return 1;
}

unsigned candidates_find(void)
{
    unsigned count = find_now();
    return --schedule.patience < 0 ? let_time_pass(count) : count;
}

void candidates_reset(void)
{
    schedule.patience = PATIENCE;
    schedule.sleeper.thread = NULL;
    schedule.sleeper.pace = FIRST_PACE;
}
