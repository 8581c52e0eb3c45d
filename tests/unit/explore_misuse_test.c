/*
 * explore_misuse_test.c - broken rules: each is found, with the mistake in the message,
 * and its right neighbour is clean.
 */
#include "explore_calls.h"

static pthread_mutex_t lock;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static pthread_t saved;

static void set_up(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_cond_init(&changed, NULL);
}

static void *nothing(void *arg)
{
    return arg;
}

static void *hold_and_end(void *arg)
{
    pthread_mutex_lock(&lock);
    return arg;
}

static void *hold_a_while(void *arg)
{
    pthread_mutex_lock(&lock);
    sched_yield();
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *unlock_only(void *arg)
{
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *wait_for_ever(void *arg)
{
    pthread_mutex_lock(&lock);
    pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *wait_with_other(void *arg)
{
    pthread_mutex_lock(&other);
    pthread_cond_wait(&changed, &other);
    pthread_mutex_unlock(&other);
    return arg;
}

/* ---- mutexes and conditions ---------------------------------------------------------- */

static void locks_twice(void *arg)
{
    (void)arg;
    set_up();
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&lock);
}

static void unlocks_what_is_free(void *arg)
{
    (void)arg;
    set_up();
    pthread_mutex_unlock(&lock);
}

static void unlocks_what_another_holds(void *arg)
{
    (void)arg;
    set_up();
    run_two(hold_a_while, unlock_only);
}

static void thread_ends_holding(void *arg)
{
    (void)arg;
    set_up();
    run_two(hold_and_end, nothing);
}

static void scenario_returns_holding(void *arg)
{
    (void)arg;
    set_up();
    pthread_mutex_lock(&lock);
}

static void destroys_what_is_held(void *arg)
{
    (void)arg;
    set_up();
    pthread_mutex_lock(&lock);
    pthread_mutex_destroy(&lock);
}

static void uses_what_is_destroyed(void *arg)
{
    (void)arg;
    set_up();
    pthread_mutex_destroy(&lock);
    pthread_mutex_lock(&lock);
}

static void initialises_again(void *arg)
{
    (void)arg;
    set_up();
    pthread_mutex_destroy(&lock);
    lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    pthread_mutex_destroy(&lock);
    pthread_mutex_init(&lock, NULL);
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
}

static void waits_without_mutex(void *arg)
{
    (void)arg;
    set_up();
    pthread_cond_wait(&changed, &lock);
}

static void waits_with_two_mutexes(void *arg)
{
    (void)arg;
    set_up();
    run_two(wait_for_ever, wait_with_other);
}

static void destroys_what_is_waited_for(void *arg)
{
    pthread_t thread;
    set_up();
    pthread_create(&thread, NULL, wait_for_ever, arg);
    sched_yield();
    pthread_cond_destroy(&changed);
    pthread_join(thread, NULL);
}

Test(explore_misuse, mutexes)
{
    expect(locks_twice, EXPLORE_MISUSE, "T0 locks mutex M1, which it holds already");
    expect(unlocks_what_is_free, EXPLORE_MISUSE, "nobody holds it");
    expect(unlocks_what_another_holds, EXPLORE_MISUSE, "T2 unlocks mutex M1");
    expect(thread_ends_holding, EXPLORE_MISUSE, "T1 ends while it still holds mutex M1");
    expect(scenario_returns_holding, EXPLORE_MISUSE, "T0 returns while it still holds");
    expect(destroys_what_is_held, EXPLORE_MISUSE, "T0 destroys mutex M1");
    expect(uses_what_is_destroyed, EXPLORE_MISUSE, "after it was destroyed");
    expect(initialises_again, EXPLORE_CLEAN, "");
}

Test(explore_misuse, conditions)
{
    expect(waits_without_mutex, EXPLORE_MISUSE, "without holding mutex M1");
    expect(waits_with_two_mutexes, EXPLORE_MISUSE, "have to use one mutex");
    expect(destroys_what_is_waited_for, EXPLORE_MISUSE, "T0 destroys condition C1");
}

/* ---- threads ----------------------------------------------------------------------- */

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
    set_up();
    pthread_create(&thread, NULL, hold_a_while, arg);
    pthread_detach(thread);
}

static sem_t done;

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

Test(explore_misuse, joins)
{
    expect(joins_twice, EXPLORE_MISUSE, "a second time");
    expect(joins_detached, EXPLORE_MISUSE, "although it is detached");
    expect(joins_nothing, EXPLORE_MISUSE, "isn't a thread");
    expect(joins_itself, EXPLORE_MISUSE, "itself");
    expect(joins_in_a_circle, EXPLORE_DEADLOCK,
           "T0 waits for T1 to end; T1 waits for T0");
}

Test(explore_misuse, threads_left_behind)
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
    pthread_exit(arg);
}

static void carries_values(void *arg)
{
    int numbers[2] = {1, 2};
    pthread_t threads[2];
    void *results[2];
    (void)arg;
    pthread_create(&threads[0], NULL, set_errno, &numbers[0]);
    pthread_create(&threads[1], NULL, exit_with, &numbers[1]);
    for (int i = 0; i < 2; i++) {
        cr_expect_eq(pthread_join(threads[i], &results[i]), 0);
        cr_expect_eq(results[i], &numbers[i]);
    }
    cr_expect(pthread_equal(pthread_self(), pthread_self()));
    cr_expect_not(pthread_equal(pthread_self(), threads[0]));
}

Test(explore_misuse, results_and_errno_belong_to_each_thread)
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

Test(explore_misuse, threads_beyond_the_limit_are_refused)
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

/* ---- the call itself ----------------------------------------------------------------- */

static void explores(void *arg)
{
    struct explore_report report;
    cr_expect_eq(explore(explores, arg, NULL, NULL, &report), -1);
    cr_expect_eq(errno, EBUSY);
    cr_expect(explore_is_running());
}

static void cancels(void *arg)
{
    (void)arg;
    explore_unsupported("pthread_cancel");
}

Test(explore_misuse, the_call_itself)
{
    struct explore_report report;
    struct explore_options options = {.max_threads = EXPLORE_MAX_THREADS + 1};
    cr_expect_eq(explore(NULL, NULL, NULL, NULL, &report), -1);
    cr_expect_eq(errno, EINVAL);
    cr_expect_eq(explore(explores, NULL, NULL, &options, &report), -1);
    cr_expect_eq(errno, EINVAL);
    expect(explores, EXPLORE_CLEAN, "");
    cr_expect_not(explore_is_running());
    expect(cancels, EXPLORE_UNSUPPORTED, "T0 calls pthread_cancel");
}

static int name_marks(const void *site, char *text, size_t size)
{
    snprintf(text, size, "line %d", site == (void *)&lock ? 1 : 2);
    return 0;
}

static void names_sites(void *arg)
{
    (void)arg;
    set_up();
    explore_at(&lock);
    pthread_mutex_lock(&lock);
    explore_at(&changed);
    pthread_mutex_lock(&lock);
}

Test(explore_misuse, sites_are_named_in_the_message)
{
    struct explore_report report;
    struct explore_options options = {.name_site = name_marks};
    cr_assert_eq(explore(names_sites, NULL, NULL, &options, &report), 0);
    cr_expect_not_null(strstr(report.message, "mutex M1 at line 2"), "%s",
                       report.message);
    cr_expect_not_null(strstr(report.message, "locked it at line 1"), "%s",
                       report.message);
    cr_expect_eq(report.involved[0].site, (void *)&changed);
    cr_expect_eq(report.involved[0].held_at, (void *)&lock);
}
