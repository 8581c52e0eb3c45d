/*
 * sync.c - task 4: correct, not merely fast.
 *
 * Read LESSON.md (`make lesson TASK=4`) and the contracts in sync.h. Write counter_add,
 * counter_read, queue_init, queue_put, queue_get, queue_close, collect_results and
 * transfer; the rest is given. Then: make validate TASK=4
 */
#include "sync.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * pthread functions return their error and leave errno alone; the functions of sync.h
 * return -1 and set it. Two ways from the one to the other:
 */

/* For an error that the caller can act on: 0, or -1 with errno set. */
static int as_errno(int error)
{
    if (error == 0)
        return 0;
    errno = error;
    return -1;
}

/* For an error that only a mistake in the program can cause, as unlocking what isn't
 * locked: to go on would mean to work on data that nothing guards. */
static void must(int error)
{
    if (error == 0)
        return;
    errno = error;
    perror("sync.c: a pthread function failed");
    abort();
}

/* ---- a counter -------------------------------------------------------------------- */

int counter_init(Counter *counter)
{
    counter->value = 0;
    return as_errno(pthread_mutex_init(&counter->lock, NULL));
}

int counter_add(Counter *counter, long amount)
{
    /* TODO: lock, add, unlock. pthread_mutex_lock and pthread_mutex_unlock return their
     * error: give it to as_errno, and add nothing unless you hold the lock. */
    (void)counter;
    (void)amount;
    errno = ENOSYS;
    return -1;
}

int counter_read(Counter *counter, long *value)
{
    /* TODO: copy the value while you hold the lock. */
    (void)counter;
    (void)value;
    errno = ENOSYS;
    return -1;
}

int counter_destroy(Counter *counter)
{
    return as_errno(pthread_mutex_destroy(&counter->lock));
}

/* ---- a bounded queue -------------------------------------------------------------- */

int queue_init(BoundedQueue *queue, size_t capacity)
{
    /* TODO: refuse a capacity of 0; set every field; allocate the ring; init the lock and
     * both condition variables. When a step fails, undo the steps before it. */
    (void)queue;
    (void)capacity;
    errno = ENOSYS;
    return -1;
}

int queue_put(BoundedQueue *queue, void *item)
{
    /* TODO: lock; sleep on not_full while the queue is full and open; if it is open, put
     * the item behind the newest and wake who waits for an item; unlock. */
    (void)queue;
    (void)item;
    errno = ENOSYS;
    return -1;
}

int queue_get(BoundedQueue *queue, void **item)
{
    /* TODO: lock; sleep on not_empty while the queue is empty and open; if there is an
     * item, take the oldest and wake who waits for a place; unlock. */
    (void)queue;
    (void)item;
    errno = ENOSYS;
    return -1;
}

int queue_close(BoundedQueue *queue)
{
    /* TODO: mark the queue closed, under its lock, and wake every sleeper in it. */
    (void)queue;
    errno = ENOSYS;
    return -1;
}

int queue_destroy(BoundedQueue *queue)
{
    must(pthread_cond_destroy(&queue->not_full));
    must(pthread_cond_destroy(&queue->not_empty));
    must(pthread_mutex_destroy(&queue->lock));
    free(queue->items);
    return 0;
}

/* ---- workers and one collector ---------------------------------------------------- */

/* What a worker tells the collector about one entry. Until it is put it is the worker's;
 * from then on it is the collector's. So no lock is needed for it. */
typedef struct Message {
    size_t index;     /* of the entry in the catalog */
    JobResult result; /* valid if error is 0 */
    int error;        /* 0, or the errno of the job that failed */
} Message;

/* What one call of collect_results shares between its threads. */
typedef struct Crew {
    const CatalogEntry *catalog; /* only read, so no lock is needed */
    size_t count;                /* entries in the catalog */
    Message *messages;           /* `count` messages, zeroed, one for each entry */
    pthread_t *threads;          /* used by the calling thread alone */
    pthread_mutex_t lock;        /* guards next */
    size_t next;                 /* index of the first entry that no worker took yet */
    BoundedQueue queue;          /* of Message *; has its own lock */
} Crew;

/* TODO: write the parts of collect_results here, each a static function: give out the
 * next entry; be a worker (process_job, then put a message: a failed job too); be the
 * collector (take messages, fill in results); start, close and join; make a Crew and
 * release it. */

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results,
                    unsigned workers)
{
    /* TODO: check the arguments; make a Crew; let it run; release it; return what became
     * of it. When pthread_create fails, the threads that did start must end as well. */
    (void)catalog;
    (void)count;
    (void)results;
    (void)workers;
    errno = ENOSYS;
    return -1;
}

/* ---- transfer between two accounts ------------------------------------------------ */

int account_init(Account *account, int number, long balance)
{
    account->number = number;
    account->balance = balance;
    return as_errno(pthread_mutex_init(&account->lock, NULL));
}

int transfer(Account *from, Account *to, long amount)
{
    /* TODO: refuse a negative amount; think of from == to; lock both accounts in an order
     * that is the same for every transfer; check the balance, move, unlock both. */
    (void)from;
    (void)to;
    (void)amount;
    errno = ENOSYS;
    return -1;
}

int account_destroy(Account *account)
{
    return as_errno(pthread_mutex_destroy(&account->lock));
}
