/*
 * explore_exit_test.c - how a whole program may end: by return, exit, pthread_exit, and with
 * which threads and locks left.
 */
#include "explore_calls.h"
#include "models.h"

static pthread_mutex_t mutex;
static int count;

static struct explore_report explored_program(void (*scenario)(void *arg))
{
    struct explore_options options = {.seed = 1, .schedules = 300, .program = true};
    struct explore_report report;
    cr_assert_eq(explore(scenario, NULL, NULL, &options, &report), 0);
    return report;
}

static void program_ends(void (*scenario)(void *arg), enum explore_verdict verdict)
{
    struct explore_report report = explored_program(scenario);
    cr_expect_eq(report.verdict, verdict, "%s: %s", explore_verdict_name(report.verdict),
                 report.message);
}

static void *yield_twice(void *arg)
{
    sched_yield();
    sched_yield();
    return arg;
}

static void *fail(void *arg)
{
    sched_yield();
    explore_wrong("the thread has come here");
    return arg;
}

static void *return_five(void *arg)
{
    (void)arg;
    return (void *)5;
}

static void start(void *(*routine)(void *), bool detached)
{
    pthread_t thread;
    pthread_create(&thread, NULL, routine, NULL);
    if (detached)
        pthread_detach(thread);
}

static void returns_before_joinable(void *arg)
{
    (void)arg;
    start(yield_twice, false);
}

static void returns_before_detached(void *arg)
{
    (void)arg;
    start(yield_twice, true);
}

static void exits_before_joinable(void *arg)
{
    (void)arg;
    start(yield_twice, false);
    explore_exit(0);
}

static void exits_at_once_before_joinable(void *arg)
{
    (void)arg;
    start(yield_twice, false);
    explore__exit(0);
}

Test(explore_exit, only_return_from_main_forgets_to_join)
{
    program_ends(returns_before_joinable, EXPLORE_UNJOINED);
    program_ends(returns_before_detached, EXPLORE_CLEAN);
    program_ends(exits_before_joinable, EXPLORE_CLEAN);
    program_ends(exits_at_once_before_joinable, EXPLORE_CLEAN);
}

static void exits_before_failure(void *arg)
{
    (void)arg;
    start(fail, true);
    explore_exit(0);
}

static void returns_before_failure(void *arg)
{
    (void)arg;
    start(fail, true);
}

Test(explore_exit, what_threads_do_before_the_end_is_seen)
{
    program_ends(exits_before_failure, EXPLORE_WRONG);
    program_ends(returns_before_failure, EXPLORE_WRONG);
}

static void leaves_alone(void *arg)
{
    (void)arg;
    start(yield_twice, false);
    start(yield_twice, true);
    pthread_exit(NULL);
}

static void *join_first(void *arg)
{
    void *result = NULL;
    pthread_join(*(pthread_t *)arg, &result);
    if (result != &mutex)
        explore_wrong("the result of the first thread is lost");
    return NULL;
}

static void is_joined(void *arg)
{
    static pthread_t self;
    pthread_t other;
    (void)arg;
    self = pthread_self();
    pthread_create(&other, NULL, join_first, &self);
    pthread_exit(&mutex);
}

static void waits_for_itself(void *arg)
{
    (void)arg;
    mutex = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    pthread_exit(NULL);
}

Test(explore_exit, main_may_leave_by_pthread_exit)
{
    program_ends(leaves_alone, EXPLORE_CLEAN);
    program_ends(is_joined, EXPLORE_CLEAN);
    program_ends(waits_for_itself, EXPLORE_MISUSE);
}

static void count_up(void)
{
    count++;
}

static void expect_two(void)
{
    if (count != 2)
        explore_wrong("the handlers are not called in reverse order");
}

static void registers_and_returns(void *arg)
{
    (void)arg;
    count = 0;
    explore_atexit(expect_two);
    explore_atexit(count_up);
    explore_atexit(count_up);
}

static void registers_and_leaves(void *arg)
{
    registers_and_returns(arg);
    pthread_exit(NULL);
}

static void registers_and_exits_at_once(void *arg)
{
    count = 5;
    (void)arg;
    explore_atexit(expect_two);
    explore__exit(0);
}

static void registers_for_quick_exit(void *arg)
{
    count = 1;
    (void)arg;
    explore_at_quick_exit(expect_two);
    explore_at_quick_exit(count_up);
    explore_atexit(count_up);
    explore_quick_exit(0);
}

Test(explore_exit, handlers_are_called_in_the_schedule)
{
    program_ends(registers_and_returns, EXPLORE_CLEAN);
    program_ends(registers_and_leaves, EXPLORE_CLEAN);
    program_ends(registers_and_exits_at_once, EXPLORE_CLEAN);
    program_ends(registers_for_quick_exit, EXPLORE_CLEAN);
}

static void locks_and_returns(void *arg)
{
    (void)arg;
    mutex = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
}

static void locks_and_exits(void *arg)
{
    locks_and_returns(arg);
    explore_exit(1);
}

Test(explore_exit, an_explicit_exit_may_hold_a_lock)
{
    program_ends(locks_and_returns, EXPLORE_MISUSE);
    program_ends(locks_and_exits, EXPLORE_CLEAN);
}

static void joins_without_a_time(void *arg)
{
    pthread_t thread;
    void *result = NULL;
    (void)arg;
    pthread_create(&thread, NULL, return_five, NULL);
    int error = explore_pthread_timedjoin_np(thread, &result, NULL);
    if (error != 0 || result != (void *)5)
        explore_wrong("it didn't wait");
}

Test(explore_exit, a_join_without_a_time_waits)
{
    program_ends(joins_without_a_time, EXPLORE_CLEAN);
}

static void creates_too_many(void *arg)
{
    pthread_t thread;
    (void)arg;
    for (int i = 0; i < EXPLORE_MAX_THREADS; i++)
        pthread_create(&thread, NULL, return_five, NULL);
}

Test(explore_exit, too_many_threads_are_unsupported)
{
    struct explore_report report = explored_program(creates_too_many);
    cr_expect_eq(report.verdict, EXPLORE_UNSUPPORTED);
    cr_expect_str_eq(report.call, "pthread_create");
    cr_expect(strstr(report.message, "128"), "%s", report.message);
}

static void tries_to_join(void *arg)
{
    pthread_t thread;
    void *result = NULL;
    struct timespec soon;
    (void)arg;
    pthread_create(&thread, NULL, return_five, NULL);
    int error = explore_pthread_tryjoin_np(thread, &result);
    if (error == EBUSY) {
        clock_gettime(CLOCK_REALTIME, &soon);
        soon.tv_sec++;
        error = explore_pthread_timedjoin_np(thread, &result, &soon);
    }
    if (error == ETIMEDOUT)
        error = pthread_join(thread, &result);
    if (error != 0 || result != (void *)5)
        explore_wrong("the thread wasn't joined");
}

Test(explore_exit, a_join_may_be_tried)
{
    program_ends(tries_to_join, EXPLORE_CLEAN);
}
