/*
 * c11.c - threads.h. In glibc each of its types is the pthread type of the same purpose, and
 * each function the pthread function with other error codes: so here.
 */
#include <errno.h>
#include <stdint.h>
#include <threads.h>

#include "library.h"
#include "models.h"
#include "schedule.h"
#include "thread.h"

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

/* ---- threads ---------------------------------------------------------------------- */

/* The function returns an int where a thread's returns a pointer: in all calling conventions
 * of Linux the int is the pointer's lower half, which is all that thrd_join looks at. */
typedef void *(*start_function)(void *);

int explore_thrd_create(thrd_t *thread, thrd_start_t start, void *arg)
{
    CALL_ON();
    int error =
        explore_pthread_create(thread, NULL, (start_function)(void (*)(void))start, arg);
    return error == EAGAIN ? thrd_nomem : result_of(error);
}

int explore_thrd_join(thrd_t thread, int *result)
{
    const void *site = CALL_SITE();
    void *returned;
    int error = thread_join(thread, NO_DEADLINE, &returned);
    if (error == 0 && result != NULL) {
        writes(result, sizeof *result, site);
        *result = (int)(intptr_t)returned;
    }
    return result_of(error);
}

int explore_thrd_detach(thrd_t thread)
{
    CALL_ON();
    return result_of(explore_pthread_detach(thread));
}

void explore_thrd_exit(int result)
{
    CALL_ON();
    explore_pthread_exit((void *)(intptr_t)result);
}

thrd_t explore_thrd_current(void)
{
    CALL_ON();
    return explore_pthread_self();
}

int explore_thrd_equal(thrd_t a, thrd_t b)
{
    return a == b;
}

int explore_thrd_sleep(const struct timespec *duration, struct timespec *remaining)
{
    CALL_ON();
    return explore_nanosleep(duration, remaining) == 0 ? 0 : -2;
}

void explore_thrd_yield(void)
{
    CALL_ON();
    explore_sched_yield();
}

/* ---- mutexes ---------------------------------------------------------------------- */

int explore_mtx_init(mtx_t *mutex, int type)
{
    pthread_mutexattr_t attributes;
    CALL_ON();
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, (type & mtx_recursive) != 0
                                               ? PTHREAD_MUTEX_RECURSIVE
                                               : PTHREAD_MUTEX_NORMAL);
    int error = explore_pthread_mutex_init((pthread_mutex_t *)mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
    return result_of(error);
}

void explore_mtx_destroy(mtx_t *mutex)
{
    CALL_ON();
    explore_pthread_mutex_destroy((pthread_mutex_t *)mutex);
}

int explore_mtx_lock(mtx_t *mutex)
{
    CALL_ON();
    return result_of(explore_pthread_mutex_lock((pthread_mutex_t *)mutex));
}

int explore_mtx_trylock(mtx_t *mutex)
{
    CALL_ON();
    return result_of(explore_pthread_mutex_trylock((pthread_mutex_t *)mutex));
}

int explore_mtx_timedlock(mtx_t *mutex, const struct timespec *until)
{
    CALL_ON();
    return result_of(explore_pthread_mutex_timedlock((pthread_mutex_t *)mutex, until));
}

int explore_mtx_unlock(mtx_t *mutex)
{
    CALL_ON();
    return result_of(explore_pthread_mutex_unlock((pthread_mutex_t *)mutex));
}

/* ---- conditions ------------------------------------------------------------------- */

int explore_cnd_init(cnd_t *condition)
{
    CALL_ON();
    return result_of(explore_pthread_cond_init((pthread_cond_t *)condition, NULL));
}

void explore_cnd_destroy(cnd_t *condition)
{
    CALL_ON();
    explore_pthread_cond_destroy((pthread_cond_t *)condition);
}

int explore_cnd_wait(cnd_t *condition, mtx_t *mutex)
{
    CALL_ON();
    return result_of(
        explore_pthread_cond_wait((pthread_cond_t *)condition, (pthread_mutex_t *)mutex));
}

int explore_cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until)
{
    CALL_ON();
    return result_of(explore_pthread_cond_timedwait((pthread_cond_t *)condition,
                                                    (pthread_mutex_t *)mutex, until));
}

int explore_cnd_signal(cnd_t *condition)
{
    CALL_ON();
    return result_of(explore_pthread_cond_signal((pthread_cond_t *)condition));
}

int explore_cnd_broadcast(cnd_t *condition)
{
    CALL_ON();
    return result_of(explore_pthread_cond_broadcast((pthread_cond_t *)condition));
}

/* ---- once, thread-specific storage ------------------------------------------------ */

void explore_call_once(once_flag *flag, void (*routine)(void))
{
    CALL_ON();
    explore_pthread_once((pthread_once_t *)flag, routine);
}

int explore_tss_create(tss_t *key, tss_dtor_t destructor)
{
    CALL_ON();
    return result_of(explore_pthread_key_create(key, destructor));
}

void explore_tss_delete(tss_t key)
{
    CALL_ON();
    explore_pthread_key_delete(key);
}

void *explore_tss_get(tss_t key)
{
    CALL_ON();
    return explore_pthread_getspecific(key);
}

int explore_tss_set(tss_t key, void *value)
{
    CALL_ON();
    return result_of(explore_pthread_setspecific(key, value));
}
