/*
 * explore_test.c - the explorer's verdicts on small programs: right ones are clean, wrong
 * ones are found and explained, and everything repeats itself.
 *
 *   gcc -std=gnu17 -Wall -Wextra -g -I validate/explore -I runner \
 *       tests/unit/explore_test.c validate/explore/(every).c -lcriterion
 */
#include "explore_calls.h"

static pthread_mutex_t lock_a, lock_b;
static int count;
static bool flag;

/* Fresh state; the first thing that every scenario does. */
static void set_up(void)
{
    pthread_mutex_init(&lock_a, NULL);
    pthread_mutex_init(&lock_b, NULL);
    count = 0;
    flag = false;
}

/* ---- two locks ------------------------------------------------------------------- */

static void *a_then_b(void *arg)
{
    pthread_mutex_lock(&lock_a);
    pthread_mutex_lock(&lock_b);
    pthread_mutex_unlock(&lock_b);
    pthread_mutex_unlock(&lock_a);
    return arg;
}

static void *b_then_a(void *arg)
{
    pthread_mutex_lock(&lock_b);
    pthread_mutex_lock(&lock_a);
    pthread_mutex_unlock(&lock_a);
    pthread_mutex_unlock(&lock_b);
    return arg;
}

static void same_order(void *arg)
{
    (void)arg;
    set_up();
    run_two(a_then_b, a_then_b);
}

static void opposite_order(void *arg)
{
    (void)arg;
    set_up();
    run_two(a_then_b, b_then_a);
}

Test(explore, two_locks_in_one_order_are_clean)
{
    struct explore_report report = explored(same_order);
    expect_verdict(&report, EXPLORE_CLEAN);
    cr_expect(report.coverage.exhausted);
    cr_expect_lt(report.schedules_run, 500);
    cr_expect_eq(report.threads, 3);
    cr_expect_str_empty(report.message);
}

Test(explore, two_locks_in_opposite_order_deadlock_with_their_cycle)
{
    struct explore_report report = explored(opposite_order);
    expect_verdict(&report, EXPLORE_DEADLOCK);
    cr_assert_eq(report.involved_count, 3);
    const struct explore_involved *first = &report.involved[0];
    const struct explore_involved *second = &report.involved[1];
    cr_expect(first->in_cycle && second->in_cycle && !report.involved[2].in_cycle);
    cr_expect_eq(first->holder, second->thread);
    cr_expect_eq(second->holder, first->thread);
    cr_expect_neq(first->object, second->object);
    cr_expect(first->site != NULL && first->held_at != NULL);
    cr_expect_eq(first->held_by, EXPLORE_OP_LOCK);
}

Test(explore, a_failing_schedule_is_narrowed_to_one_preemption)
{
    struct explore_report report = explored(opposite_order);
    cr_expect_eq(report.preemptions, 1, "%u preemptions", report.preemptions);
    cr_expect_eq(report.step_count, report.total_steps);
    unsigned shown = 0;
    for (unsigned i = 0; i < report.step_count; i++)
        shown += report.steps[i].preempted;
    cr_expect_eq(shown, 1);
}

/* ---- a counter ------------------------------------------------------------------- */

static void *add_under_lock(void *arg)
{
    for (int i = 0; i < 5; i++) {
        pthread_mutex_lock(&lock_a);
        count++;
        pthread_mutex_unlock(&lock_a);
    }
    return arg;
}

static void *read_unlock_write(void *arg)
{
    for (int i = 0; i < 5; i++) {
        pthread_mutex_lock(&lock_a);
        int seen = count;
        pthread_mutex_unlock(&lock_a);
        pthread_mutex_lock(&lock_a);
        count = seen + 1;
        pthread_mutex_unlock(&lock_a);
    }
    return arg;
}

static void right_counter(void *arg)
{
    (void)arg;
    set_up();
    run_two(add_under_lock, add_under_lock);
}

static void wrong_counter(void *arg)
{
    (void)arg;
    set_up();
    run_two(read_unlock_write, read_unlock_write);
}

static const char *counted_ten(void *arg)
{
    (void)arg;
    return count == 10 ? NULL : "an increment was lost";
}

Test(explore, a_counter_under_a_mutex_is_clean)
{
    struct explore_report report;
    cr_assert_eq(explore(right_counter, NULL, counted_ten, NULL, &report), 0);
    expect_verdict(&report, EXPLORE_CLEAN);
}

Test(explore, a_lost_update_fails_the_predicate)
{
    struct explore_report report;
    cr_assert_eq(explore(wrong_counter, NULL, counted_ten, NULL, &report), 0);
    expect_verdict(&report, EXPLORE_WRONG);
    cr_expect_str_eq(report.message, "an increment was lost");
    cr_expect_eq(report.preemptions, 1);
}

/* ---- no end ---------------------------------------------------------------------- */

static void take_both(pthread_mutex_t *first, pthread_mutex_t *second)
{
    for (;;) {
        pthread_mutex_lock(first);
        if (pthread_mutex_trylock(second) == 0)
            break;
        pthread_mutex_unlock(first);
    }
    pthread_mutex_unlock(second);
    pthread_mutex_unlock(first);
}

static void *both_from_a(void *arg)
{
    take_both(&lock_a, &lock_b);
    return arg;
}

static void *both_from_b(void *arg)
{
    take_both(&lock_b, &lock_a);
    return arg;
}

static void both_step_back(void *arg)
{
    (void)arg;
    set_up();
    run_two(both_from_a, both_from_b);
}

static void *hold_for_ever(void *arg)
{
    pthread_mutex_lock(&lock_b);
    while (!flag) {
        pthread_mutex_unlock(&lock_b);
        pthread_mutex_lock(&lock_b);
    }
    return arg;
}

static void endless_work(void *arg)
{
    (void)arg;
    set_up();
    run_two(hold_for_ever, a_then_b);
}

static void *spin_until_free(void *arg)
{
    while (pthread_mutex_trylock(&lock_a) != 0)
        continue;
    pthread_mutex_unlock(&lock_a);
    return arg;
}

static void *hold_and_sleep(void *arg)
{
    pthread_mutex_lock(&lock_a);
    usleep(20000);
    pthread_mutex_unlock(&lock_a);
    return arg;
}

static void spins_to_success(void *arg)
{
    (void)arg;
    set_up();
    run_two(hold_and_sleep, spin_until_free);
}

static void spins_in_vain(void *arg)
{
    (void)arg;
    set_up();
    pthread_mutex_lock(&lock_a);
    spin_until_free(NULL);
}

Test(explore, two_that_step_back_for_each_other_livelock)
{
    expect(both_step_back, EXPLORE_LIVELOCK, "T1, T2");
}

Test(explore, spinning_in_vain_is_a_livelock)
{
    expect(spins_in_vain, EXPLORE_LIVELOCK, "T0");
}

Test(explore, spinning_until_somebody_unlocks_is_clean)
{
    expect(spins_to_success, EXPLORE_CLEAN, "");
}

Test(explore, an_endless_loop_that_gets_on_is_inconclusive)
{
    expect(endless_work, EXPLORE_INCONCLUSIVE, "T1");
}
