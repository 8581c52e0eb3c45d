/*
 * play.c - carries out the orders of somebody who plays: a schedule as far as it was
 * chosen, and the search for what can be reached.
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
#include "play_parts.h"
#include "session.h"

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
        playing.play->ready[report.involved_count - 1] = thread_is_ready(thread);
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
    playing.play->raced = race != NULL;
    if (race == NULL)
        return;
    playing.play->race[0] = involved_in(&race->first, &race->location);
    playing.play->race[1] = involved_in(&race->second, &race->location);
}

/* The schedule of the orders, recorded. Returns 0 or -1, as session_run does. */
static int run_recorded(struct explore_report *found)
{
    strategy_use(&play_chosen);
    schedule.recording = true;
    int verdict = session_run();
    schedule.recording = false;
    if (verdict == -1)
        return -1;
    if (verdict == EXPLORE_CLEAN) {
        if (playing.play->question != PLAY_OVER)
            involve_all();
        report_schedule();
    }
    note_race();
    playing.play->choice_count = playing.made.length;
    memcpy(playing.play->choices, playing.made.choices,
           playing.made.length * sizeof *playing.made.choices);
    *found = report;
    return 0;
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

/* Did the search find one that is no mere limit of the explorer's? */
static bool some_failure_counts(void)
{
    for (unsigned i = 0; i < failure_count(); i++)
        if (play_is_failure((int)failure_at(i)->verdict))
            return true;
    return false;
}

static int search(struct explore_play *play, struct explore_report *found)
{
    static struct trace given;
    struct explore_coverage coverage;
    memset(&coverage, 0, sizeof coverage);
    given = playing.orders;
    if (given.length == 0) {
        if (search_in_phases(&coverage) == -1)
            return -1;
        failures_promote();
        give_points(play);
        play->fails = some_failure_counts();
        play->races = !play->fails && race_count() > 0;
    }
    strategy_give_up_after(NO_END);
    int unusual = MOST_UNUSUAL + 1;
    if (!coverage.exhausted || play->fails || play->races)
        unusual = play_find_shortest(&given, play->tries);
    if (unusual == -1)
        return -1;
    play->unusual = (unsigned)unusual;
    play->found = unusual <= MOST_UNUSUAL;
    if (!play->found)
        playing.orders = given;
    playing.to_the_end = true;
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
        playing.play = play;
        playing.to_the_end = false;
        playing.orders.length = play->choice_count;
        memcpy(playing.orders.choices, play->choices,
               play->choice_count * sizeof *play->choices);
        status = play->order == PLAY_SEARCH ? search(play, found) : run_recorded(found);
    }
    int error = errno;
    failures_reset();
    session_close();
    errno = error;
    return status;
}
