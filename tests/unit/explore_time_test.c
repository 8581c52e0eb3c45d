/*
 * explore_time_test.c - virtual time: sleeps cost nothing, overlap as they should, and
 * timed waits run out only where they may.
 */
#include "explore_calls.h"

#define MS 1000000ll

static pthread_mutex_t lock;
static pthread_cond_t changed;
static sem_t permits;
static pthread_rwlock_t shared;
static bool flag;
static int64_t took_ms;

static void set_up(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_cond_init(&changed, NULL);
    sem_init(&permits, 0, 0);
    pthread_rwlock_init(&shared, NULL);
    flag = false;
}

static int64_t now_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * 1000ll + now.tv_nsec / MS;
}

static struct timespec in_ms(clockid_t clock, int64_t ms)
{
    int64_t moment = now_ms(clock) + ms;
    return (struct timespec){.tv_sec = moment / 1000, .tv_nsec = moment % 1000 * MS};
}

/* ---- sleeping -------------------------------------------------------------------- */

static void *sleep_an_hour(void *arg)
{
    sleep(3600);
    return arg;
}

static void *sleep_in_all_ways(void *arg)
{
    struct timespec half = {.tv_sec = 0, .tv_nsec = 500 * MS}, left;
    nanosleep(&half, &left);
    cr_expect(left.tv_sec == 0 && left.tv_nsec == 0);
    clock_nanosleep(CLOCK_MONOTONIC, 0, &half, NULL);
    usleep(1000000);
    explore_wait_ns(1000 * MS);
    struct timespec end = in_ms(CLOCK_MONOTONIC, 1000);
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL);
    return arg;
}

static void sleep_together(void *arg)
{
    (void)arg;
    int64_t begin = now_ms(CLOCK_MONOTONIC);
    run_two(sleep_an_hour, sleep_an_hour);
    took_ms = now_ms(CLOCK_MONOTONIC) - begin;
}

static void sleep_four_seconds(void *arg)
{
    int64_t begin = now_ms(CLOCK_REALTIME);
    sleep_in_all_ways(arg);
    took_ms = now_ms(CLOCK_REALTIME) - begin;
}

static int64_t ms_of(void (*scenario)(void *))
{
    struct explore_options options = {.schedules = 1};
    struct explore_report report;
    cr_assert_eq(explore(scenario, NULL, NULL, &options, &report), 0);
    expect_verdict(&report, EXPLORE_CLEAN);
    return took_ms;
}

Test(explore_time, sleeps_overlap_in_virtual_time)
{
    cr_expect_eq(ms_of(sleep_together), 3600 * 1000);
    cr_expect_eq(ms_of(sleep_four_seconds), 4000);
}

static void *set_flag_late(void *arg)
{
    usleep(50000);
    flag = true;
    return arg;
}

static void *set_flag_soon(void *arg)
{
    usleep(10);
    flag = true;
    return arg;
}

static void *expect_flag_after_sleep(void *arg)
{
    sleep(1);
    took_ms += !flag;
    return arg;
}

static void sleep_as_synchronisation(void *arg)
{
    (void)arg;
    set_up();
    run_two(set_flag_soon, expect_flag_after_sleep);
}

static const char *flag_was_seen(void *arg)
{
    (void)arg;
    return took_ms == 0 ? NULL : "the flag was not set after the sleep";
}

Test(explore_time, sleeping_until_another_is_surely_done_is_wrong)
{
    struct explore_report report;
    cr_assert_eq(explore(sleep_as_synchronisation, NULL, flag_was_seen, NULL, &report),
                 0);
    expect_verdict(&report, EXPLORE_WRONG);
}

static void *poll_clock(void *arg)
{
    int64_t end = now_ms(CLOCK_MONOTONIC) + 20;
    while (now_ms(CLOCK_MONOTONIC) < end)
        continue;
    return arg;
}

static void *poll_flag(void *arg)
{
    while (!flag)
        sched_yield();
    return arg;
}

static void polls(void *arg)
{
    struct timeval wall;
    (void)arg;
    set_up();
    run_two(poll_clock, poll_clock);
    run_two(set_flag_late, poll_flag);
    gettimeofday(&wall, NULL);
    cr_expect_eq(wall.tv_sec, time(NULL));
}

static void polls_in_vain(void *arg)
{
    set_up();
    poll_flag(arg);
}

Test(explore_time, a_loop_that_polls_ends_if_it_can)
{
    expect(polls, EXPLORE_CLEAN, "");
    expect(polls_in_vain, EXPLORE_LIVELOCK, "T0");
}

/* ---- timed waits ----------------------------------------------------------------- */

static void run_out(void *arg)
{
    struct timespec end = in_ms(CLOCK_REALTIME, 100);
    (void)arg;
    set_up();
    pthread_mutex_lock(&lock);
    cr_expect_eq(pthread_cond_timedwait(&changed, &lock, &end), ETIMEDOUT);
    cr_expect_eq(pthread_mutex_trylock(&lock), EBUSY, "the wait gives the mutex back");
    pthread_mutex_unlock(&lock);
    cr_expect(sem_timedwait(&permits, &end) == -1 && errno == ETIMEDOUT);
    struct timespec bad = {.tv_nsec = 2000 * MS};
    cr_expect_eq(pthread_mutex_timedlock(&lock, &bad), EINVAL);
    cr_expect_eq(pthread_mutex_timedlock(&lock, &end), 0);
    pthread_mutex_unlock(&lock);
}

static void *time_out_on_locks(void *arg)
{
    struct timespec end = in_ms(CLOCK_REALTIME, 100);
    cr_expect_eq(pthread_mutex_timedlock(&lock, &end), ETIMEDOUT);
    cr_expect_eq(pthread_rwlock_timedrdlock(&shared, &end), ETIMEDOUT);
    cr_expect_eq(pthread_rwlock_timedwrlock(&shared, &end), ETIMEDOUT);
    return arg;
}

static void locks_run_out(void *arg)
{
    pthread_t thread;
    set_up();
    pthread_mutex_lock(&lock);
    pthread_rwlock_wrlock(&shared);
    pthread_create(&thread, NULL, time_out_on_locks, arg);
    pthread_join(thread, NULL);
    pthread_rwlock_unlock(&shared);
    pthread_mutex_unlock(&lock);
}

static void *signal_flag(void *arg)
{
    pthread_mutex_lock(&lock);
    flag = true;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *timed_while(void *arg)
{
    pthread_mutex_lock(&lock);
    while (!flag) {
        struct timespec end = in_ms(CLOCK_REALTIME, 100);
        pthread_cond_timedwait(&changed, &lock, &end);
    }
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *trust_the_time(void *arg)
{
    struct timespec end = in_ms(CLOCK_REALTIME, 1000);
    pthread_mutex_lock(&lock);
    while (!flag)
        if (pthread_cond_timedwait(&changed, &lock, &end) == ETIMEDOUT)
            break;
    took_ms += !flag;
    pthread_mutex_unlock(&lock);
    return arg;
}

static void waits_with_limit(void *arg)
{
    (void)arg;
    set_up();
    run_two(timed_while, signal_flag);
}

static void trusts_the_time(void *arg)
{
    (void)arg;
    set_up();
    run_two(trust_the_time, signal_flag);
}

Test(explore_time, timed_waits_run_out)
{
    expect(run_out, EXPLORE_CLEAN, "");
    expect(locks_run_out, EXPLORE_CLEAN, "");
    expect(waits_with_limit, EXPLORE_CLEAN, "");
}

Test(explore_time, a_time_limit_is_no_synchronisation)
{
    struct explore_report report;
    cr_assert_eq(explore(trusts_the_time, NULL, flag_was_seen, NULL, &report), 0);
    expect_verdict(&report, EXPLORE_WRONG);
}

static void monotonic_condition(void *arg)
{
    pthread_condattr_t attributes;
    (void)arg;
    set_up();
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&changed, &attributes);
    pthread_condattr_destroy(&attributes);
    int64_t begin = now_ms(CLOCK_MONOTONIC);
    struct timespec end = in_ms(CLOCK_MONOTONIC, 100);
    pthread_mutex_lock(&lock);
    cr_expect_eq(pthread_cond_timedwait(&changed, &lock, &end), ETIMEDOUT);
    pthread_mutex_unlock(&lock);
    took_ms = now_ms(CLOCK_MONOTONIC) - begin;
}

Test(explore_time, a_condition_keeps_its_clock)
{
    cr_expect_eq(ms_of(monotonic_condition), 100);
}
