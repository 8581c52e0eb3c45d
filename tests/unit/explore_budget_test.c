/*
 * explore_budget_test.c - how long a search goes on: what doesn't end it, and what long
 * schedules may cost.
 */
#include "explore_calls.h"

#include "access.h"

static pthread_mutex_t lock, other;
static int balance;

static void set_up(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_mutex_init(&other, NULL);
    balance = 0;
}

static void *take_lock(void *arg)
{
    pthread_mutex_lock(&lock);
    balance++;
    pthread_mutex_unlock(&lock);
    return arg;
}

/* Tells of its accesses as the hooks of instrumented code do. */
static void *deposit(void *arg)
{
    const void *site = __builtin_return_address(0);
    access_memory(&balance, sizeof balance, ACCESS_READ, site);
    int before = balance;
    access_memory(&balance, sizeof balance, ACCESS_WRITE, site);
    balance = before + 1;
    return arg;
}

/* ---- what doesn't end a search
 * --------------------------------------------------------- */

#define TURNS 5

/* Where both threads are; each goes on by taking the lock once more. */
static int places[2];

static void *walk_on(void *arg)
{
    int *place = arg;
    while (*place < TURNS) {
        take_lock(NULL);
        ++*place;
    }
    return NULL;
}

static void *wait_for_the_worst(void *arg)
{
    for (places[1] = 0; places[1] < TURNS; places[1]++) {
        take_lock(NULL);
        if (places[0] == 3 && places[1] == 3)
            explore_wrong("both were at 3");
    }
    return arg;
}

/* Neither thread is ever joined, whatever happens. */
static void two_that_nobody_joins(void *arg)
{
    pthread_t threads[2];
    (void)arg;
    set_up();
    places[0] = places[1] = 0;
    pthread_create(&threads[0], NULL, walk_on, &places[0]);
    pthread_create(&threads[1], NULL, wait_for_the_worst, NULL);
    while (balance < 2 * TURNS)
        sched_yield();
}

static struct explore_report reports[4];

static unsigned search_all(void (*scenario)(void *), struct explore_options options)
{
    options.max_findings = 4;
    cr_assert_eq(explore(scenario, NULL, NULL, &options, reports), 0);
    return reports[0].findings;
}

Test(explore_budget, a_thread_that_is_never_joined_is_no_reason_to_stop)
{
    struct explore_options options = {.program = true, .schedules = 2000};
    unsigned findings = search_all(two_that_nobody_joins, options);
    expect_verdict(&reports[0], EXPLORE_WRONG);
    cr_assert_eq(findings, 2, "the same threads are told once: %u", findings);
    expect_verdict(&reports[1], EXPLORE_UNJOINED);
    cr_expect_gt(reports[0].coverage.schedules, 32);
}

static void race_and_return(void *arg)
{
    pthread_t thread;
    set_up();
    pthread_create(&thread, NULL, deposit, arg);
    deposit(arg);
}

Test(explore_budget, a_race_does_not_lead_to_a_thread_that_nobody_joins)
{
    struct explore_options options = {.program = true};
    cr_assert_geq(search_all(race_and_return, options), 2);
    expect_verdict(&reports[0], EXPLORE_RACE);
    cr_expect_null(strstr(reports[0].message, "joined"), "%s", reports[0].message);
    struct explore_report found = reports[0];
    options.replay = found.token;
    search_all(race_and_return, options);
    expect_verdict(&reports[0], EXPLORE_RACE);
    cr_expect_null(strstr(reports[0].message, "joined"), "%s", reports[0].message);
}

static int changes, last;

static void *take_turns(void *arg)
{
    int me = arg == NULL ? 1 : 2;
    for (int i = 0; i < 8; i++) {
        pthread_mutex_lock(&lock);
        changes += last != me;
        last = me;
        pthread_mutex_unlock(&lock);
    }
    return arg;
}

static void look_without_waiting(void *arg)
{
    pthread_t threads[2];
    (void)arg;
    set_up();
    changes = last = 0;
    pthread_create(&threads[0], NULL, take_turns, NULL);
    pthread_create(&threads[1], NULL, take_turns, &last);
    pthread_mutex_lock(&lock);
    if (changes == 16)
        explore_wrong("they took turns to the end");
    pthread_mutex_unlock(&lock);
}

Test(explore_budget, threads_that_take_turns_before_the_main_one_looks)
{
    struct explore_options options = {.program = true, .schedules = 20};
    search_all(look_without_waiting, options);
    expect_verdict(&reports[0], EXPLORE_WRONG);
}

/* ---- long schedules
 * -------------------------------------------------------------------- */

static void *deposit_often(void *arg)
{
    for (int i = 0; i < 300000; i++)
        deposit(arg);
    return arg;
}

static void two_deposit_often(void *arg)
{
    (void)arg;
    set_up();
    run_two(deposit_often, deposit_often);
}

/* One schedule has 1,200,000 accesses, and it would be run for each try of narrowing. */
Test(explore_budget, a_long_race_is_cut_to_what_shows_it)
{
    struct explore_options options = {.program = true, .max_work = 10000000};
    search_all(two_deposit_often, options);
    expect_verdict(&reports[0], EXPLORE_RACE);
    cr_expect_not_null(strstr(reports[0].message, "an update is lost"), "%s",
                       reports[0].message);
    cr_expect_lt(reports[0].coverage.work, 15000000);
    cr_expect_leq(reports[0].preemptions, 2);
    cr_expect_lt(reports[0].total_steps, 50, "%u", reports[0].total_steps);
}

Test(explore_budget, the_token_of_a_long_race_is_cut_as_well)
{
    struct explore_options options = {.program = true, .max_work = 10000000};
    search_all(two_deposit_often, options);
    struct explore_report found = reports[0];
    options.replay = found.token;
    search_all(two_deposit_often, options);
    expect_verdict(&reports[0], EXPLORE_RACE);
    cr_expect_eq(reports[0].total_steps, found.total_steps);
}

static void *take_very_often(void *arg)
{
    for (int i = 0; i < 20000; i++)
        take_lock(arg);
    return arg;
}

static void two_take_very_often(void *arg)
{
    (void)arg;
    set_up();
    run_two(take_very_often, take_very_often);
}

Test(explore_budget, a_long_program_that_is_right_is_clean)
{
    struct explore_options options = {.program = true, .max_work = 5000000};
    search_all(two_take_very_often, options);
    expect_verdict(&reports[0], EXPLORE_CLEAN);
    cr_expect_gt(reports[0].total_steps, 80000);
    cr_expect_lt(reports[0].coverage.schedules, 20);
    cr_expect_eq(reports[0].coverage.preemption_bound, -1);
}

static void *take_often_then_both(void *arg)
{
    for (int i = 0; i < 4000; i++)
        take_lock(arg);
    pthread_mutex_t *first = arg == NULL ? &lock : &other;
    pthread_mutex_lock(first);
    pthread_mutex_lock(first == &lock ? &other : &lock);
    return arg;
}

static void two_take_both_late(void *arg)
{
    pthread_t threads[2];
    (void)arg;
    set_up();
    pthread_create(&threads[0], NULL, take_often_then_both, NULL);
    pthread_create(&threads[1], NULL, take_often_then_both, &other);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
}

Test(explore_budget, narrowing_of_a_long_schedule_ends_early)
{
    search_all(two_take_both_late, (struct explore_options){.schedules = 50});
    expect_verdict(&reports[0], EXPLORE_DEADLOCK);
    cr_expect_lt(reports[0].narrowing_tries, 150, "%u", reports[0].narrowing_tries);
}
