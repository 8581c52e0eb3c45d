/*
 * explore_mutex_test.c - the kinds of mutexes, and spin locks: what each returns, and what
 * is a mistake.
 */
#define _GNU_SOURCE /* for the static initialiser of a recursive mutex */
#include "explore_calls.h"

static pthread_mutex_t lock;
static int count;

static void make_lock(int type)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, type);
    pthread_mutex_init(&lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

static void *lock_twice(void *arg)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&lock);
    count++;
    pthread_mutex_unlock(&lock);
    cr_expect_eq(count, 1);
    count--;
    pthread_mutex_unlock(&lock);
    return arg;
}

static void recursive_twice(void *arg)
{
    (void)arg;
    count = 0;
    make_lock(PTHREAD_MUTEX_RECURSIVE);
    run_two(lock_twice, lock_twice);
    cr_expect_eq(pthread_mutex_unlock(&lock), EPERM);
}

static void recursive_unlocked_once(void *arg)
{
    (void)arg;
    make_lock(PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_lock(&lock);
    pthread_mutex_trylock(&lock);
    pthread_mutex_unlock(&lock);
}

static void static_recursive(void *arg)
{
    (void)arg;
    lock = (pthread_mutex_t)PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    pthread_mutex_unlock(&lock);
}

static void errorcheck_reports(void *arg)
{
    (void)arg;
    make_lock(PTHREAD_MUTEX_ERRORCHECK);
    cr_expect_eq(pthread_mutex_unlock(&lock), EPERM);
    cr_expect_eq(pthread_mutex_lock(&lock), 0);
    cr_expect_eq(pthread_mutex_lock(&lock), EDEADLK);
    cr_expect_eq(pthread_mutex_trylock(&lock), EBUSY);
    cr_expect_eq(pthread_mutex_unlock(&lock), 0);
}

static void errorcheck_ignored(void *arg)
{
    errorcheck_reports(arg);
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&lock);
}

Test(explore_mutex, kinds_of_mutexes)
{
    expect(recursive_twice, EXPLORE_CLEAN, "");
    expect(static_recursive, EXPLORE_CLEAN, "");
    expect(recursive_unlocked_once, EXPLORE_MISUSE, "T0 returns while it still holds");
    expect(errorcheck_reports, EXPLORE_CLEAN, "");
    expect(errorcheck_ignored, EXPLORE_MISUSE, "T0 returns while it still holds");
}

static pthread_spinlock_t spin;

static void *spin_once(void *arg)
{
    pthread_spin_lock(&spin);
    cr_expect_eq(++count, 1);
    sched_yield();
    count--;
    pthread_spin_unlock(&spin);
    return arg;
}

static void spins(void *arg)
{
    (void)arg;
    count = 0;
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    run_two(spin_once, spin_once);
    pthread_spin_destroy(&spin);
}

static void spin_without_unlock(void *arg)
{
    (void)arg;
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    pthread_spin_lock(&spin);
    cr_expect_eq(pthread_spin_trylock(&spin), EBUSY);
}

Test(explore_mutex, spin_locks)
{
    expect(spins, EXPLORE_CLEAN, "");
    expect(spin_without_unlock, EXPLORE_MISUSE, "spin lock L1");
}
