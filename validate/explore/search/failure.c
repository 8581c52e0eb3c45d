/*
 * failure.c - collects failures.
 */
#include "failure.h"

#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "lost.h"
#include "session.h"

#define MOST_IMPROVED 8 /* failures that are looked at again */

static struct failure failures[MOST_FAILURES];
static unsigned count;

static const void *points[MOST_POINTS]; /* in the order in which they were promoted */
static unsigned known_points;

void failures_free(void)
{
    for (unsigned i = 0; i < count; i++)
        free(failures[i].decisions);
    count = 0;
}

void failures_reset(void)
{
    failures_free();
    points_clear();
    known_points = 0;
}

unsigned failure_count(void)
{
    return count;
}

const struct failure *failure_at(unsigned i)
{
    return &failures[i];
}

unsigned failures_promote(void)
{
    unsigned added = points_add_races();
    for (unsigned i = known_points; i < point_count() && i < MOST_POINTS; i++)
        points[known_points++] = point_at(i);
    return added;
}

void failures_use_points(unsigned number)
{
    points_clear();
    for (unsigned i = 0; i < number && i < known_points; i++)
        point_add(points[i]);
}

/* ---- which failures differ ----------------------------------------------------------
 * */

static uint64_t mix_text(uint64_t key, const char *text)
{
    for (; *text != '\0'; text++)
        key = strategy_mix(key, (uint8_t)*text);
    return key;
}

/* Independent of the order in which the threads are named. Of a thread that was never
 * joined it doesn't matter how far it came, but where it was created. */
static uint64_t key_of_involved(enum explore_verdict verdict)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < report.involved_count; i++) {
        const struct explore_involved *who = &report.involved[i];
        if (report.involved[0].in_cycle && !who->in_cycle)
            continue;
        sum += verdict == EXPLORE_UNJOINED ? strategy_mix((uintptr_t)who->held_at, 0)
                                           : strategy_mix((uintptr_t)who->site, who->op);
    }
    return sum;
}

static uint64_t key_of(enum explore_verdict verdict, const struct race *race)
{
    if (race != NULL)
        return strategy_mix(verdict, (uintptr_t)race->first.site) +
               strategy_mix(verdict, (uintptr_t)race->second.site);
    if (verdict == EXPLORE_WRONG && report.involved_count == 0)
        return mix_text(verdict, report.message);
    return strategy_mix(verdict, key_of_involved(verdict));
}

static bool is_known(uint64_t key)
{
    for (unsigned i = 0; i < count; i++)
        if (failures[i].key == key)
            return true;
    return false;
}

/* Keeps the decisions of the schedule just run. Returns false if there is no memory. */
static bool keep_decisions(struct failure *failure)
{
    unsigned length = schedule.step_count;
    struct decision *decisions =
        realloc(failure->decisions, (length > 0 ? length : 1) * sizeof *decisions);
    if (decisions == NULL)
        return false;
    for (unsigned i = 0; i < length; i++)
        decisions[i] = decision_of(&schedule.steps[i]);
    failure->decisions = decisions;
    failure->length = length;
    failure->points = point_count();
    return true;
}

bool failure_add(enum explore_verdict verdict, const struct race *race,
                 uint32_t failed_call)
{
    uint64_t key = key_of(verdict, race);
    if (is_known(key) || count == MOST_FAILURES)
        return false;
    struct failure *failure = &failures[count];
    *failure = (struct failure){.verdict = verdict,
                                .key = key,
                                .schedule = session_counts.schedules - 1,
                                .failed_call = failed_call};
    if (!keep_decisions(failure))
        return false;
    if (race != NULL)
        failure->race = *race;
    count++;
    return true;
}

static bool shows_lost_update(const struct failure *failure)
{
    const struct race *race = race_like(&failure->race);
    return race != NULL && find_lost_update(race->location.address, NULL);
}

void failures_improve(void)
{
    for (unsigned i = 0; i < count && i < MOST_IMPROVED; i++) {
        struct failure *failure = &failures[i];
        if (failure->verdict == EXPLORE_RACE && !failure->loses_update &&
            failure->failed_call == NO_CALL && shows_lost_update(failure))
            failure->loses_update = keep_decisions(failure);
    }
}

/* ---- which is graver ------------------------------------------------------------------
 * */

static unsigned gravity(enum explore_verdict verdict)
{
    static const enum explore_verdict gravest_first[] = {
        EXPLORE_CRASH,          EXPLORE_MEMORY,      EXPLORE_ASSERTION,
        EXPLORE_WRONG,          EXPLORE_DEADLOCK,    EXPLORE_LOST_WAKEUP,
        EXPLORE_LIVELOCK,       EXPLORE_HANG,        EXPLORE_RACE,
        EXPLORE_MISUSE,         EXPLORE_UNJOINED,    EXPLORE_UNSUPPORTED,
        EXPLORE_NONDETERMINISM, EXPLORE_INCONCLUSIVE};
    unsigned place = 0;
    while (place < sizeof gravest_first / sizeof *gravest_first &&
           gravest_first[place] != verdict)
        place++;
    return place;
}

static int compare(const void *a, const void *b)
{
    const struct failure *first = a, *second = b;
    unsigned grave = gravity(first->verdict), other = gravity(second->verdict);
    if (grave != other)
        return grave < other ? -1 : 1;
    return first->schedule < second->schedule ? -1 : first->schedule > second->schedule;
}

void failures_sort(void)
{
    qsort(failures, count, sizeof *failures, compare);
}
