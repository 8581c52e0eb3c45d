/*
 * explore_misuse_test.c - broken rules: each is found, with the mistake in the message,
 * and its right neighbour is clean.
 */
#include "explore_calls.h"

static pthread_mutex_t lock;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;

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

/* ---- initialised again ------------------------------------------------------------------ */

static void initialises_what_it_holds(void *arg)
{
    pthread_mutex_t mutex;
    (void)arg;
    pthread_mutex_init(&mutex, NULL);
    pthread_mutex_lock(&mutex);
    pthread_mutex_init(&mutex, NULL);
}

static void initialises_what_is_free(void *arg)
{
    pthread_mutex_t mutex;
    (void)arg;
    for (int i = 0; i < 3; i++) {
        pthread_mutex_init(&mutex, NULL);
        pthread_mutex_lock(&mutex);
        pthread_mutex_unlock(&mutex);
    }
}

static pthread_barrier_t meeting;

static void *come_to_meeting(void *arg)
{
    pthread_barrier_wait(&meeting);
    return arg;
}

static void initialises_where_somebody_waits(void *arg)
{
    pthread_t thread;
    pthread_barrier_init(&meeting, NULL, 2);
    pthread_create(&thread, NULL, come_to_meeting, arg);
    sleep(1);
    pthread_barrier_init(&meeting, NULL, 2);
    pthread_barrier_wait(&meeting);
    pthread_join(thread, NULL);
}

Test(explore_misuse, what_is_in_use_is_not_initialised_again)
{
    expect(initialises_what_it_holds, EXPLORE_MISUSE, "again while T0 holds it");
    expect(initialises_where_somebody_waits, EXPLORE_MISUSE,
           "again while T1 waits for it");
    expect(initialises_what_is_free, EXPLORE_CLEAN, "");
}
