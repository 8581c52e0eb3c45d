/*
 * budget.c - what a schedule found, and whether it is worth while to run another.
 *
 * A failure ends the search if one is all that was asked for, or the same happens again
 * and again. Two findings don't: a race is looked at further, since what it does to the
 * program tells more; and that a thread was never joined is no reason not to look for
 * what is graver.
 */
#include "budget.h"

#include "failure.h"
#include "session.h"

#define SCHEDULES_FOR_RACE 2000 /* to find a consequence of a race, when that is enough */
#define SCHEDULES_FOR_MORE 1000 /* to find further failures after one */
#define MOST_IN_A_ROW      32 /* schedules that fail: there is nothing else to be found */
#define FOR_REPORTS        30000000

struct budget budget;

void budget_begin(void)
{
    budget = (struct budget){.limit = schedule.options.schedules,
                             .for_reports = FOR_REPORTS,
                             .failed_call = NO_CALL};
    if (!schedule.options.ignore_races)
        strategy_give_up_after(LONG_AFTER_RACE);
}

/* ---- one schedule ---------------------------------------------------------------------
 * */

static bool wants_one(void)
{
    return schedule.options.max_findings == 1;
}

static void lower_limit(uint64_t further)
{
    if (session_counts.schedules + further < budget.limit)
        budget.limit = session_counts.schedules + further;
}

/* A race was noted in the schedule just run. */
static void add_race(const struct race *race)
{
    if (schedule.options.ignore_races || race == NULL)
        return;
    if (failure_add(EXPLORE_RACE, race, budget.failed_call) && wants_one())
        lower_limit(SCHEDULES_FOR_RACE);
}

static void note_clean(void)
{
    budget.in_a_row = 0;
    if (point_count() > 0)
        failures_improve();
}

/* Did the program come to its end all the same? */
static bool is_slight(int verdict)
{
    return verdict == EXPLORE_UNJOINED ||
           (verdict == EXPLORE_MISUSE && schedule.threads[0].ended);
}

static bool is_endless(int verdict)
{
    return verdict == EXPLORE_LIVELOCK || verdict == EXPLORE_INCONCLUSIVE;
}

static void add_failure(int verdict)
{
    bool fresh = failure_add((enum explore_verdict)verdict, NULL, budget.failed_call);
    budget.enough |= wants_one() || verdict == EXPLORE_UNSUPPORTED;
    if (is_slight(verdict)) {
        note_clean();
        return;
    }
    if (fresh)
        lower_limit(SCHEDULES_FOR_MORE);
    budget.endless += is_endless(verdict);
    budget.in_a_row++;
    budget.enough |= budget.endless == MOST_ENDLESS || budget.in_a_row == MOST_IN_A_ROW;
}

bool budget_was_cut_off(int verdict)
{
    return is_endless(verdict) && schedule.step_count == schedule.options.max_steps;
}

int budget_run(bool systematic)
{
    int verdict = session_run();
    if (verdict == -1) {
        budget.no_memory = budget.enough = true;
        return -1;
    }
    budget.gave_way |= schedule.gave_way;
    add_race(race_of_schedule());
    if (systematic && budget_was_cut_off(verdict))
        return verdict;
    if (verdict != EXPLORE_CLEAN)
        add_failure(verdict);
    else if (!strategy_abandoned() || strategy_gave_up())
        note_clean();
    return verdict;
}

/* ---- how many more --------------------------------------------------------------------
 * */

bool budget_allows(struct limit limit)
{
    return !budget.enough && session_counts.schedules < limit.schedules &&
           session_counts.schedules < budget.limit &&
           session_counts.effort < limit.effort;
}

struct limit budget_whole(void)
{
    uint64_t most = schedule.options.max_work;
    return (struct limit){schedule.options.schedules, most != 0 ? most : UINT64_MAX};
}

struct limit budget_part(unsigned parts, uint64_t most)
{
    struct limit part = budget_whole();
    uint64_t schedules = session_counts.schedules, effort = session_counts.effort;
    if (budget.limit < part.schedules)
        part.schedules = budget.limit;
    if (schedules < part.schedules)
        schedules += (part.schedules - schedules + parts - 1) / parts;
    if (effort < part.effort)
        effort += (part.effort - effort) / parts;
    if (schedules - session_counts.schedules > most)
        schedules = session_counts.schedules + most;
    return (struct limit){schedules, effort};
}

uint64_t budget_for_report(void)
{
    uint64_t part = budget.for_reports / 3;
    budget.for_reports -= part;
    return session_counts.effort + part;
}
