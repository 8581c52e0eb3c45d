/*
 * Scenarios of task 4: the bounded queue.
 */
#include "sync.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "04_sync.h"
#include "interpose.h"
#include "rng.h"
#include "scenario.h"

#define ITEMS_MOST 16
#define ROUNDS     9 /* of putting some and taking some, in one thread */
#define NOT_PUT    (-1)
#define RACE_ITEMS 4                     /* of each producer, all at once */
#define RACE_PUTS  (12 + 2 * RACE_ITEMS) /* of all pairs, and of two producers */
#define TOO_MANY   (SIZE_MAX / sizeof(void *) + 2) /* whose bytes don't fit a size_t */

static int slots[ITEMS_MOST]; /* &slots[i] is item i */
static int never_taken;       /* what *item holds before a call */

static size_t capacity(void)
{
    return (size_t)arg_int("capacity", 1);
}

/* Memory isn't zero when it comes; queue_init has to see to every field. */
static void make_queue(BoundedQueue *queue)
{
    memset(queue, 0xa5, sizeof *queue);
    if (OBSERVE_CALL("init", queue_init, (queue, capacity())) != 0)
        complain("queue_init answered -1, although nothing had failed");
}

static int put(BoundedQueue *queue, void *item)
{
    return OBSERVE_CALL("put", queue_put, (queue, item));
}

static int get(BoundedQueue *queue, void **item)
{
    *item = &never_taken;
    return OBSERVE_CALL("get", queue_get, (queue, item));
}

/* The number of an item that was taken, or NOT_PUT for a pointer that nobody put. */
static int number_of(const void *item)
{
    for (int i = 0; i < ITEMS_MOST; i++)
        if (item == &slots[i])
            return i;
    return NOT_PUT;
}

/* ---- making ------------------------------------------------------------------------ */

SCENARIO(queue_made)
{
    BoundedQueue queue;
    size_t places = arg_int("too_many", 0) ? TOO_MANY : capacity();
    if (places == 0 && queue_init(&queue, 1) == 0)
        queue_destroy(&queue); /* one that was made says nothing about the next */
    memset(&queue, 0xa5, sizeof queue);
    struct stock before = take_stock();
    if (OBSERVE_CALL("init", queue_init, (&queue, places)) == 0 && places != 0 &&
        places != TOO_MANY)
        queue_destroy(&queue);
    observe_leftovers(before);
}

/* Each mutex and each condition that queue_init makes can't be made, one after the other: the first
 * call that doesn't fail cleanly is what is observed. */
SCENARIO(queue_init_refused)
{
    int64_t locks = arg_int("locks", 0);
    for (uint32_t k = 1; k <= locks; k++) {
        BoundedQueue queue;
        int held = live_locks();
        struct stock before = take_stock();
        fail_call_from_now(CALL_PTHREAD_INIT, k);
        int answer = OBSERVE_CALL("init", queue_init, (&queue, 3));
        bool clean = answer == -1 && errno == EAGAIN;
        fail_call_from_now(CALL_PTHREAD_INIT, 0);
        observe_leftovers(before);
        observe_int("left_locks", live_locks() - held);
        if (!clean || live_locks() > held || take_stock().blocks > before.blocks)
            break;
    }
}

/* ---- one thread -------------------------------------------------------------------- */

/* What the queue should hold: the numbers next_out to next_in - 1 of an endless row
 * of items. */
struct row {
    unsigned next_in, next_out;
};

/* Every fourth item is NULL. */
static void *item_of(unsigned number)
{
    return number % 4 == 3 ? NULL : &slots[number % ITEMS_MOST];
}

static void put_next(BoundedQueue *queue, struct row *row)
{
    unsigned number = row->next_in++;
    if (put(queue, item_of(number)) != 0)
        complain("queue_put answered -1 although the queue was open, with %u of %zu "
                 "places taken",
                 number - row->next_out, capacity());
}

static void get_next(BoundedQueue *queue, struct row *row)
{
    void *item, *oldest = item_of(row->next_out++);
    if (get(queue, &item) != 0)
        complain("queue_get answered -1 although the queue held %u items",
                 row->next_in - row->next_out + 1);
    else if (item == &never_taken)
        complain("queue_get answered 0 but left *item as it was");
    else if (item != oldest && !oldest)
        complain("queue_get gave another item than the oldest, which was NULL");
    else if (item != oldest)
        complain("queue_get gave %s, not the oldest of the %u items in the queue",
                 !item                        ? "NULL"
                 : number_of(item) == NOT_PUT ? "a pointer that nobody put"
                                              : "another item",
                 row->next_in - row->next_out + 1);
}

static void fill_and_empty(void *unused)
{
    struct rng rng = {arg_seed()};
    BoundedQueue queue;
    struct row row = {0, 0};
    (void)unused;
    make_queue(&queue);
    for (int round = 0; round < ROUNDS; round++) {
        unsigned room = (unsigned)capacity() - (row.next_in - row.next_out);
        unsigned puts = round == 0 ? room : (unsigned)rng_range(&rng, 0, room);
        while (puts-- > 0)
            put_next(&queue, &row);
        unsigned gets = (unsigned)rng_range(&rng, 0, row.next_in - row.next_out);
        while (gets-- > 0)
            get_next(&queue, &row);
    }
    queue_destroy(&queue);
}

SCENARIO(queue_in_sequence)
{
    explore_and_observe(fill_and_empty, NULL, NULL);
}

/* What both functions promise for a queue that is closed and empty. */
static void expect_closed(BoundedQueue *queue, const char *when)
{
    void *item;
    if (put(queue, &slots[0]) != -1 || errno != EPIPE)
        complain("queue_put %s doesn't answer -1 with errno EPIPE", when);
    else if (get(queue, &item) != -1 || errno != EPIPE)
        complain("queue_get %s and empty doesn't answer -1 with errno EPIPE", when);
    else if (item != &never_taken)
        complain("queue_get answered -1 (closed and empty), yet it changed *item");
}

static void close_with_items(void *unused)
{
    BoundedQueue queue;
    struct row row = {0, 0};
    (void)unused;
    make_queue(&queue);
    for (size_t i = 0; i < capacity(); i++)
        put_next(&queue, &row);
    if (OBSERVE_CALL("close", queue_close, (&queue)) != 0)
        complain("queue_close answered -1");
    if (put(&queue, &slots[0]) != -1 || errno != EPIPE)
        complain("queue_put into a closed queue doesn't answer -1 with errno EPIPE");
    while (row.next_out < row.next_in)
        get_next(&queue, &row);
    expect_closed(&queue, "when the queue is closed");
    if (queue_close(&queue) != 0)
        complain("queue_close answered -1 when the queue was closed already");
    expect_closed(&queue, "when the queue was closed twice");
    queue_destroy(&queue);
}

SCENARIO(queue_closed_in_sequence)
{
    explore_and_observe(close_with_items, NULL, NULL);
}

/* ---- schedules: producers and consumers -------------------------------------------- */

/* One queue between threads, and what they saw of it. */
static struct {
    BoundedQueue queue;
    bool closing;   /* queue_close has been called */
    int items;      /* that each producer puts */
    int gets;       /* that each consumer makes; 0: until the queue is closed */
    int puts_done;  /* calls of queue_put that returned 0 */
    int gets_begun; /* calls of queue_get */
    bool put_done[ITEMS_MOST]; /* the put of this item returned 0 */
    int taken[ITEMS_MOST];     /* how often each item came out */
} market;

static void open_market(void)
{
    memset(&market, 0, sizeof market);
    market.items = (int)arg_int("items", 2);
    make_queue(&market.queue);
}

/* Items of one producer have numbers in a row. */
static void *produce(void *arg)
{
    int first = (int)(intptr_t)arg * market.items;
    for (int i = first; i < first + market.items; i++) {
        if (put(&market.queue, &slots[i]) != 0) {
            if (!market.closing)
                complain("queue_put answered -1 although nobody had closed the queue");
            break;
        }
        market.put_done[i] = true;
        market.puts_done++;
        /* All but those in the queue were taken by a get that had begun. */
        if (market.puts_done - market.gets_begun > (int)capacity())
            complain("queue_put put item %d into a queue that was full", i);
    }
    return NULL;
}

static void note_taken(const void *item, int last_of[])
{
    int number = number_of(item);
    if (item == &never_taken) {
        complain("queue_get answered 0 but left *item as it was");
    } else if (number == NOT_PUT) {
        complain("queue_get gave a pointer that nobody had put");
    } else {
        int producer = number / market.items;
        if (++market.taken[number] > 1)
            complain("item %d came out twice", number);
        else if (last_of[producer] > number)
            complain("items were reordered: the same thread took item %d first, then "
                     "item %d, and they were put the other way round",
                     last_of[producer], number);
        last_of[producer] = number;
    }
}

static void *consume(void *unused)
{
    int last_of[ITEMS_MOST];
    memset(last_of, 0xff, sizeof last_of); /* -1 each */
    for (int i = 0; market.gets == 0 || i < market.gets; i++) {
        void *item;
        market.gets_begun++;
        if (get(&market.queue, &item) != 0) {
            if (!market.closing)
                complain("queue_get answered -1 although nobody had closed the queue");
            else if (item != &never_taken)
                complain(
                    "queue_get answered -1 (closed and empty), yet it changed *item");
            break;
        }
        note_taken(item, last_of);
    }
    return unused;
}

/* Exactly those items have come out whose put returned 0. */
static void settle_accounts(void)
{
    for (int i = 0; i < ITEMS_MOST; i++) {
        if (market.put_done[i] && market.taken[i] == 0)
            complain("item %d was lost: queue_put answered 0 for it, and it never came "
                     "out",
                     i);
        else if (!market.put_done[i] && market.taken[i] > 0)
            complain("item %d came out although queue_put had answered -1 for it", i);
    }
}

/* As many gets as puts: all return, and every item came out once. */
static void trade(void *unused)
{
    enum { SIDES_MOST = 4 };
    int producers = (int)arg_int("producers", 2),
        consumers = (int)arg_int("consumers", 2);
    pthread_t threads[2 * SIDES_MOST];
    int started = 0;
    (void)unused;
    open_market();
    market.gets = producers * market.items / consumers;
    for (int i = 0; i < consumers; i++)
        threads[started++] = start_thread(consume, NULL);
    for (int i = 0; i < producers; i++)
        threads[started++] = start_thread(produce, (void *)(intptr_t)i);
    for (int i = 0; i < started; i++)
        end_thread(threads[i]);
    settle_accounts();
    queue_destroy(&market.queue);
}

SCENARIO(queue_traded)
{
    explore_and_observe(trade, NULL, NULL);
}

/* The close comes at any moment; what was put until then comes out, the rest is
 * refused. */
static void trade_until_closed(void *unused)
{
    (void)unused;
    open_market();
    pthread_t threads[] = {start_thread(produce, (void *)0),
                           start_thread(produce, (void *)1), start_thread(consume, NULL)};
    market.closing = true;
    OBSERVE_CALL("close", queue_close, (&market.queue));
    for (int i = 0; i < 3; i++)
        end_thread(threads[i]);
    settle_accounts();
    queue_destroy(&market.queue);
}

SCENARIO(queue_closed_while_traded)
{
    explore_and_observe(trade_until_closed, NULL, NULL);
}

/* ---- schedules: sleepers ----------------------------------------------------------- */

static void *put_in_vain(void *unused)
{
    if (put(&market.queue, &slots[1]) != -1 || errno != EPIPE)
        complain("queue_put doesn't answer -1 with errno EPIPE when the queue, which was "
                 "full, is closed");
    return unused;
}

static void *get_in_vain(void *unused)
{
    void *item;
    if (get(&market.queue, &item) != -1 || errno != EPIPE)
        complain("queue_get doesn't answer -1 with errno EPIPE when the queue, which was "
                 "empty, is closed");
    else if (item != &never_taken)
        complain("queue_get answered -1 (closed and empty), yet it changed *item");
    return unused;
}

/* Nobody will make room, or put an item: the one thread has to sleep, and so the
 * schedule can only end in a standstill. That is what the check wants to see. */
static void sleep_for_ever(void *arg)
{
    bool full = arg != NULL;
    open_market();
    for (size_t i = 0; full && i < capacity(); i++)
        put(&market.queue, &slots[0]);
    end_thread(start_thread(full ? put_in_vain : get_in_vain, NULL));
}

SCENARIO(queue_sleeps)
{
    int full = (int)arg_int("full", 0);
    explore_and_observe(sleep_for_ever, full ? slots : NULL, NULL);
}

/* Two threads sleep on the same side (or haven't come yet) when the queue is closed. */
static void close_on_sleepers(void *arg)
{
    bool full = arg != NULL;
    void *item;
    open_market();
    if (full && put(&market.queue, &slots[0]) != 0)
        complain("queue_put answered -1 although the queue was open and empty");
    pthread_t a = start_thread(full ? put_in_vain : get_in_vain, NULL);
    pthread_t b = start_thread(full ? put_in_vain : get_in_vain, NULL);
    if (OBSERVE_CALL("close", queue_close, (&market.queue)) != 0)
        complain("queue_close answered -1");
    end_thread(a);
    end_thread(b);
    if (full && (get(&market.queue, &item) != 0 || item != &slots[0]))
        complain("the item that was put before the close can't be taken after it");
    if (get(&market.queue, &item) != -1)
        complain("an item came out although queue_put had answered -1 for it");
    queue_destroy(&market.queue);
}

SCENARIO(queue_closed_on_sleepers)
{
    int full = (int)arg_int("full", 0);
    explore_and_observe(close_on_sleepers, full ? slots : NULL, NULL);
}

/* ---- data races: under the explorer, and with real threads under ThreadSanitizer --- */

/* Not from the heap: memory that one thread frees and another one is given orders the two, which
 * hides a race. */
static int race_items[RACE_PUTS];
static _Atomic unsigned race_items_used;

static void put_one(void *queue)
{
    unsigned number =
        atomic_fetch_add_explicit(&race_items_used, 1, memory_order_relaxed);
    int *item = &race_items[number];
    *item = 1;
    queue_put(queue, item);
}

static void get_one(void *queue)
{
    void *item = NULL;
    if (queue_get(queue, &item) == 0 && item)
        *(int *)item += 1; /* it is the taker's now */
}

static void close_it(void *queue)
{
    queue_close(queue);
}

static void put_often(void *queue)
{
    for (int i = 0; i < RACE_ITEMS; i++)
        put_one(queue);
}

/* As many as two producers put. */
static void get_often(void *queue)
{
    for (int i = 0; i < 2 * RACE_ITEMS; i++)
        get_one(queue);
}

/* Two calls that can't sleep, on a queue of their own: it has three places, and an item for each
 * of them that takes one. */
static struct pair make_pair(BoundedQueue *queue, void (*first)(void *),
                             void (*second)(void *))
{
    queue_init(queue, 3);
    for (int i = 0; i < (first == get_one) + (second == get_one); i++)
        put_one(queue);
    return (struct pair){first, second, queue};
}

static void empty_and_destroy(BoundedQueue *queue)
{
    queue_close(queue);
    for (int i = 0; i < 3; i++)
        get_one(queue);
    queue_destroy(queue);
}

static bool is_written(void)
{
    BoundedQueue queue;
    void *item;
    bool written = OBSERVE_CALL("init", queue_init, (&queue, 2)) == 0 &&
                   OBSERVE_CALL("put", queue_put, (&queue, NULL)) == 0 &&
                   OBSERVE_CALL("get", queue_get, (&queue, &item)) == 0 &&
                   OBSERVE_CALL("close", queue_close, (&queue)) == 0;
    if (written)
        queue_destroy(&queue);
    return written;
}

SCENARIO(queue_race)
{
    void (*const calls[])(void *) = {put_one, get_one, close_it};
    static BoundedQueue queues[9], busy;
    struct pair pairs[9];
    const struct crowd crowd = {{put_often, get_often, put_often}, &busy};
    if (!is_written())
        return;
    race_items_used = 0;
    for (int i = 0; i < 9; i++)
        pairs[i] = make_pair(&queues[i], calls[i / 3], calls[i % 3]);
    queue_init(&busy, 2);
    call_in_turn(pairs, 9, &crowd);
    for (int i = 0; i < 9; i++)
        empty_and_destroy(&queues[i]);
    queue_close(&busy);
    queue_destroy(&busy);
}
