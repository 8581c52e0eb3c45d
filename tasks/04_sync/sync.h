/*
 * sync.h - the contract of task 4. Read-only: your work goes into sync.c.
 *
 * Four small structures that threads share. Each says which lock guards which data: it
 * is touched by nobody without the lock, readers included, and whoever holds the lock
 * sees it unchanged by others. To sleep is to wait in a pthread function, not to look
 * again and again. The rest is up to you.
 */
#ifndef SYNC_H
#define SYNC_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "jobs.h"

/* ---- a counter -------------------------------------------------------------------- */

typedef struct Counter {
    pthread_mutex_t lock; /* guards value */
    long value;           /* callers see to it that it never leaves the range of a long */
} Counter;

/* Makes a counter with the value 0.
 * Returns 0; or -1 with errno from pthread_mutex_init. */
int counter_init(Counter *counter);

/* Adds `amount` (may be negative). May be called by any number of threads at the same
 * time: no addition is lost. Returns 0; or -1 with errno from the lock, nothing added. */
int counter_add(Counter *counter, long amount);

/* Stores the value in *value. May be called while others add.
 * Returns 0; or -1 with errno from the lock, *value untouched. */
int counter_read(Counter *counter, long *value);

/* Ends a counter that nobody uses any more. Returns 0; or -1 with errno. */
int counter_destroy(Counter *counter);

/* ---- a bounded queue -------------------------------------------------------------- */

typedef struct BoundedQueue {
    pthread_mutex_t lock;     /* guards everything below */
    pthread_cond_t not_empty; /* an item came, or the queue was closed */
    pthread_cond_t not_full;  /* a place came free, or the queue was closed */
    void **items;             /* ring of `capacity` places, owned by the queue */
    size_t capacity;          /* 1 or more; never changes */
    size_t head;              /* index of the oldest item, 0..capacity-1 */
    size_t count;             /* items in the ring, 0..capacity */
    bool closed;              /* nothing is put any more; never becomes false again */
} BoundedQueue;

/* Makes an open, empty queue for `capacity` items. The caller ends it with queue_destroy.
 * Returns 0; or -1 with errno set, and then nothing is left to release: EINVAL (capacity
 * is 0), ENOMEM, or from the pthread functions. */
int queue_init(BoundedQueue *queue, size_t capacity);

/*
 * Puts an item at the end; sleeps while the queue is full and open. The item remains the
 * caller's: the queue stores the pointer (NULL is an item like any other) and never frees
 * what it points to.
 * Returns 0; or -1 with errno EPIPE: the queue is closed (already, or while this call
 * slept) and the item was not put.
 */
int queue_put(BoundedQueue *queue, void *item);

/*
 * Takes the oldest item into *item; sleeps while the queue is empty and open. Items come
 * out in the order in which they were put, each exactly once.
 * Returns 0; or -1 with errno EPIPE: the queue is closed and empty, *item untouched.
 * Items that were put before the close can still be taken after it.
 */
int queue_get(BoundedQueue *queue, void **item);

/* Closes the queue and wakes every thread that sleeps in queue_put or queue_get. Closing
 * twice is allowed. Returns 0. */
int queue_close(BoundedQueue *queue);

/* Ends a queue that nobody uses any more, and frees its ring; not the items.
 * Returns 0. */
int queue_destroy(BoundedQueue *queue);

/* ---- workers and one collector ---------------------------------------------------- */

/*
 * Runs process_job for each entry on `workers` threads. The workers write no result
 * themselves: they hand each to one collector (the calling thread) through a BoundedQueue
 * with a place for each worker, and the collector alone writes results.
 *
 *   catalog  `count` entries; not changed
 *   count    0 is valid: nothing to do, and no thread is needed
 *   results  room for `count` results, owned by the caller; results[i] belongs to
 *            catalog[i]
 *   workers  how many threads at most, 1 or more. Look-ups overlap up to that number, and
 *            never beyond. May be greater than count: then count threads are enough.
 *
 * Returns 0 when every job returned 0; or -1 with errno set:
 *   EINVAL     workers is 0, or count isn't 0 and catalog or results is NULL
 *   ENOMEM     out of memory
 *   otherwise  what pthread_create returned (as its man page says, it doesn't set errno);
 *              or the errno of a job that failed (of any of them, if several did)
 * Whatever is returned: every thread that was started has been joined, all memory that
 * the call allocated has been freed. After a failure the contents of results are
 * unspecified, and jobs that weren't started yet need not be.
 */
int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results,
                    unsigned workers);

/* ---- transfer between two accounts ------------------------------------------------ */

typedef struct Account {
    pthread_mutex_t lock; /* guards balance */
    int number;           /* unique, never changes: no lock needed to read it */
    long balance;         /* in credits, never negative; callers see to it that it fits */
} Account;

/* Makes an account. Returns 0; or -1 with errno from pthread_mutex_init. */
int account_init(Account *account, int number, long balance);

/*
 * Moves `amount` credits. May be called by any number of threads, for any accounts, in
 * any direction, at the same time: no credit appears or disappears, nobody ever sees a
 * negative balance, and no two transfers wait for each other forever (to give a lock back
 * and try again is allowed). At no moment does another thread that holds both locks see
 * the amount missing or doubled.
 *
 * `from` and `to` may be the same account: nothing moves then, and 0 is returned for
 * every amount that isn't negative.
 *
 * Returns 0; or -1 with errno set, nothing moved:
 *   EINVAL  amount is negative
 *   ERANGE  `from` has less than `amount`
 */
int transfer(Account *from, Account *to, long amount);

/* Ends an account that nobody uses any more. Returns 0; or -1 with errno. */
int account_destroy(Account *account);

#endif
