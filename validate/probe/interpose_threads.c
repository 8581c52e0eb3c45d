/*
 * interpose_threads.c - threads and what synchronises them.
 *
 * While the explorer runs a schedule these calls are its decisions; otherwise they are the C
 * library's. Threads are counted, so that one that was never joined is found.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "explore.h"
#include "interpose.h"
#include "scenario.h"

/* Created and not joined: who detaches a thread doesn't know when it ends. A forked child starts from its parent's number and
 * never reports it. */
static _Atomic int live_threads;

int learner_threads(void)
{
    return live_threads;
}

void note_thread_started(void)
{
    live_threads++;
}

int lab_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                       void *(*start)(void *), void *arg)
{
    if (call_must_fail(CALL_PTHREAD_CREATE, CALL_SITE))
        return EAGAIN;
    if (explore_is_running()) {
        explore_at(CALL_SITE);
        return explore_pthread_create(thread, attributes, start, arg);
    }
    int error = pthread_create(thread, attributes, start, arg);
    if (error == 0)
        live_threads++;
    return error;
}

int lab_pthread_join(pthread_t thread, void **result)
{
    call_must_fail(CALL_PTHREAD_JOIN, CALL_SITE);
    if (explore_is_running()) {
        explore_at(CALL_SITE);
        return explore_pthread_join(thread, result);
    }
    int error = pthread_join(thread, result);
    if (error == 0)
        live_threads--;
    return error;
}

int lab_pthread_detach(pthread_t thread)
{
    if (explore_is_running()) {
        explore_at(CALL_SITE);
        return explore_pthread_detach(thread);
    }
    return pthread_detach(thread);
}

void lab_pthread_exit(void *result)
{
    if (explore_is_running()) {
        explore_at(CALL_SITE);
        explore_pthread_exit(result);
    }
    pthread_exit(result);
}

#define REDIRECT(type, name, parameters, values)                                         \
    type lab_##name parameters                                                           \
    {                                                                                    \
        if (!explore_is_running())                                                       \
            return name values;                                                          \
        explore_at(CALL_SITE);                                                           \
        return explore_##name values;                                                    \
    }

/* A wait that ends by itself is a sleep. */
#define REDIRECT_SLEEP(name, parameters, values)                                         \
    int lab_##name parameters                                                            \
    {                                                                                    \
        count_call(CALL_SLEEP, CALL_SITE);                                               \
        if (!explore_is_running())                                                       \
            return name values;                                                          \
        explore_at(CALL_SITE);                                                           \
        return explore_##name values;                                                    \
    }

REDIRECT(pthread_t, pthread_self, (void), ())
REDIRECT(int, pthread_equal, (pthread_t a, pthread_t b), (a, b))
REDIRECT(int, pthread_once, (pthread_once_t * once, void (*routine)(void)),
         (once, routine))
REDIRECT(int, pthread_key_create, (pthread_key_t * key, void (*destructor)(void *)),
         (key, destructor))
REDIRECT(int, pthread_key_delete, (pthread_key_t key), (key))
REDIRECT(int, pthread_setspecific, (pthread_key_t key, const void *value), (key, value))
REDIRECT(void *, pthread_getspecific, (pthread_key_t key), (key))

static void name_site(const void *site)
{
    if (explore_is_running())
        explore_at(site);
}

/* Made by a call and not ended by one. */
static _Atomic int locks;

int live_locks(void)
{
    return locks;
}

#define MADE(kind, attributes)                                                           \
    static int make_##kind##_init(kind##_t *made, const attributes *attr)                \
    {                                                                                    \
        if (!explore_is_running())                                                       \
            return kind##_init(made, attr);                                              \
        return explore_##kind##_init(made, attr);                                        \
    }                                                                                    \
    int lab_##kind##_init(kind##_t *made, const attributes *attr)                        \
    {                                                                                    \
        if (call_must_fail(CALL_PTHREAD_INIT, CALL_SITE))                                \
            return EAGAIN;                                                               \
        name_site(CALL_SITE);                                                            \
        int error = make_##kind##_init(made, attr);                                      \
        locks += error == 0;                                                             \
        return error;                                                                    \
    }                                                                                    \
    int lab_##kind##_destroy(kind##_t *made)                                             \
    {                                                                                    \
        name_site(CALL_SITE);                                                            \
        int error = explore_is_running() ? explore_##kind##_destroy(made)                \
                                         : kind##_destroy(made);                         \
        locks -= error == 0;                                                             \
        return error;                                                                    \
    }

MADE(pthread_mutex, pthread_mutexattr_t)
MADE(pthread_cond, pthread_condattr_t)

REDIRECT(int, pthread_mutex_lock, (pthread_mutex_t * mutex), (mutex))
REDIRECT(int, pthread_mutex_trylock, (pthread_mutex_t * mutex), (mutex))
REDIRECT(int, pthread_mutex_timedlock,
         (pthread_mutex_t * mutex, const struct timespec *until), (mutex, until))
REDIRECT(int, pthread_mutex_unlock, (pthread_mutex_t * mutex), (mutex))

REDIRECT(int, pthread_spin_init, (pthread_spinlock_t * lock, int shared), (lock, shared))
REDIRECT(int, pthread_spin_destroy, (pthread_spinlock_t * lock), (lock))
REDIRECT(int, pthread_spin_lock, (pthread_spinlock_t * lock), (lock))
REDIRECT(int, pthread_spin_trylock, (pthread_spinlock_t * lock), (lock))
REDIRECT(int, pthread_spin_unlock, (pthread_spinlock_t * lock), (lock))

REDIRECT(int, pthread_cond_wait, (pthread_cond_t * cond, pthread_mutex_t *mutex),
         (cond, mutex))
REDIRECT_SLEEP(pthread_cond_timedwait,
               (pthread_cond_t * cond, pthread_mutex_t *mutex,
                const struct timespec *until),
               (cond, mutex, until))
REDIRECT(int, pthread_cond_signal, (pthread_cond_t * cond), (cond))
REDIRECT(int, pthread_cond_broadcast, (pthread_cond_t * cond), (cond))

REDIRECT(int, pthread_rwlock_init,
         (pthread_rwlock_t * lock, const pthread_rwlockattr_t *attr), (lock, attr))
REDIRECT(int, pthread_rwlock_destroy, (pthread_rwlock_t * lock), (lock))
REDIRECT(int, pthread_rwlock_rdlock, (pthread_rwlock_t * lock), (lock))
REDIRECT(int, pthread_rwlock_wrlock, (pthread_rwlock_t * lock), (lock))
REDIRECT(int, pthread_rwlock_tryrdlock, (pthread_rwlock_t * lock), (lock))
REDIRECT(int, pthread_rwlock_trywrlock, (pthread_rwlock_t * lock), (lock))
REDIRECT(int, pthread_rwlock_timedrdlock,
         (pthread_rwlock_t * lock, const struct timespec *until), (lock, until))
REDIRECT(int, pthread_rwlock_timedwrlock,
         (pthread_rwlock_t * lock, const struct timespec *until), (lock, until))
REDIRECT(int, pthread_rwlock_unlock, (pthread_rwlock_t * lock), (lock))

REDIRECT(int, pthread_barrier_init,
         (pthread_barrier_t * barrier, const pthread_barrierattr_t *attr, unsigned count),
         (barrier, attr, count))
REDIRECT(int, pthread_barrier_destroy, (pthread_barrier_t * barrier), (barrier))
REDIRECT(int, pthread_barrier_wait, (pthread_barrier_t * barrier), (barrier))

REDIRECT(int, sem_init, (sem_t * sem, int shared, unsigned value), (sem, shared, value))
REDIRECT(int, sem_destroy, (sem_t * sem), (sem))
REDIRECT(int, sem_wait, (sem_t * sem), (sem))
REDIRECT(int, sem_trywait, (sem_t * sem), (sem))
REDIRECT_SLEEP(sem_timedwait, (sem_t * sem, const struct timespec *until), (sem, until))
REDIRECT(int, sem_post, (sem_t * sem), (sem))
REDIRECT(int, sem_getvalue, (sem_t * sem, int *value), (sem, value))

REDIRECT(int, sched_yield, (void), ())

/* Calls that the explorer doesn't model: while it runs, it must say so and not look away. */
#define UNMODELLED(type, name, parameters, values)                                       \
    type lab_##name parameters                                                           \
    {                                                                                    \
        if (explore_is_running())                                                        \
            explore_unsupported(#name);                                                  \
        return name values;                                                              \
    }

UNMODELLED(int, pthread_cancel, (pthread_t thread), (thread))
UNMODELLED(int, pthread_kill, (pthread_t thread, int signal), (thread, signal))
UNMODELLED(int, pthread_cond_clockwait,
           (pthread_cond_t * cond, pthread_mutex_t *mutex, clockid_t clock,
            const struct timespec *until),
           (cond, mutex, clock, until))
UNMODELLED(int, pthread_mutex_clocklock,
           (pthread_mutex_t * mutex, clockid_t clock, const struct timespec *until),
           (mutex, clock, until))
UNMODELLED(int, sem_clockwait,
           (sem_t * sem, clockid_t clock, const struct timespec *until),
           (sem, clock, until))

/* A join like any other, when it succeeds. */
#define JOINS(name, parameters, values)                                                  \
    int lab_##name parameters                                                            \
    {                                                                                    \
        if (explore_is_running())                                                        \
            explore_unsupported(#name);                                                  \
        int error = name values;                                                         \
        if (error == 0)                                                                  \
            live_threads--;                                                              \
        return error;                                                                    \
    }

JOINS(pthread_tryjoin_np, (pthread_t thread, void **result), (thread, result))
JOINS(pthread_timedjoin_np,
      (pthread_t thread, void **result, const struct timespec *until),
      (thread, result, until))
JOINS(pthread_clockjoin_np,
      (pthread_t thread, void **result, clockid_t clock, const struct timespec *until),
      (thread, result, clock, until))
