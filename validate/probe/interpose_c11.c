/*
 * interpose_c11.c - threads.h by way of pthread.h.
 *
 * In glibc each type of threads.h is the pthread type of the same purpose. ThreadSanitizer knows
 * the pthread functions alone: a thread that thrd_create started by itself crashes it, and what a
 * mtx_lock orders it takes for a race. So there, too, these names are redirected.
 *
 * Under the explorer only thrd_create and the sleeps come here: the rest are its own models.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <threads.h>

#include "explore.h"
#include "interpose.h"
#include "models.h"
#include "scenario.h"

/* The wrappers of the same calls by their other names. */
int lab_pthread_join(pthread_t thread, void **result);
int lab_pthread_detach(pthread_t thread);
void lab_pthread_exit(void *result) __attribute__((noreturn));
void note_thread_started(void);

static int result_of(int error)
{
    switch (error) {
    case 0:
        return thrd_success;
    case EBUSY:
        return thrd_busy;
    case ETIMEDOUT:
        return thrd_timedout;
    case ENOMEM:
        return thrd_nomem;
    default:
        return thrd_error;
    }
}

/* ---- threads ----------------------------------------------------------------------------- */

/* In all calling conventions of Linux an int that is returned is the lower half of a pointer. */
typedef void *(*start_function)(void *);

int lab_thrd_create(thrd_t *thread, thrd_start_t start, void *arg)
{
    if (call_must_fail(CALL_PTHREAD_CREATE, CALL_SITE))
        return result_of(EAGAIN);
    if (explore_is_running()) {
        explore_at(CALL_SITE);
        return explore_thrd_create(thread, start, arg);
    }
    int error = pthread_create(thread, NULL, (start_function)(void (*)(void))start, arg);
    if (error == 0)
        note_thread_started();
    return result_of(error);
}

int lab_thrd_join(thrd_t thread, int *result)
{
    void *returned;
    int error = lab_pthread_join(thread, &returned);
    if (error == 0 && result)
        *result = (int)(intptr_t)returned;
    return result_of(error);
}

int lab_thrd_detach(thrd_t thread)
{
    return result_of(lab_pthread_detach(thread));
}

void lab_thrd_exit(int result)
{
    lab_pthread_exit((void *)(intptr_t)result);
}

int lab_thrd_sleep(const struct timespec *time, struct timespec *left)
{
    call_must_fail(CALL_SLEEP, CALL_SITE);
    return explore_is_running() ? explore_thrd_sleep(time, left) : thrd_sleep(time, left);
}

/* ---- mutexes and conditions -------------------------------------------------------------- */

int lab_mtx_init(mtx_t *mutex, int type)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, type & mtx_recursive ? PTHREAD_MUTEX_RECURSIVE
                                                                : PTHREAD_MUTEX_NORMAL);
    int error = pthread_mutex_init((pthread_mutex_t *)mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
    return result_of(error);
}

void lab_mtx_destroy(mtx_t *mutex)
{
    pthread_mutex_destroy((pthread_mutex_t *)mutex);
}

int lab_mtx_lock(mtx_t *mutex)
{
    return result_of(pthread_mutex_lock((pthread_mutex_t *)mutex));
}

int lab_mtx_trylock(mtx_t *mutex)
{
    return result_of(pthread_mutex_trylock((pthread_mutex_t *)mutex));
}

int lab_mtx_timedlock(mtx_t *mutex, const struct timespec *until)
{
    return result_of(pthread_mutex_timedlock((pthread_mutex_t *)mutex, until));
}

int lab_mtx_unlock(mtx_t *mutex)
{
    return result_of(pthread_mutex_unlock((pthread_mutex_t *)mutex));
}

int lab_cnd_init(cnd_t *cond)
{
    return result_of(pthread_cond_init((pthread_cond_t *)cond, NULL));
}

void lab_cnd_destroy(cnd_t *cond)
{
    pthread_cond_destroy((pthread_cond_t *)cond);
}

int lab_cnd_wait(cnd_t *cond, mtx_t *mutex)
{
    return result_of(pthread_cond_wait((pthread_cond_t *)cond, (pthread_mutex_t *)mutex));
}

int lab_cnd_timedwait(cnd_t *cond, mtx_t *mutex, const struct timespec *until)
{
    return result_of(
        pthread_cond_timedwait((pthread_cond_t *)cond, (pthread_mutex_t *)mutex, until));
}

int lab_cnd_signal(cnd_t *cond)
{
    return result_of(pthread_cond_signal((pthread_cond_t *)cond));
}

int lab_cnd_broadcast(cnd_t *cond)
{
    return result_of(pthread_cond_broadcast((pthread_cond_t *)cond));
}

void lab_call_once(once_flag *flag, void (*routine)(void))
{
    pthread_once((pthread_once_t *)flag, routine);
}
