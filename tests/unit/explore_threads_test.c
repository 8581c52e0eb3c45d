/*
 * explore_threads_test.c - the life of threads: what joins and detaches ask for, who may
 * be left behind, what belongs to each thread.
 */
#include "explore_calls.h"

static pthread_t saved;
static sem_t done;

static void *nothing(void *arg)
{
    return arg;
}

static void *yield_twice(void *arg)
{
    sched_yield();
    sched_yield();
    return arg;
}

static void joins_twice(void *arg)
{
    pthread_t thread;
    pthread_create(&thread, NULL, nothing, arg);
    pthread_join(thread, NULL);
    pthread_join(thread, NULL);
}

static void joins_detached(void *arg)
{
    pthread_t thread;
    pthread_create(&thread, NULL, nothing, arg);
    pthread_detach(thread);
    pthread_join(thread, NULL);
}

static void joins_nothing(void *arg)
{
    (void)arg;
    pthread_t thread = 0;
    pthread_join(thread, NULL);
}

static void joins_itself(void *arg)
{
    (void)arg;
    pthread_join(pthread_self(), NULL);
}

static void forgets_to_join(void *arg)
{
    pthread_t thread;
    pthread_create(&thread, NULL, nothing, arg);
}

static void returns_before_detached(void *arg)
{
    pthread_t thread;
    pthread_create(&thread, NULL, yield_twice, arg);
    pthread_detach(thread);
}

static void *say_done(void *arg)
{
    sem_post(&done);
    return arg;
}

static void waits_for_detached(void *arg)
{
    pthread_attr_t attributes;
    pthread_t thread;
    sem_init(&done, 0, 0);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_create(&thread, &attributes, say_done, arg);
    pthread_attr_destroy(&attributes);
    sem_wait(&done);
}

static void *join_saved(void *arg)
{
    pthread_join(saved, NULL);
    return arg;
}

static void joins_in_a_circle(void *arg)
{
    pthread_t second;
    saved = pthread_self();
    pthread_create(&second, NULL, join_saved, arg);
    pthread_join(second, NULL);
}

Test(explore_threads, joins)
{
    expect(joins_twice, EXPLORE_MISUSE, "a second time");
    expect(joins_detached, EXPLORE_MISUSE, "although it is detached");
    expect(joins_nothing, EXPLORE_MISUSE, "isn't a thread");
    expect(joins_itself, EXPLORE_MISUSE, "itself");
    expect(joins_in_a_circle, EXPLORE_DEADLOCK,
           "T0 waits for T1 to end; T1 waits for T0");
}

Test(explore_threads, threads_left_behind)
{
    expect(forgets_to_join, EXPLORE_UNJOINED, "T1");
    expect(returns_before_detached, EXPLORE_UNJOINED, "detached, is still at work");
    expect(waits_for_detached, EXPLORE_CLEAN, "");
}

static void *set_errno(void *arg)
{
    errno = *(int *)arg;
    sched_yield();
    cr_expect_eq(errno, *(int *)arg);
    return arg;
}

static void *exit_with(void *arg)
{
    set_errno(arg);
    pthread_exit(arg);
}

static void carries_values(void *arg)
{
    int numbers[2] = {1, 2};
    pthread_t threads[2];
    void *results[2];
    (void)arg;
    errno = 0;
    pthread_create(&threads[0], NULL, set_errno, &numbers[0]);
    pthread_create(&threads[1], NULL, exit_with, &numbers[1]);
    for (int i = 0; i < 2; i++) {
        cr_expect_eq(pthread_join(threads[i], &results[i]), 0);
        cr_expect_eq(results[i], &numbers[i]);
    }
    cr_expect_eq(errno, 0);
    cr_expect(pthread_equal(pthread_self(), pthread_self()));
    cr_expect_not(pthread_equal(pthread_self(), threads[0]));
}

Test(explore_threads, results_and_errno_belong_to_each_thread)
{
    expect(carries_values, EXPLORE_CLEAN, "");
}

static unsigned created;

static void creates_many(void *arg)
{
    pthread_t threads[EXPLORE_MAX_THREADS];
    created = 0;
    while (created < EXPLORE_MAX_THREADS &&
           pthread_create(&threads[created], NULL, nothing, arg) == 0)
        created++;
    for (unsigned i = 0; i < created; i++)
        pthread_join(threads[i], NULL);
}

Test(explore_threads, threads_beyond_the_limit_are_refused)
{
    struct explore_report report;
    struct explore_options options = {.schedules = 3};
    cr_assert_eq(explore(creates_many, NULL, NULL, &options, &report), 0);
    expect_verdict(&report, EXPLORE_CLEAN);
    cr_expect_eq(created, EXPLORE_MAX_THREADS - 1);
    options.max_threads = 3;
    cr_assert_eq(explore(creates_many, NULL, NULL, &options, &report), 0);
    cr_expect_eq(created, 2);
}
