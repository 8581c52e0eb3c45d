/*
 * explore_queue_test.c - the explorer on bounded queues: the right one, and the classic
 * mistakes one at a time.
 */
#include "explore_calls.h"

#define ITEMS 2 /* that each producer puts */

/* A queue with the mistakes as switches; all off: right. */
static struct {
    bool if_for_while;
    bool one_condition; /* not_full is not_empty */
    bool no_signal_on_get;
    bool signal_on_close;
} mistakes;

static struct {
    pthread_mutex_t lock;
    pthread_cond_t not_empty;
    pthread_cond_t not_full;
    int capacity;
    int items;
    bool closed;
    int taken;
    bool broken; /* more items than places, or fewer than none */
} queue;

static pthread_cond_t *not_full(void)
{
    return mistakes.one_condition ? &queue.not_empty : &queue.not_full;
}

static void set_up(int capacity)
{
    memset(&queue, 0, sizeof queue);
    pthread_mutex_init(&queue.lock, NULL);
    pthread_cond_init(&queue.not_empty, NULL);
    pthread_cond_init(&queue.not_full, NULL);
    queue.capacity = capacity;
}

static void put(void)
{
    pthread_mutex_lock(&queue.lock);
    while (queue.items == queue.capacity) {
        pthread_cond_wait(not_full(), &queue.lock);
        if (mistakes.if_for_while)
            break;
    }
    queue.items++;
    queue.broken |= queue.items > queue.capacity;
    pthread_cond_signal(&queue.not_empty);
    pthread_mutex_unlock(&queue.lock);
}

/* Returns false when the queue is closed and empty. */
static bool get(void)
{
    pthread_mutex_lock(&queue.lock);
    while (queue.items == 0 && !queue.closed) {
        pthread_cond_wait(&queue.not_empty, &queue.lock);
        if (mistakes.if_for_while)
            break;
    }
    bool got = queue.items > 0 || !queue.closed;
    if (got) {
        queue.items--;
        queue.taken++;
        queue.broken |= queue.items < 0;
        if (!mistakes.no_signal_on_get)
            pthread_cond_signal(not_full());
    }
    pthread_mutex_unlock(&queue.lock);
    return got;
}

static void close_queue(void)
{
    pthread_mutex_lock(&queue.lock);
    queue.closed = true;
    if (mistakes.signal_on_close)
        pthread_cond_signal(&queue.not_empty);
    else
        pthread_cond_broadcast(&queue.not_empty);
    pthread_mutex_unlock(&queue.lock);
}

static void *produce(void *arg)
{
    for (int i = 0; i < ITEMS; i++)
        put();
    return arg;
}

static void *consume(void *arg)
{
    while (get())
        continue;
    return arg;
}

/* Two producers, two consumers, a queue of *arg places. */
static void two_by_two(void *arg)
{
    pthread_t producers[2], consumers[2];
    set_up(*(int *)arg);
    for (int i = 0; i < 2; i++)
        pthread_create(&consumers[i], NULL, consume, NULL);
    for (int i = 0; i < 2; i++)
        pthread_create(&producers[i], NULL, produce, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(producers[i], NULL);
    close_queue();
    for (int i = 0; i < 2; i++)
        pthread_join(consumers[i], NULL);
    pthread_mutex_destroy(&queue.lock);
    pthread_cond_destroy(&queue.not_empty);
    pthread_cond_destroy(&queue.not_full);
}

static const char *all_taken(void *arg)
{
    (void)arg;
    if (queue.broken)
        return "an item was taken from the empty queue, or put into the full one";
    return queue.taken == 2 * ITEMS ? NULL : "not every item was taken";
}

static struct explore_report explored_queue(int capacity, bool spurious)
{
    struct explore_options options = {
        .seed = 7, .schedules = 2000, .spurious_wakeups = spurious};
    struct explore_report report;
    cr_assert_eq(explore(two_by_two, &capacity, all_taken, &options, &report), 0);
    return report;
}

Test(explore_queue, a_right_queue_is_clean_over_2000_schedules)
{
    for (int capacity = 1; capacity <= 2; capacity++) {
        struct explore_report report = explored_queue(capacity, true);
        expect_verdict(&report, EXPLORE_CLEAN);
        cr_expect_eq(report.schedules_run, 2000);
    }
}

Test(explore_queue, if_for_while_is_found_even_without_spurious_wakeups)
{
    mistakes.if_for_while = true;
    struct explore_report report = explored_queue(1, false);
    expect_verdict(&report, EXPLORE_WRONG);
    cr_expect_leq(report.preemptions, 1);
}

Test(explore_queue, signal_with_one_condition_for_two_purposes_loses_a_wakeup)
{
    mistakes.one_condition = true;
    struct explore_report report = explored_queue(1, false);
    expect_verdict(&report, EXPLORE_LOST_WAKEUP);
    cr_expect_not_null(strstr(report.message, "whose condition did not hold"), "%s",
                       report.message);
}

Test(explore_queue, a_get_that_never_signals_leaves_producers_asleep)
{
    mistakes.no_signal_on_get = true;
    struct explore_report report = explored_queue(1, false);
    expect_verdict(&report, EXPLORE_DEADLOCK);
    cr_expect_not_null(strstr(report.message, "which nobody signalled"), "%s",
                       report.message);
}

Test(explore_queue, close_has_to_wake_all_consumers)
{
    mistakes.signal_on_close = true;
    struct explore_report report = explored_queue(1, false);
    expect_verdict(&report, EXPLORE_LOST_WAKEUP);
    cr_expect_not_null(strstr(report.message, "a broadcast all"), "%s", report.message);
}
