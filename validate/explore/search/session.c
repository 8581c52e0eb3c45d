/*
 * session.c - runs schedules and judges what they leave.
 */
#include "session.h"

#include <stdlib.h>

#include "crash.h"
#include "finding.h"
#include "races.h"
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
    session_counts = (struct session_counts){.exit_status = -1, .other_status = -1};
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
    /* Threads have taken the places one after the other. */
    for (unsigned i = 0; i < EXPLORE_MAX_THREADS && schedule.threads[i].fiber.stack; i++)
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

/* A program that tells its caller that all went well, and in another order of steps that it
 * didn't, has gone wrong there. Not where a wait ran out early, or a call failed: programs have to
 * say so; and what comes of a race is told as a race. */
static int judge_exit(void)
{
    struct session_counts *counts = &session_counts;
    int status = schedule.exit_status;
    if (counts->exit_status == -1)
        counts->exit_status = status;
    if (status == counts->exit_status)
        return EXPLORE_CLEAN;
    if (counts->other_status == -1)
        counts->other_status = status;
    if (counts->exit_status != 0 || schedule.forced > 0 || race_of_schedule() != NULL ||
        strategy_lets_fail())
        return EXPLORE_CLEAN;
    struct text message = report_message();
    text_add(&message,
             "The program ends with exit status %d in this schedule, and with 0 in the "
             "first one, where each thread runs until it has to wait.",
             status);
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
    bool ended = verdict == EXPLORE_CLEAN && !strategy_abandoned();
    if (ended)
        verdict = judge_result();
    if (ended && verdict == EXPLORE_CLEAN && schedule.options.program)
        verdict = judge_exit();
    if (verdict == -1 || verdict == EXPLORE_CLEAN)
        return verdict;
    report.verdict = (enum explore_verdict)verdict;
    report_schedule();
    return verdict;
}
