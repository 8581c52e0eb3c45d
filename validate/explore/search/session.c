/*
 * session.c - runs schedules and judges what they leave.
 */
#include "session.h"

#include <stdlib.h>

#include "crash.h"
#include "finding.h"
#include "record.h"
#include "self_jump.h"

#define DEFAULT_SCHEDULES       1000
#define PROGRAM_SCHEDULES       20000
#define PROGRAM_WORK            50000000
#define DEFAULT_MAX_STEPS       20000
#define PROGRAM_MAX_STEPS       1000000
#define DEFAULT_NARROWING_TRIES 200

struct session_counts session_counts;

static const char *(*predicate)(void *arg);

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
    or_default(&filled.schedules, filled.program ? PROGRAM_SCHEDULES : DEFAULT_SCHEDULES);
    if (filled.program && filled.max_work == 0)
        filled.max_work = PROGRAM_WORK;
    or_default(&filled.max_steps, filled.program ? PROGRAM_MAX_STEPS : DEFAULT_MAX_STEPS);
    or_default(&filled.max_threads, EXPLORE_MAX_THREADS);
    or_default(&filled.narrowing_tries, DEFAULT_NARROWING_TRIES);
    or_default(&filled.max_findings, 1);
    return filled;
}

int session_open(void (*scenario)(void *arg), void *arg,
                 const char *(*its_predicate)(void *arg),
                 const struct explore_options *options)
{
    schedule.options = fill_in(options);
    schedule.scenario = scenario;
    schedule.scenario_arg = arg;
    schedule.recording = false;
    predicate = its_predicate;
    session_counts = (struct session_counts){0};
    strategy_fail_call(NO_CALL);
    strategy_give_up_after(NO_END);
    /* What no schedule comes to is never touched, and costs address space only. */
    schedule.steps = malloc(schedule.options.max_steps * sizeof *schedule.steps);
    if (schedule.steps == NULL)
        return -1;
    if (crash_watch() == 0) {
        self_jump_watch();
        return 0;
    }
    free(schedule.steps);
    return -1;
}

void session_close(void)
{
    self_jump_unwatch();
    crash_unwatch();
    record_free();
    for (unsigned i = 0; i < EXPLORE_MAX_THREADS; i++)
        fiber_free(&schedule.threads[i].fiber);
    free(schedule.steps);
    schedule.steps = NULL;
}

static int judge_result(void)
{
    const char *wrong = predicate != NULL ? predicate(schedule.scenario_arg) : NULL;
    if (wrong == NULL)
        return EXPLORE_CLEAN;
    struct text message = report_message();
    text_add(&message, "%s", wrong);
    return EXPLORE_WRONG;
}

static void count(void)
{
    session_counts.schedules++;
    session_counts.work += schedule_work();
    session_counts.effort += strategy_effort();
    if (schedule.step_count > session_counts.longest)
        session_counts.longest = schedule.step_count;
    if (schedule.thread_count > session_counts.threads)
        session_counts.threads = schedule.thread_count;
}

int session_run(void)
{
    strategy_begin();
    int verdict = schedule_run();
    count();
    if (verdict == EXPLORE_CLEAN && !strategy_abandoned())
        verdict = judge_result();
    if (verdict == -1 || verdict == EXPLORE_CLEAN)
        return verdict;
    report.verdict = (enum explore_verdict)verdict;
    report_schedule();
    return verdict;
}
