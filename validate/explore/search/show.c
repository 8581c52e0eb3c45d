/*
 * show.c - from a failure to its report: narrowed, replayed twice, recorded, named by a
 * token.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "budget.h"
#include "doom.h"
#include "failure.h"
#include "finding.h"
#include "lost.h"
#include "narrow.h"
#include "race_report.h"
#include "record.h"
#include "session.h"

#define SHOWN_AFTER_RACE 4000 /* effort; what follows a race is rarely of interest */

/* The failure that is being reported; see fails(). */
static const struct failure *sought;

/* ---- runs -----------------------------------------------------------------------------
 * */

static bool is_race(void)
{
    return sought->verdict == EXPLORE_RACE;
}

/* One schedule: does it fail as the failure does? */
static bool fails(void)
{
    int verdict = session_run();
    if (is_race()) {
        const struct race *race = race_like(&sought->race);
        return race != NULL &&
               (!sought->loses_update || find_lost_update(race->location.address, NULL));
    }
    return verdict == (int)sought->verdict;
}

static bool is_endless(enum explore_verdict verdict)
{
    return verdict == EXPLORE_LIVELOCK || verdict == EXPLORE_INCONCLUSIVE ||
           verdict == EXPLORE_HANG;
}

/* Does the schedule under way show the race already? */
static bool shows_race(void)
{
    const struct race *race = race_like(&sought->race);
    return race != NULL &&
           (!sought->loses_update || lost_update_was_seen(race->location.address));
}

/* Schedules are as long from now on as what is sought asks for. */
static void limit_length(void)
{
    strategy_give_up_after(schedule.options.ignore_races ? NO_END : 2 * LONG_AFTER_RACE);
    if (is_race())
        strategy_give_up_soon(shows_race, SHOWN_AFTER_RACE);
}

static void follow(const struct decision *decisions, unsigned length)
{
    struct guide guide = {.decisions = decisions, .length = length, .strict = true};
    guide_follow(&guide);
    strategy_use(&guided);
}

/* The schedule just run shows what is sought. If it went on for long after a race, it ends
 * with that from now on; else it runs to its end, also where it takes a little more effort than
 * now, when it is recorded. Returns false if it should have failed again and didn't. */
static bool cut_short(void)
{
    if (!is_race())
        return true;
    if (!strategy_gave_up()) {
        strategy_give_up_soon(NULL, 0);
        return true;
    }
    strategy_give_up_soon(shows_race, 0);
    return fails();
}

/* ---- replays --------------------------------------------------------------------------
 * */

static uint64_t digest_of_schedule(void)
{
    uint64_t digest = schedule.step_count;
    for (unsigned i = 0; i < schedule.step_count; i++) {
        const struct step *step = &schedule.steps[i];
        uint64_t what = (uint64_t)step->thread << 24 | (uint64_t)step->op << 16 |
                        (uint64_t)step->wake << 8 | step->woken;
        digest = strategy_mix(digest ^ (uintptr_t)step->site, what << 1 | step->failed);
    }
    return digest;
}

/* The same decisions led elsewhere. */
static void report_divergence(struct explore_report *found)
{
    uint32_t at = guide_diverged_at();
    bool known = at < schedule.step_count;
    const struct step *step = known ? &schedule.steps[at] : last_step();
    report.verdict = EXPLORE_NONDETERMINISM;
    report.involved_count = 0;
    struct text message = report_message();
    text_add(
        &message,
        "The same decisions led elsewhere: T%u came to another place%s than the first "
        "time. The program depends on something that the explorer doesn't control, "
        "such as real time, a random number or an address.",
        (unsigned)step->thread, report_at(step->site));
    struct explore_involved *who = report_involve(&schedule.threads[step->thread]);
    if (who != NULL)
        who->site = step->site;
    *found = report;
}

static void write_token(char text[EXPLORE_TOKEN_SIZE])
{
    const struct deviation *deviations;
    struct token token = {.identity = schedule.options.identity,
                          .failed_call = sought->failed_call,
                          .point_count = point_count(),
                          .deviation_count = guide_deviations(&deviations)};
    text[0] = '\0';
    if (token.point_count > TOKEN_MOST_POINTS ||
        token.deviation_count > TOKEN_MOST_DEVIATIONS)
        return;
    for (unsigned i = 0; i < token.point_count; i++)
        token.points[i] = (uintptr_t)point_at(i);
    memcpy(token.deviations, deviations, token.deviation_count * sizeof *deviations);
    token_write(&token, text);
}

/* ---- the report -----------------------------------------------------------------------
 * */

/* The step from which on every schedule fails; 0: not known, or plain to see. That a
 * deadlock is sealed by the last step is not: what the threads wait for comes after it.
 * */
static unsigned find_doom(const struct decision *decisions, unsigned length)
{
    if (is_race() || is_endless(sought->verdict))
        return 0;
    bool stuck =
        sought->verdict == EXPLORE_DEADLOCK || sought->verdict == EXPLORE_LOST_WAKEUP;
    unsigned doomed = doom_begins(decisions, length, budget_for_report());
    return doomed < length || stuck ? doomed : 0;
}

/* The last replay, with every access and value. Returns true if it went as it should. */
static bool record(const struct decision *decisions, unsigned length)
{
    follow(decisions, length);
    schedule.recording = true;
    bool failed = fails();
    schedule.recording = false;
    return failed && guide_diverged_at() == NOT_DIVERGED;
}

static void tell_race(const struct race *cause)
{
    const struct race *race = is_race() ? &sought->race : cause;
    race = race != NULL ? race_like(race) : NULL;
    if (race != NULL)
        report_race(race);
}

/* What is known of a schedule before it is recorded. */
struct rehearsal {
    int tries;       /* that narrowing took; -1: there is no memory */
    unsigned doomed; /* see find_doom() */
    uint64_t digest;
};

/* Replays the schedule, and narrows it. Returns false if it went another way. */
static bool rehearse(struct decision *decisions, unsigned *length,
                     struct rehearsal *rehearsal)
{
    follow(decisions, *length);
    if (!fails() || guide_diverged_at() != NOT_DIVERGED)
        return false;
    rehearsal->tries = narrow(fails, schedule.options.narrowing_tries,
                              budget_for_report(), decisions, length);
    if (rehearsal->tries == -1)
        return false;
    follow(decisions, *length);
    if ((rehearsal->tries > 0 && !fails()) || !cut_short())
        return false;
    rehearsal->digest = digest_of_schedule();
    rehearsal->doomed = find_doom(decisions, *length);
    return true;
}

/* One that doesn't end costs as much as many: it is shown as it was found. */
static int show(struct decision *decisions, unsigned length, const struct race *cause,
                struct explore_report *found)
{
    struct rehearsal rehearsal = {0};
    bool endless = is_endless(sought->verdict);
    limit_length();
    bool again = endless || rehearse(decisions, &length, &rehearsal);
    if (rehearsal.tries == -1)
        return -1;
    if (!again || !record(decisions, length) ||
        (!endless && digest_of_schedule() != rehearsal.digest)) {
        report_divergence(found);
        return 0;
    }
    write_token(found->token);
    tell_race(cause);
    if (rehearsal.doomed > 0)
        report.doomed_from = record_of_step(rehearsal.doomed - 1);
    memcpy(report.token, found->token, sizeof report.token);
    *found = report;
    found->narrowing_tries = (unsigned)rehearsal.tries;
    return 0;
}

int failure_report(const struct failure *failure, const struct race *cause,
                   struct explore_report *found)
{
    struct decision *decisions = malloc(schedule.options.max_steps * sizeof *decisions);
    if (decisions == NULL)
        return -1;
    memcpy(decisions, failure->decisions, failure->length * sizeof *decisions);
    sought = failure;
    failures_use_points(failure->points);
    strategy_fail_call(failure->failed_call);
    int status = show(decisions, failure->length, cause, found);
    found->schedule = failure->schedule;
    found->schedules_run = (unsigned)failure->schedule + 1;
    free(decisions);
    return status;
}

/* ---- a token --------------------------------------------------------------------------
 * */

static void report_misfit(const char *why, struct explore_report *found)
{
    report_reset();
    report.verdict = EXPLORE_INCONCLUSIVE;
    struct text message = report_message();
    text_add(&message, "The token no longer fits: %s", why);
    *found = report;
}

/* The schedule with the records that a report shows: as long as when it was found.
 * Returns 0; or -1 with errno ENOMEM. */
static int run_token(const struct token *token)
{
    static struct failure failure;
    struct guide guide = {.deviations = token->deviations,
                          .deviation_count = token->deviation_count};
    for (unsigned i = 0; i < token->point_count; i++)
        point_add((const void *)(uintptr_t)token->points[i]);
    strategy_fail_call(token->failed_call);
    guide_follow(&guide);
    strategy_use(&guided);
    failure = (struct failure){.verdict = EXPLORE_CLEAN};
    sought = &failure;
    limit_length();
    int verdict = session_run();
    if (verdict == -1)
        return -1;
    const struct race *race = race_of_schedule();
    bool graver = verdict != EXPLORE_CLEAN && verdict != EXPLORE_UNJOINED;
    bool races = !graver && race != NULL && !schedule.options.ignore_races;
    if (races) {
        failure.verdict = EXPLORE_RACE;
        failure.race = *race;
        failure.loses_update = find_lost_update(race->location.address, NULL);
        limit_length();
        if (fails())
            cut_short();
    }
    schedule.recording = true;
    session_run();
    schedule.recording = false;
    if (races)
        tell_race(NULL);
    else if (verdict == EXPLORE_CLEAN)
        report_schedule();
    return 0;
}

int token_report(const char *text, struct explore_report *found)
{
    struct token token;
    if (!token_read(text, &token)) {
        report_misfit("it is no token of this version of the explorer.", found);
        return 0;
    }
    if (!token_fits(&token, schedule.options.identity)) {
        report_misfit("it names a schedule of another program, or the program was "
                      "changed since.",
                      found);
        return 0;
    }
    if (run_token(&token) == -1)
        return -1;
    if (guide_diverged_at() != NOT_DIVERGED) {
        report_misfit("the program took another way than when it was made.", found);
        return 0;
    }
    *found = report;
    memcpy(found->token, text, strlen(text) + 1);
    found->schedules_run = 1;
    return 0;
}
