/*
 * explore_cancel_test.c - threads that are cancelled: where they end, what they leave behind,
 * and what a place that was free again is good for.
 */
#include "explore_calls.h"

#include "models.h"

#define pthread_cancel         explore_pthread_cancel
#define pthread_testcancel     explore_pthread_testcancel
#define pthread_setcancelstate explore_pthread_setcancelstate

static pthread_mutex_t mutex;
static pthread_cond_t condition;
static sem_t semaphore;
static pthread_once_t once;
static int runs; /* of the once routine, or of whatever counts */

static void fresh(void)
{
    pthread_mutex_init(&mutex, NULL);
    pthread_cond_init(&condition, NULL);
    sem_init(&semaphore, 0, 0);
    once = PTHREAD_ONCE_INIT;
    runs = 0;
}

static void cancel_and_join(void *(*routine)(void *), void *expected)
{
    pthread_t thread;
    void *result;
    pthread_create(&thread, NULL, routine, NULL);
    pthread_cancel(thread);
    pthread_join(thread, &result);
    if (result != expected)
        explore_wrong("not the result that was expected");
}

static void *take_forever(void *arg)
{
    sem_wait(&semaphore);
    return arg;
}

static void *sleep_forever(void *arg)
{
    for (;;)
        sleep(100);
    return arg;
}

static void *ask_forever(void *arg)
{
    for (;;)
        pthread_testcancel();
    return arg;
}

static void cancels_in_wait(void *arg)
{
    (void)arg;
    fresh();
    cancel_and_join(take_forever, PTHREAD_CANCELED);
    cancel_and_join(sleep_forever, PTHREAD_CANCELED);
    cancel_and_join(ask_forever, PTHREAD_CANCELED);
}

Test(explore_cancel, a_thread_that_waits_sleeps_or_asks_ends)
{
    expect(cancels_in_wait, EXPLORE_CLEAN, "");
}

static void *take_undisturbed(void *arg)
{
    int before;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
    if (before != PTHREAD_CANCEL_ENABLE)
        explore_wrong("it was disabled before");
    sem_wait(&semaphore);
    pthread_setcancelstate(before, &before);
    if (before != PTHREAD_CANCEL_DISABLE)
        explore_wrong("it wasn't disabled");
    return arg;
}

static void cancels_what_is_disabled(void *arg)
{
    pthread_t thread;
    void *result;
    (void)arg;
    fresh();
    pthread_create(&thread, NULL, take_undisturbed, NULL);
    sem_post(&semaphore);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    sched_yield();
    pthread_join(thread, &result);
    if (result != NULL)
        explore_wrong("it was cancelled");
}

Test(explore_cancel, who_does_not_allow_it_goes_on)
{
    expect(cancels_what_is_disabled, EXPLORE_CLEAN, "");
}

static void *wait_on_condition(void *arg)
{
    pthread_mutex_lock(&mutex);
    for (;;)
        pthread_cond_wait(&condition, &mutex);
    return arg;
}

static void cancels_waiter(void *arg)
{
    pthread_t thread;
    (void)arg;
    fresh();
    pthread_create(&thread, NULL, wait_on_condition, NULL);
    pthread_cancel(thread);
    pthread_join(thread, NULL);
    pthread_mutex_lock(&mutex);
}

/* The wait gives the mutex up, and has it again when it is cancelled. */
Test(explore_cancel, a_condition_wait_ends_with_the_mutex)
{
    expect(cancels_waiter, EXPLORE_DEADLOCK, "T1 took");
}

static void hang_once(void)
{
    if (runs++ == 0)
        sem_wait(&semaphore);
}

static void *call_once_in_vain(void *arg)
{
    pthread_once(&once, hang_once);
    return arg;
}

static void cancels_once(void *arg)
{
    pthread_t thread;
    (void)arg;
    fresh();
    pthread_create(&thread, NULL, call_once_in_vain, NULL);
    while (runs == 0)
        sched_yield();
    pthread_cancel(thread);
    pthread_join(thread, NULL);
    pthread_once(&once, hang_once);
    if (runs != 2)
        explore_wrong("the routine wasn't called again");
}

Test(explore_cancel, a_once_routine_that_is_left_was_never_called)
{
    expect(cancels_once, EXPLORE_CLEAN, "");
}

static void nobody_cancels(void *arg)
{
    pthread_t thread;
    (void)arg;
    fresh();
    pthread_create(&thread, NULL, take_forever, NULL);
    pthread_join(thread, NULL);
}

Test(explore_cancel, without_it_a_wait_goes_on)
{
    expect(nobody_cancels, EXPLORE_DEADLOCK, "");
}

/* ---- places of threads ------------------------------------------------------------------ */

static void *count(void *arg)
{
    pthread_mutex_lock(&mutex);
    runs++;
    pthread_mutex_unlock(&mutex);
    return arg;
}

static void creates_one_after_the_other(void *arg)
{
    (void)arg;
    fresh();
    for (int i = 0; i < 300; i++) {
        pthread_t thread;
        void *result;
        cr_assert_eq(pthread_create(&thread, NULL, count, &runs), 0);
        pthread_join(thread, &result);
        if (result != &runs)
            explore_wrong("another thread's result");
    }
    if (runs != 300)
        explore_wrong("a thread didn't run");
}

Test(explore_cancel, joined_threads_make_place)
{
    struct explore_options options = {.schedules = 20, .program = true};
    struct explore_report report;
    cr_assert_eq(explore(creates_one_after_the_other, NULL, NULL, &options, &report), 0);
    expect_verdict(&report, EXPLORE_CLEAN);
}

static void creates_two_at_a_time(void *arg)
{
    fresh();
    for (int i = 0; i < 4; i++) {
        pthread_t first, second, third;
        pthread_create(&first, NULL, count, arg);
        pthread_create(&second, NULL, count, arg);
        if (pthread_create(&third, NULL, count, arg) != EAGAIN)
            explore_wrong("a third thread");
        pthread_join(first, NULL);
        pthread_join(second, NULL);
    }
}

Test(explore_cancel, as_many_as_the_limit_are_alive_at_a_time)
{
    struct explore_options options = {.schedules = 200, .max_threads = 3};
    struct explore_report report;
    cr_assert_eq(explore(creates_two_at_a_time, NULL, NULL, &options, &report), 0);
    expect_verdict(&report, EXPLORE_CLEAN);
}

static void leaves_detached_behind(void *arg)
{
    fresh();
    for (int i = 0; i < 4; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, count, arg);
        pthread_detach(thread);
        for (bool there = false; !there; sched_yield()) {
            pthread_mutex_lock(&mutex);
            there = runs > i;
            pthread_mutex_unlock(&mutex);
        }
        sleep(1);
    }
}

Test(explore_cancel, ended_detached_threads_make_place)
{
    struct explore_options options = {
        .schedules = 1, .max_threads = 2, .program = true, .max_steps = 1000};
    struct explore_report report;
    cr_assert_eq(explore(leaves_detached_behind, NULL, NULL, &options, &report), 0);
    expect_verdict(&report, EXPLORE_CLEAN);
}
