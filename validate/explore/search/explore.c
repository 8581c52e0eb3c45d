/*
 * explore.c - runs schedule after schedule until one fails.
 */
#include "explore.h"

#include <errno.h>
#include <stdlib.h>

#include "finding.h"
#include "narrow.h"
#include "schedule.h"
#include "strategy.h"

#define DEFAULT_SCHEDULES       1000
#define DEFAULT_MAX_STEPS       20000
#define DEFAULT_NARROWING_TRIES 200

static const char *(*predicate_of_run)(void *arg);

static void or_default(unsigned *value, unsigned otherwise)
{
    if (*value == 0)
        *value = otherwise;
}

static struct explore_options fill_in(const struct explore_options *options)
{
    struct explore_options filled = {0};
    if (options != NULL)
        filled = *options;
    or_default(&filled.schedules, DEFAULT_SCHEDULES);
    or_default(&filled.max_steps, DEFAULT_MAX_STEPS);
    or_default(&filled.max_threads, EXPLORE_MAX_THREADS);
    or_default(&filled.narrowing_tries, DEFAULT_NARROWING_TRIES);
    return filled;
}

static int judge_result(void)
{
    const char *wrong =
        predicate_of_run != NULL ? predicate_of_run(schedule.scenario_arg) : NULL;
    if (wrong == NULL)
        return EXPLORE_CLEAN;
    struct text message = report_message();
    text_add(&message, "%s", wrong);
    return EXPLORE_WRONG;
}

/* One schedule, and the predicate on what it left. */
static int run_and_judge(void)
{
    int verdict = schedule_run();
    if (verdict == EXPLORE_CLEAN)
        verdict = judge_result();
    if (verdict == -1 || verdict == EXPLORE_CLEAN)
        return verdict;
    report.verdict = (enum explore_verdict)verdict;
    report_schedule();
    return verdict;
}

static struct strategy_plan plan_of(uint64_t number, unsigned longest)
{
    struct strategy_plan plan = {
        .seed = strategy_mix(schedule.options.seed, number),
        .expected_steps = longest,
        .deviate_at = NO_DEVIATION,
    };
    if (number == 0)
        plan.kind = STRATEGY_KEEP_RUNNING;
    else if (number == 1)
        plan.kind = STRATEGY_TAKE_TURNS;
    else
        plan.kind = number % 2 == 0 ? STRATEGY_RANDOM : STRATEGY_PCT;
    return plan;
}

/* Makes *found the report of the failing schedule just run, or of a simpler one. One that
 * doesn't end isn't simplified: each try would be as long again. */
static int report_failure(uint64_t number, struct explore_report *found)
{
    bool endless =
        report.verdict == EXPLORE_LIVELOCK || report.verdict == EXPLORE_INCONCLUSIVE;
    unsigned most = endless ? 0 : schedule.options.narrowing_tries;
    int tries = narrow(run_and_judge, most, found);
    if (tries == -1)
        return -1;
    found->schedule = number;
    found->schedules_run = (unsigned)number + 1;
    found->narrowing_tries = (unsigned)tries;
    return 0;
}

static int run_schedules(struct explore_report *found)
{
    unsigned longest = 0, most_threads = 0;
    for (uint64_t number = 0; number < schedule.options.schedules; number++) {
        struct strategy_plan plan = plan_of(number, longest);
        strategy_start(&plan);
        int verdict = run_and_judge();
        if (verdict == -1)
            return -1;
        if (verdict != EXPLORE_CLEAN)
            return report_failure(number, found);
        if (schedule.step_count > longest)
            longest = schedule.step_count;
        if (schedule.thread_count > most_threads)
            most_threads = schedule.thread_count;
    }
    report_reset();
    *found = report;
    found->schedules_run = schedule.options.schedules;
    found->total_steps = longest;
    found->threads = most_threads;
    return 0;
}

static void free_stacks(void)
{
    for (unsigned i = 0; i < EXPLORE_MAX_THREADS; i++)
        fiber_free(&schedule.threads[i].fiber);
}

int explore(void (*scenario)(void *arg), void *arg, const char *(*predicate)(void *arg),
            const struct explore_options *options, struct explore_report *found)
{
    if (explore_is_running()) {
        errno = EBUSY;
        return -1;
    }
    if (scenario == NULL || found == NULL ||
        (options != NULL && options->max_threads > EXPLORE_MAX_THREADS)) {
        errno = EINVAL;
        return -1;
    }
    schedule.options = fill_in(options);
    schedule.scenario = scenario;
    schedule.scenario_arg = arg;
    predicate_of_run = predicate;
    schedule.steps = malloc(schedule.options.max_steps * sizeof *schedule.steps);
    if (schedule.steps == NULL)
        return -1;
    int status = run_schedules(found);
    int error = errno;
    free_stacks();
    free(schedule.steps);
    errno = error;
    return status;
}
