/*
 * explore_calls.h - lets a test's scenarios be written with the plain pthread names: each
 * goes to the explorer's function, as the wrappers do it for learner code.
 */
#ifndef EXPLORE_CALLS_H
#define EXPLORE_CALLS_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "explore.h"

#define pthread_create             explore_pthread_create
#define pthread_join               explore_pthread_join
#define pthread_detach             explore_pthread_detach
#define pthread_exit               explore_pthread_exit
#define pthread_self               explore_pthread_self
#define pthread_equal              explore_pthread_equal
#define pthread_once               explore_pthread_once
#define pthread_key_create         explore_pthread_key_create
#define pthread_key_delete         explore_pthread_key_delete
#define pthread_setspecific        explore_pthread_setspecific
#define pthread_getspecific        explore_pthread_getspecific
#define pthread_mutex_init         explore_pthread_mutex_init
#define pthread_mutex_destroy      explore_pthread_mutex_destroy
#define pthread_mutex_lock         explore_pthread_mutex_lock
#define pthread_mutex_trylock      explore_pthread_mutex_trylock
#define pthread_mutex_timedlock    explore_pthread_mutex_timedlock
#define pthread_mutex_unlock       explore_pthread_mutex_unlock
#define pthread_spin_init          explore_pthread_spin_init
#define pthread_spin_destroy       explore_pthread_spin_destroy
#define pthread_spin_lock          explore_pthread_spin_lock
#define pthread_spin_trylock       explore_pthread_spin_trylock
#define pthread_spin_unlock        explore_pthread_spin_unlock
#define pthread_cond_init          explore_pthread_cond_init
#define pthread_cond_destroy       explore_pthread_cond_destroy
#define pthread_cond_wait          explore_pthread_cond_wait
#define pthread_cond_timedwait     explore_pthread_cond_timedwait
#define pthread_cond_signal        explore_pthread_cond_signal
#define pthread_cond_broadcast     explore_pthread_cond_broadcast
#define pthread_rwlock_init        explore_pthread_rwlock_init
#define pthread_rwlock_destroy     explore_pthread_rwlock_destroy
#define pthread_rwlock_rdlock      explore_pthread_rwlock_rdlock
#define pthread_rwlock_wrlock      explore_pthread_rwlock_wrlock
#define pthread_rwlock_tryrdlock   explore_pthread_rwlock_tryrdlock
#define pthread_rwlock_trywrlock   explore_pthread_rwlock_trywrlock
#define pthread_rwlock_timedrdlock explore_pthread_rwlock_timedrdlock
#define pthread_rwlock_timedwrlock explore_pthread_rwlock_timedwrlock
#define pthread_rwlock_unlock      explore_pthread_rwlock_unlock
#define pthread_barrier_init       explore_pthread_barrier_init
#define pthread_barrier_destroy    explore_pthread_barrier_destroy
#define pthread_barrier_wait       explore_pthread_barrier_wait
#define sem_init                   explore_sem_init
#define sem_destroy                explore_sem_destroy
#define sem_wait                   explore_sem_wait
#define sem_trywait                explore_sem_trywait
#define sem_timedwait              explore_sem_timedwait
#define sem_post                   explore_sem_post
#define sem_getvalue               explore_sem_getvalue
#define nanosleep                  explore_nanosleep
#define clock_nanosleep            explore_clock_nanosleep
#define usleep                     explore_usleep
#define sleep                      explore_sleep
#define sched_yield                explore_sched_yield
#define clock_gettime              explore_clock_gettime
#define gettimeofday               explore_gettimeofday
#define time(result)               explore_time(result)

/* Explores without a predicate, up to 500 schedules. */
static inline struct explore_report explored(void (*scenario)(void *arg))
{
    struct explore_options options = {.seed = 1, .schedules = 500};
    struct explore_report report;
    cr_assert_eq(explore(scenario, NULL, NULL, &options, &report), 0);
    return report;
}

static inline void expect_verdict(const struct explore_report *report,
                                  enum explore_verdict verdict)
{
    cr_expect_eq(report->verdict, verdict, "is %s, not %s: %s",
                 explore_verdict_name(report->verdict), explore_verdict_name(verdict),
                 report->message);
}

/* Explores the scenario and expects the verdict, with `words` in the message. */
static inline void expect(void (*scenario)(void *arg), enum explore_verdict verdict,
                          const char *words)
{
    struct explore_report report = explored(scenario);
    expect_verdict(&report, verdict);
    cr_expect_not_null(strstr(report.message, words), "\"%s\" isn't in: %s", words,
                       report.message);
}

/* Runs the two functions as threads T1 and T2, and joins them. */
static inline void run_two(void *(*first)(void *), void *(*second)(void *))
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, first, NULL);
    pthread_create(&threads[1], NULL, second, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
}

#endif
