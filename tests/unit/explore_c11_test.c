/*
 * explore_c11_test.c - threads.h in a schedule: the same rules as for pthreads, with the
 * results of its own.
 */
#include <threads.h>

#include "explore_calls.h"
#include "models.h"

static mtx_t mutex;
static cnd_t condition;
static once_flag flag;
static tss_t key;
static int count, ready;

static int add_three(void *arg)
{
    (void)arg;
    for (int i = 0; i < 3; i++) {
        explore_mtx_lock(&mutex);
        count++;
        explore_mtx_unlock(&mutex);
    }
    return 7;
}

static void counts(void *arg)
{
    thrd_t threads[2];
    int result = 0;
    count = 0;
    explore_mtx_init(&mutex, mtx_plain);
    for (int i = 0; i < 2; i++)
        if (explore_thrd_create(&threads[i], add_three, arg) != thrd_success)
            explore_wrong("thrd_create failed");
    for (int i = 0; i < 2; i++)
        if (explore_thrd_join(threads[i], &result) != thrd_success || result != 7)
            explore_wrong("thrd_join didn't bring what the function returned");
    explore_mtx_destroy(&mutex);
    if (count != 6)
        explore_wrong("an increment is lost");
}

Test(explore_c11, threads_and_mutexes_work)
{
    cr_expect_eq(explored(counts).verdict, EXPLORE_CLEAN);
}

static int leave(void *arg)
{
    (void)arg;
    explore_thrd_exit(-5);
}

static void exits(void *arg)
{
    thrd_t thread;
    int result = 0;
    explore_thrd_create(&thread, leave, arg);
    explore_thrd_join(thread, &result);
    if (result != -5)
        explore_wrong("the result of thrd_exit is lost");
}

Test(explore_c11, a_negative_result_survives)
{
    cr_expect_eq(explored(exits).verdict, EXPLORE_CLEAN);
}

static void locks_again(void *arg)
{
    explore_mtx_init(&mutex, *(int *)arg);
    explore_mtx_lock(&mutex);
    explore_mtx_lock(&mutex);
    explore_mtx_unlock(&mutex);
    explore_mtx_unlock(&mutex);
}

Test(explore_c11, only_a_recursive_mutex_is_locked_twice)
{
    int types[] = {mtx_plain, mtx_plain | mtx_recursive, mtx_timed};
    enum explore_verdict verdicts[] = {EXPLORE_MISUSE, EXPLORE_CLEAN, EXPLORE_MISUSE};
    for (int i = 0; i < 3; i++) {
        struct explore_options options = {.schedules = 3};
        struct explore_report report;
        cr_assert_eq(explore(locks_again, &types[i], NULL, &options, &report), 0);
        cr_expect_eq(report.verdict, verdicts[i], "type %d: %s", types[i],
                     report.message);
    }
}

static int try_and_time(void *arg)
{
    struct timespec soon;
    (void)arg;
    if (explore_mtx_trylock(&mutex) != thrd_busy)
        explore_wrong("mtx_trylock of a locked mutex isn't busy");
    explore_timespec_get(&soon, TIME_UTC);
    soon.tv_sec++;
    if (explore_mtx_timedlock(&mutex, &soon) != thrd_timedout)
        explore_wrong("mtx_timedlock of a mutex that stays locked doesn't time out");
    return 0;
}

static void keeps_it_locked(void *arg)
{
    thrd_t thread;
    explore_mtx_init(&mutex, mtx_timed);
    explore_mtx_lock(&mutex);
    explore_thrd_create(&thread, try_and_time, arg);
    explore_thrd_join(thread, NULL);
    explore_mtx_unlock(&mutex);
}

Test(explore_c11, failures_have_the_codes_of_c11)
{
    struct explore_report report = explored(keeps_it_locked);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

static int announce(void *arg)
{
    (void)arg;
    explore_mtx_lock(&mutex);
    ready = 1;
    explore_cnd_signal(&condition);
    explore_mtx_unlock(&mutex);
    return 0;
}

static void waits_right(void *arg)
{
    thrd_t thread;
    ready = 0;
    explore_mtx_init(&mutex, mtx_plain);
    explore_cnd_init(&condition);
    explore_thrd_create(&thread, announce, arg);
    explore_mtx_lock(&mutex);
    while (!ready)
        explore_cnd_wait(&condition, &mutex);
    explore_mtx_unlock(&mutex);
    explore_thrd_join(thread, NULL);
    explore_cnd_destroy(&condition);
}

static void waits_without_looking(void *arg)
{
    thrd_t thread;
    explore_mtx_init(&mutex, mtx_plain);
    explore_cnd_init(&condition);
    explore_thrd_create(&thread, announce, arg);
    explore_mtx_lock(&mutex);
    explore_cnd_wait(&condition, &mutex);
    explore_mtx_unlock(&mutex);
    explore_thrd_join(thread, NULL);
}

Test(explore_c11, a_lost_wakeup_is_one_here_too)
{
    cr_expect_eq(explored(waits_right).verdict, EXPLORE_CLEAN);
    cr_expect_eq(explored(waits_without_looking).verdict, EXPLORE_LOST_WAKEUP);
}

static void count_once(void)
{
    count++;
}

static void count_at_end(void *value)
{
    count += *(int *)value;
}

static int use_once_and_key(void *arg)
{
    explore_call_once(&flag, count_once);
    if (explore_tss_get(key) != NULL)
        explore_wrong("a thread begins with a value");
    explore_tss_set(key, arg);
    return explore_tss_get(key) == arg;
}

static void has_own_storage(void *arg)
{
    static int ten = 10;
    thrd_t threads[2];
    (void)arg;
    count = 0;
    flag = (once_flag)ONCE_FLAG_INIT;
    explore_tss_create(&key, count_at_end);
    for (int i = 0; i < 2; i++)
        explore_thrd_create(&threads[i], use_once_and_key, &ten);
    for (int i = 0; i < 2; i++)
        explore_thrd_join(threads[i], NULL);
    explore_tss_delete(key);
    if (count != 21)
        explore_wrong("not one call of the routine and two of the destructor");
}

Test(explore_c11, once_and_thread_specific_storage_work)
{
    struct explore_report report = explored(has_own_storage);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

static int yields(void *arg)
{
    struct timespec moment = {.tv_nsec = 1000};
    explore_thrd_yield();
    explore_thrd_sleep(&moment, NULL);
    return explore_thrd_equal(explore_thrd_current(), *(thrd_t *)arg);
}

static void knows_itself(void *arg)
{
    thrd_t thread;
    int same = 0;
    (void)arg;
    explore_thrd_create(&thread, yields, &thread);
    explore_thrd_join(thread, &same);
    if (!same)
        explore_wrong("thrd_current isn't what thrd_create gave");
}

Test(explore_c11, a_thread_knows_itself)
{
    struct explore_report report = explored(knows_itself);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

static void detaches(void *arg)
{
    thrd_t thread;
    explore_mtx_init(&mutex, mtx_plain);
    explore_thrd_create(&thread, add_three, arg);
    explore_thrd_detach(thread);
    explore_thrd_join(thread, NULL);
}

Test(explore_c11, a_detached_thread_is_not_joined)
{
    cr_expect_eq(explored(detaches).verdict, EXPLORE_MISUSE);
}
