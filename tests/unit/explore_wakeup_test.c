/*
 * explore_wakeup_test.c - condition variables: signals that get lost, waits that wake
 * without a signal.
 */
#include "explore_calls.h"

static pthread_mutex_t lock;
static pthread_cond_t changed;
static int count;
static bool flag;

/* Fresh state; the first thing that every scenario does. */
static void set_up(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_cond_init(&changed, NULL);
    count = 0;
    flag = false;
}

static void *wait_without_state(void *arg)
{
    pthread_mutex_lock(&lock);
    pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *signal_without_state(void *arg)
{
    pthread_cond_signal(&changed);
    return arg;
}

static void signal_too_early(void *arg)
{
    (void)arg;
    set_up();
    run_two(wait_without_state, signal_without_state);
}

Test(explore_wakeup, a_signal_before_the_wait_is_lost)
{
    struct explore_report report = explored(signal_too_early);
    expect_verdict(&report, EXPLORE_LOST_WAKEUP);
    cr_expect_not_null(strstr(report.message, "nobody waited"));
    cr_expect_eq(report.involved[0].thread, 1);
    cr_expect_eq(report.involved[0].op, EXPLORE_OP_WAKE);
    cr_expect_eq(report.involved[0].held_by, EXPLORE_OP_SIGNAL);
    cr_expect_eq(report.involved[0].holder, 2);
}

static void *wait_with_if(void *arg)
{
    pthread_mutex_lock(&lock);
    if (!flag)
        pthread_cond_wait(&changed, &lock);
    count = flag ? count : -1;
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *wait_with_while(void *arg)
{
    pthread_mutex_lock(&lock);
    while (!flag)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *set_flag(void *arg)
{
    pthread_mutex_lock(&lock);
    flag = true;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    return arg;
}

static void flag_with_if(void *arg)
{
    (void)arg;
    set_up();
    run_two(wait_with_if, set_flag);
}

static void flag_with_while(void *arg)
{
    (void)arg;
    set_up();
    run_two(wait_with_while, set_flag);
}

static const char *never_woke_early(void *arg)
{
    (void)arg;
    return count == 0 ? NULL : "went on before the flag was set";
}

static enum explore_verdict verdict_on(void (*scenario)(void *arg), bool spurious)
{
    struct explore_options options = {.spurious_wakeups = spurious};
    struct explore_report report;
    cr_assert_eq(explore(scenario, NULL, never_woke_early, &options, &report), 0);
    return report.verdict;
}

Test(explore_wakeup, only_a_spurious_wakeup_tells_if_from_while_with_one_waiter)
{
    cr_expect_eq(verdict_on(flag_with_if, true), EXPLORE_WRONG);
    cr_expect_eq(verdict_on(flag_with_if, false), EXPLORE_CLEAN);
    cr_expect_eq(verdict_on(flag_with_while, true), EXPLORE_CLEAN);
}

static void *set_flag_without_lock(void *arg)
{
    flag = true;
    pthread_cond_signal(&changed);
    return arg;
}

static void flag_without_lock(void *arg)
{
    (void)arg;
    set_up();
    run_two(wait_with_while, set_flag_without_lock);
}

Test(explore_wakeup, a_flag_set_without_the_lock_loses_the_wakeup)
{
    expect(flag_without_lock, EXPLORE_LOST_WAKEUP, "came between its lock and its wait");
}

/* ---- spurious wakeups ------------------------------------------------------------ */

static void *do_nothing(void *arg)
{
    return arg;
}

static void nobody_signals(void *arg)
{
    (void)arg;
    set_up();
    run_two(wait_without_state, do_nothing);
}

Test(explore_wakeup, a_spurious_wakeup_is_no_rescue)
{
    struct explore_options options = {.schedules = 1, .spurious_wakeups = true};
    struct explore_report report;
    cr_assert_eq(explore(nobody_signals, NULL, NULL, &options, &report), 0);
    expect_verdict(&report, EXPLORE_DEADLOCK);
    cr_expect_not_null(strstr(report.message, "which nobody signalled"));
}

static int most_wakeups;

static void *count_wakeups(void *arg)
{
    pthread_mutex_lock(&lock);
    while (!flag) {
        pthread_cond_wait(&changed, &lock);
        count++;
    }
    pthread_mutex_unlock(&lock);
    return arg;
}

static void counts_wakeups(void *arg)
{
    (void)arg;
    set_up();
    run_two(count_wakeups, set_flag);
}

static const char *note_wakeups(void *arg)
{
    (void)arg;
    if (count > most_wakeups)
        most_wakeups = count;
    return NULL;
}

Test(explore_wakeup, at_most_one_of_a_thread_is_spurious)
{
    struct explore_options options = {.spurious_wakeups = true};
    struct explore_report report;
    cr_assert_eq(explore(counts_wakeups, NULL, note_wakeups, &options, &report), 0);
    cr_expect_eq(most_wakeups, 2, "one, and the signal; not %d", most_wakeups);
}
