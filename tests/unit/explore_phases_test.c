/*
 * explore_phases_test.c - the search as a whole: how far it went, races and their
 * consequences, tokens, the step that dooms a schedule, calls that fail, several
 * findings.
 */
#include "explore_calls.h"

#include "access.h"
#include "strategy.h"

static pthread_mutex_t lock, other;
static int balance, audits;

static void set_up(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_mutex_init(&other, NULL);
    balance = audits = 0;
}

/* Accesses as the hooks of instrumented code tell of them. */
static int seen_by_hooks(const int *variable)
{
    access_memory(variable, sizeof *variable, ACCESS_READ, __builtin_return_address(0));
    return *variable;
}

static void changed_by_hooks(int *variable, int value)
{
    access_memory(variable, sizeof *variable, ACCESS_WRITE, __builtin_return_address(0));
    *variable = value;
}

static struct explore_report search(void (*scenario)(void *),
                                    const char *(*predicate)(void *),
                                    struct explore_options options)
{
    struct explore_report report;
    memset(&report, 0xff, sizeof report);
    cr_assert_eq(explore(scenario, NULL, predicate, &options, &report), 0);
    return report;
}

/* ---- how far
 * --------------------------------------------------------------------------- */

static void *take_lock(void *arg)
{
    pthread_mutex_lock(&lock);
    balance++;
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *sleep_a_second(void *arg)
{
    sleep(1);
    return take_lock(arg);
}

static void two_take_the_lock(void *arg)
{
    (void)arg;
    set_up();
    run_two(take_lock, sleep_a_second);
}

static void *take_often(void *arg)
{
    for (int i = 0; i < 12; i++)
        take_lock(arg);
    return arg;
}

static void two_take_often(void *arg)
{
    (void)arg;
    set_up();
    run_two(take_often, take_often);
}

Test(explore_phases, all_interleavings_of_a_small_program)
{
    struct explore_report report =
        search(two_take_the_lock, NULL, (struct explore_options){0});
    expect_verdict(&report, EXPLORE_CLEAN);
    cr_expect(report.coverage.exhausted);
    cr_expect_eq(report.coverage.interleavings, 2);
    cr_expect_eq(report.coverage.schedules, report.schedules_run);
    cr_expect_eq(report.coverage.threads, 3);
    cr_expect_eq(report.coverage.makespan_ns, 1000000000);
    cr_expect_not(report.coverage.fair_only);
    cr_expect_eq(report.findings, 0);
    cr_expect_str_empty(report.token);
}

Test(explore_phases, a_small_program_costs_few_schedules)
{
    struct explore_report report =
        search(two_take_the_lock, NULL, (struct explore_options){.program = true});
    expect_verdict(&report, EXPLORE_CLEAN);
    cr_expect(report.coverage.exhausted);
    cr_expect_eq(report.coverage.interleavings, 2);
    cr_expect_leq(report.coverage.schedules, 6, "%d", (int)report.coverage.schedules);
}

Test(explore_phases, bounds_on_preemptions_of_a_larger_one)
{
    struct explore_report report =
        search(two_take_often, NULL, (struct explore_options){.schedules = 2000});
    expect_verdict(&report, EXPLORE_CLEAN);
    cr_expect_not(report.coverage.exhausted);
    cr_expect_eq(report.coverage.preemption_bound, 1, "%d",
                 report.coverage.preemption_bound);
    cr_expect_eq(report.schedules_run, 2000);
}

/* ---- races
 * ----------------------------------------------------------------------------- */

static void *deposit(void *arg)
{
    changed_by_hooks(&balance, seen_by_hooks(&balance) + 1);
    return arg;
}

static void *audit(void *arg)
{
    changed_by_hooks(&audits, 1);
    return arg;
}

static void two_deposit(void *arg)
{
    (void)arg;
    set_up();
    run_two(deposit, deposit);
}

static void two_audit(void *arg)
{
    (void)arg;
    set_up();
    run_two(audit, audit);
}

static const char *nothing_lost(void *arg)
{
    (void)arg;
    return balance == 2 ? NULL : "a deposit is lost";
}

Test(explore_phases, a_race_is_shown_by_what_it_leads_to)
{
    struct explore_report report =
        search(two_deposit, nothing_lost, (struct explore_options){.schedules = 5000});
    expect_verdict(&report, EXPLORE_RACE);
    cr_expect_not_null(strstr(report.message, "a deposit is lost"), "%s", report.message);
    cr_expect_eq(report.involved_count, 2);
    cr_expect_eq(report.preemptions, 1);
    cr_expect_neq(report.token[0], '\0');
}

Test(explore_phases, an_update_that_is_lost_is_a_consequence)
{
    struct explore_report report =
        search(two_deposit, NULL, (struct explore_options){.schedules = 5000});
    expect_verdict(&report, EXPLORE_RACE);
    cr_expect_not_null(strstr(report.message, "an update is lost"), "%s", report.message);
    cr_expect_eq(report.preemptions, 1);
}

Test(explore_phases, a_race_without_consequence_is_reported_all_the_same)
{
    struct explore_report report =
        search(two_audit, NULL, (struct explore_options){.schedules = 5000});
    expect_verdict(&report, EXPLORE_RACE);
    cr_expect_eq(report.preemptions, 0);
}

Test(explore_phases, races_that_are_ignored_still_show_their_consequences)
{
    struct explore_options options = {.schedules = 5000, .ignore_races = true};
    struct explore_report report = search(two_deposit, nothing_lost, options);
    expect_verdict(&report, EXPLORE_WRONG);
    report = search(two_audit, NULL, options);
    expect_verdict(&report, EXPLORE_CLEAN);
    cr_expect(report.coverage.exhausted && report.coverage.races_as_points);
}

Test(explore_phases, findings_come_gravest_first)
{
    static struct explore_report reports[4];
    struct explore_options options = {.schedules = 5000, .max_findings = 4};
    cr_assert_eq(explore(two_deposit, NULL, nothing_lost, &options, reports), 0);
    cr_expect_geq(reports[0].findings, 2);
    expect_verdict(&reports[0], EXPLORE_WRONG);
    for (unsigned i = 1; i < reports[0].findings; i++)
        expect_verdict(&reports[i], EXPLORE_RACE);
}

/* ---- tokens
 * ---------------------------------------------------------------------------- */

static void *lock_then_other(void *arg)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&other);
    pthread_mutex_unlock(&other);
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *other_then_lock(void *arg)
{
    pthread_mutex_lock(&other);
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    pthread_mutex_unlock(&other);
    return arg;
}

static void opposite_order(void *arg)
{
    (void)arg;
    set_up();
    run_two(lock_then_other, other_then_lock);
}

Test(explore_phases, a_token_names_the_schedule)
{
    struct explore_options options = {.identity = 42};
    struct explore_report found = search(opposite_order, NULL, options);
    expect_verdict(&found, EXPLORE_DEADLOCK);
    cr_assert_neq(found.token[0], '\0');
    options.replay = found.token;
    struct explore_report again = search(opposite_order, NULL, options);
    expect_verdict(&again, EXPLORE_DEADLOCK);
    cr_expect_str_eq(again.message, found.message);
    cr_expect_eq(again.step_count, found.step_count);
    cr_expect_eq(memcmp(again.steps, found.steps, found.step_count * sizeof *found.steps),
                 0);
}

Test(explore_phases, the_token_of_a_race_brings_its_points)
{
    struct explore_options options = {.schedules = 5000};
    struct explore_report found = search(two_deposit, nothing_lost, options);
    options.replay = found.token;
    struct explore_report again = search(two_deposit, nothing_lost, options);
    cr_expect_not_null(strstr(again.message, "a deposit is lost"), "%s", again.message);
}

Test(explore_phases, a_token_that_does_not_fit_is_refused)
{
    struct explore_options options = {.identity = 42};
    struct explore_report found = search(opposite_order, NULL, options);
    options = (struct explore_options){.identity = 43, .replay = found.token};
    struct explore_report again = search(opposite_order, NULL, options);
    expect_verdict(&again, EXPLORE_INCONCLUSIVE);
    cr_expect_not_null(strstr(again.message, "no longer fits"), "%s", again.message);
    options = (struct explore_options){.identity = 42, .replay = found.token};
    again = search(two_take_the_lock, NULL, options);
    options.replay = "0123456789";
    again = search(opposite_order, NULL, options);
    expect_verdict(&again, EXPLORE_INCONCLUSIVE);
}

/* ---- doom
 * ------------------------------------------------------------------------------ */

Test(explore_phases, the_step_that_dooms_a_schedule)
{
    struct explore_report report =
        search(opposite_order, NULL, (struct explore_options){0});
    cr_assert_gt(report.doomed_from, 0);
    cr_assert_leq(report.doomed_from, report.total_steps);
    const struct explore_step *step = &report.steps[report.doomed_from - 1];
    unsigned locks = 0;
    for (unsigned i = 0; i < report.doomed_from; i++)
        locks += report.steps[i].op == EXPLORE_OP_LOCK;
    cr_expect_eq(step->op, EXPLORE_OP_LOCK);
    cr_expect_eq(locks, 2, "the second of two locks that each have one");
}

/* ---- calls that fail
 * ------------------------------------------------------------------- */

static void calls(void *arg)
{
    set_up();
    for (int i = 0; i < 3; i++) {
        balance += strategy_call_fails();
        take_lock(arg);
        balance--;
    }
}

static unsigned times_failed;

static const char *count_failed(void *arg)
{
    (void)arg;
    times_failed += (unsigned)balance;
    return balance <= 1 ? NULL : "two calls failed";
}

static const char *none_failed(void *arg)
{
    (void)arg;
    return balance == 0 ? NULL : "a call failed";
}

Test(explore_phases, one_call_fails_each_in_turn)
{
    struct explore_options options = {.schedules = 10};
    struct explore_report report = search(calls, count_failed, options);
    cr_expect_eq(times_failed, 0);
    options.fail_calls = true;
    report = search(calls, count_failed, options);
    expect_verdict(&report, EXPLORE_CLEAN);
    cr_expect_geq(times_failed, 3);
    report = search(calls, none_failed, options);
    expect_verdict(&report, EXPLORE_WRONG);
    options.replay = report.token;
    report = search(calls, none_failed, options);
    expect_verdict(&report, EXPLORE_WRONG);
}

/* ---- not the same every time
 * ----------------------------------------------------------- */

static unsigned runs;

static void changes_its_mind(void *arg)
{
    set_up();
    if (runs++ % 5 == 3)
        explore_wrong("now and then");
    take_lock(arg);
}

Test(explore_phases, what_does_not_repeat_itself_is_said)
{
    struct explore_report report =
        search(changes_its_mind, NULL, (struct explore_options){0});
    expect_verdict(&report, EXPLORE_NONDETERMINISM);
}
