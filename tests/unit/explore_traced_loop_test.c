/*
 * explore_traced_loop_test.c - threads that go round and round: they give way, and what
 * never ends is told at once, without a limit of steps or of time.
 *
 * This file is compiled as learner code is, so the explorer sees its accesses and its
 * blocks.
 */
#include "explore_calls.h"

#include <limits.h>
#include <stdatomic.h>

#include "races.h"

static pthread_mutex_t lock;
static int plain;
static atomic_int flag;
static int sink;
static atomic_long steps_done;
static int shown[2];

static void set_up(void)
{
    pthread_mutex_init(&lock, NULL);
    plain = 0;
    sink = 0;
    atomic_init(&flag, 0);
}

static void *(*bodies[2])(void *);

static void two_threads(void *arg)
{
    (void)arg;
    set_up();
    run_two(bodies[0], bodies[1]);
}

static struct explore_report report;

/* The schedules have far fewer steps than the limit if loops are seen through; of a
 * failure the accesses count as well. */
static void run(void *(*first)(void *), void *(*second)(void *))
{
    struct explore_options options = {.schedules = 100, .ignore_races = true};
    bodies[0] = first;
    bodies[1] = second;
    races_reset();
    cr_assert_eq(explore(two_threads, NULL, NULL, &options, &report), 0);
}

static void expect_end(void *(*first)(void *), void *(*second)(void *),
                       enum explore_verdict verdict, unsigned most_steps)
{
    run(first, second);
    cr_expect_eq(report.verdict, verdict, "is %s: %s",
                 explore_verdict_name(report.verdict), report.message);
    cr_expect_leq(report.total_steps, most_steps, "%u steps: %s", report.total_steps,
                  report.message);
}

#define BODY(name, ...)                                                                  \
    static void *name(void *arg)                                                         \
    {                                                                                    \
        __VA_ARGS__                                                                      \
        return arg;                                                                      \
    }

BODY(nothing, (void)0;)
BODY(spin_on_flag, while (!atomic_load(&flag)) continue;)
BODY(spin_and_yield, while (!atomic_load(&flag)) sched_yield();)
BODY(spin_and_sleep, while (!atomic_load(&flag)) usleep(100);)
BODY(spin_and_count, for (int i = 0; !atomic_load(&flag);) i++;)
BODY(spin_on_lock, while (pthread_mutex_trylock(&lock) != 0) continue;
     pthread_mutex_unlock(&lock);)
BODY(set_flag, atomic_store(&flag, 1);)
BODY(set_flag_late, for (int i = 0; i < 30; i++) sink++; atomic_store(&flag, 1);)
BODY(hold_lock, pthread_mutex_lock(&lock); atomic_store(&flag, 1);
     while (atomic_load(&flag)) continue;)
BODY(
    poll_locked, for (int done = 0; !done;) {
        pthread_mutex_lock(&lock);
        done = plain;
        pthread_mutex_unlock(&lock);
    })
BODY(
    poll_and_sleep, for (int done = 0; !done; usleep(100)) {
        pthread_mutex_lock(&lock);
        done = plain;
        pthread_mutex_unlock(&lock);
    })
BODY(set_locked, pthread_mutex_lock(&lock); plain = 1; pthread_mutex_unlock(&lock);)
BODY(take_own_lock, int expected = 0;
     while (!atomic_compare_exchange_strong(&flag, &expected, 1)) expected = 0;)

Test(explore_loop, waits_for_a_change_end)
{
    expect_end(spin_on_flag, set_flag, EXPLORE_CLEAN, 100);
    expect_end(spin_and_yield, set_flag_late, EXPLORE_CLEAN, 150);
    expect_end(spin_and_sleep, set_flag, EXPLORE_CLEAN, 150);
    expect_end(spin_and_count, set_flag, EXPLORE_CLEAN, 100);
    expect_end(spin_on_lock, spin_on_lock, EXPLORE_CLEAN, 100);
    expect_end(poll_locked, set_locked, EXPLORE_CLEAN, 2000);
    expect_end(poll_and_sleep, set_locked, EXPLORE_CLEAN, 2000);
}

Test(explore_loop, waits_for_what_never_comes_are_livelocks)
{
    expect_end(spin_on_flag, nothing, EXPLORE_LIVELOCK, 2000);
    expect_end(spin_and_yield, spin_on_flag, EXPLORE_LIVELOCK, 2000);
    expect_end(spin_and_sleep, nothing, EXPLORE_LIVELOCK, 2000);
    expect_end(hold_lock, spin_on_lock, EXPLORE_LIVELOCK, 2000);
    expect_end(take_own_lock, take_own_lock, EXPLORE_LIVELOCK, 2000);
    expect_end(poll_and_sleep, nothing, EXPLORE_LIVELOCK, 5000);
    expect_end(poll_locked, poll_and_sleep, EXPLORE_LIVELOCK, 5000);
}

/* ---- tries that end by themselves are none --------------------------------------- */

BODY(try_for_long,
     for (int i = 0; i < 500 && pthread_mutex_trylock(&lock) != 0; i++) sched_yield();)
BODY(hold_until_flag, pthread_mutex_lock(&lock);
     for (int i = 0; i < 400 && !atomic_load(&flag); i++) usleep(10);
     pthread_mutex_unlock(&lock);)
BODY(wait_a_second, struct timespec now; clock_gettime(CLOCK_MONOTONIC, &now);
     time_t until = now.tv_sec + 1; do clock_gettime(CLOCK_MONOTONIC, &now);
     while (now.tv_sec < until);)

Test(explore_loop, patience_is_no_livelock)
{
    struct explore_options options = {.schedules = 4, .ignore_races = true};
    bodies[0] = try_for_long;
    bodies[1] = hold_until_flag;
    cr_assert_eq(explore(two_threads, NULL, NULL, &options, &report), 0);
    cr_expect_neq(report.verdict, EXPLORE_LIVELOCK, "%s", report.message);
    bodies[0] = bodies[1] = wait_a_second;
    options.max_steps = 100000;
    cr_assert_eq(explore(two_threads, NULL, NULL, &options, &report), 0);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

/* ---- plain loops ----------------------------------------------------------------- */

BODY(wait_plainly, while (!plain) continue;)
BODY(wait_and_count, int n = 0; while (!plain) n++; sink = n;)
BODY(wait_and_show, while (!plain) sink++;)
BODY(set_plainly, plain = 1;)

Test(explore_loop, plain_waits_give_way_and_race)
{
    expect_end(wait_plainly, set_plainly, EXPLORE_CLEAN, 100);
    cr_expect_geq(race_count(), 1);
    expect_end(wait_and_count, set_plainly, EXPLORE_CLEAN, 100);
    cr_expect_geq(race_count(), 1);
    expect_end(wait_and_show, set_plainly, EXPLORE_CLEAN, 2000);
    cr_expect_geq(race_count(), 1);
}

BODY(loop_for_ever, for (int i = 0; i < 10;) i = i % 3;)
BODY(loop_over_memory, for (plain = 0; plain < 10;) plain = 0;)
/* The second one looks at memory that nobody changes. */
static int letters[4];
BODY(look_and_count, for (int n = 0; letters[n % 4] == 0;) n++;)
BODY(count_up, for (unsigned long i = 0;; i++) continue;)

Test(explore_loop, hangs_are_proved)
{
    expect_end(loop_for_ever, nothing, EXPLORE_HANG, 100);
    expect_end(wait_plainly, nothing, EXPLORE_HANG, 5000);
    expect_end(loop_over_memory, nothing, EXPLORE_HANG, 5000);
}

/* Its state never repeats, and it takes no step. */
Test(explore_loop, loops_that_only_count_are_given_up)
{
    expect_end(count_up, nothing, EXPLORE_HANG, 100);
    cr_expect_not_null(strstr(report.message, "268,435,456 basic blocks"), "%s",
                       report.message);
    expect_end(look_and_count, nothing, EXPLORE_HANG, INT_MAX);
    cr_expect_not_null(strstr(report.message, "268,435,456 basic blocks"), "%s",
                       report.message);
}

/* ---- sleepers get their turn ------------------------------------------------------ */

static pthread_t busy[2];

/* T0 sleeps, then tells the others to stop; they never wait for anything. */
static void stop_after_sleep(void *arg)
{
    (void)arg;
    set_up();
    for (int i = 0; i < 2; i++)
        pthread_create(&busy[i], NULL, bodies[i], NULL);
    sleep(1);
    pthread_mutex_lock(&lock);
    plain = 1;
    pthread_mutex_unlock(&lock);
    atomic_store(&flag, 1);
    for (int i = 0; i < 2; i++)
        pthread_join(busy[i], NULL);
}

BODY(
    work_locked, for (int done = 0; !done;) {
        pthread_mutex_lock(&lock);
        done = plain;
        sink++;
        pthread_mutex_unlock(&lock);
    })
BODY(work_until_flag, while (!atomic_load(&flag)) atomic_fetch_add(&steps_done, 1);)
BODY(work_plainly, while (!plain) shown[0]++;)
BODY(
    work_and_nap, while (!atomic_load(&flag)) {
        atomic_fetch_add(&steps_done, 1);
        usleep(1);
    })

static void expect_stop(void *(*first)(void *), void *(*second)(void *))
{
    struct explore_options options = {.schedules = 200, .ignore_races = true};
    bodies[0] = first;
    bodies[1] = second;
    races_reset();
    cr_assert_eq(explore(stop_after_sleep, NULL, NULL, &options, &report), 0);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "is %s: %s",
                 explore_verdict_name(report.verdict), report.message);
}

Test(explore_loop, sleeps_end_though_nobody_waits)
{
    expect_stop(work_locked, work_locked);
    expect_stop(work_until_flag, work_until_flag);
    expect_stop(work_plainly, work_plainly);
    expect_stop(work_until_flag, work_plainly);
    expect_stop(work_until_flag, work_and_nap);
    expect_stop(work_and_nap, work_locked);
}

/* ---- long work is no loop -------------------------------------------------------- */

static int primes(int below)
{
    int count = 0;
    for (int n = 2; n < below; n++) {
        int divisor = 2;
        while (divisor * divisor <= n && n % divisor != 0)
            divisor++;
        count += divisor * divisor > n;
    }
    return count;
}

/* Some 60 million blocks. */
BODY(compute, if (primes(200000) != 17984) sink = -1;)
BODY(compute_a_little, if (primes(20000) != 2262) sink = -1;)

Test(explore_loop, long_work_is_clean)
{
    struct explore_options options = {.schedules = 3, .ignore_races = true};
    bodies[0] = bodies[1] = compute_a_little;
    cr_assert_eq(explore(two_threads, NULL, NULL, &options, &report), 0);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
    bodies[0] = compute;
    cr_assert_eq(explore(two_threads, NULL, NULL, &options, &report), 0);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
    cr_expect_eq(sink, 0);
}
