/* right: signals after the unlock; each worker has its own share of the catalog;
 * messages come from malloc; accounts are ordered by address */
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
    if (as_errno(pthread_mutex_lock(&counter->lock)) != 0)
        return -1;
    counter->value += amount;
    return as_errno(pthread_mutex_unlock(&counter->lock));
}

/* Reading needs the lock as well: without it this read and a write could happen at the
 * same time, which C calls a data race, with undefined behaviour. */
int counter_read(Counter *counter, long *value)
{
    if (as_errno(pthread_mutex_lock(&counter->lock)) != 0)
        return -1;
    *value = counter->value;
    return as_errno(pthread_mutex_unlock(&counter->lock));
}

int counter_destroy(Counter *counter)
{
    return as_errno(pthread_mutex_destroy(&counter->lock));
}

/* ---- a bounded queue -------------------------------------------------------------- */

int queue_init(BoundedQueue *queue, size_t capacity)
{
    int error = EINVAL;
    if (capacity == 0)
        goto error;

    *queue = (BoundedQueue){.capacity = capacity};
    error = ENOMEM;
    queue->items = calloc(capacity, sizeof *queue->items);
    if (!queue->items)
        goto error;
    error = pthread_mutex_init(&queue->lock, NULL);
    if (error != 0)
        goto free_items;
    error = pthread_cond_init(&queue->not_empty, NULL);
    if (error != 0)
        goto destroy_lock;
    error = pthread_cond_init(&queue->not_full, NULL);
    if (error != 0)
        goto destroy_not_empty;
    return 0;

    /* What was made is released in the opposite order; each label falls into the next. */
destroy_not_empty:
    must(pthread_cond_destroy(&queue->not_empty));
destroy_lock:
    must(pthread_mutex_destroy(&queue->lock));
free_items:
    free(queue->items);
error:
    return as_errno(error);
}

int queue_put(BoundedQueue *queue, void *item)
{
    must(pthread_mutex_lock(&queue->lock));
    while (!queue->closed && queue->count >= queue->capacity)
        must(pthread_cond_wait(&queue->not_full, &queue->lock));
    if (queue->closed) {
        must(pthread_mutex_unlock(&queue->lock));
        errno = EPIPE;
        return -1;
    }
    size_t tail = queue->head + queue->count++;
    queue->items[tail < queue->capacity ? tail : tail - queue->capacity] = item;
    must(pthread_mutex_unlock(&queue->lock));
    must(pthread_cond_signal(&queue->not_empty));
    return 0;
}

int queue_get(BoundedQueue *queue, void **item)
{
    must(pthread_mutex_lock(&queue->lock));
    while (!queue->closed && queue->count == 0)
        must(pthread_cond_wait(&queue->not_empty, &queue->lock));
    if (queue->count == 0) {
        must(pthread_mutex_unlock(&queue->lock));
        errno = EPIPE;
        return -1;
    }
    *item = queue->items[queue->head++];
    if (queue->head == queue->capacity)
        queue->head = 0;
    queue->count--;
    must(pthread_mutex_unlock(&queue->lock));
    must(pthread_cond_signal(&queue->not_full));
    return 0;
}

int queue_close(BoundedQueue *queue)
{
    must(pthread_mutex_lock(&queue->lock));
    queue->closed = true;
    must(pthread_mutex_unlock(&queue->lock));
    must(pthread_cond_broadcast(&queue->not_full));
    must(pthread_cond_broadcast(&queue->not_empty));
    return 0;
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

typedef struct Message {
    size_t index;
    JobResult result;
    int error;
} Message;

/* A worker's share: the entries first, first + step, first + 2 * step, ... */
typedef struct Share {
    const CatalogEntry *catalog;
    size_t count, first, step;
    BoundedQueue *queue;
    Message no_memory; /* sent when none could be allocated */
    pthread_t thread;
} Share;

static void *work(void *argument)
{
    Share *share = argument;
    for (size_t i = share->first; i < share->count; i += share->step) {
        Message *message = malloc(sizeof *message);
        if (!message) {
            share->no_memory.error = ENOMEM;
            queue_put(share->queue, &share->no_memory);
            return NULL;
        }
        message->index = i;
        message->error = 0;
        if (process_job(&share->catalog[i], &message->result) != 0)
            message->error = errno;
        if (queue_put(share->queue, message) != 0) {
            free(message);
            return NULL;
        }
    }
    return NULL;
}

static bool is_static(const Message *message, const Share *shares, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (message == &shares[i].no_memory)
            return true;
    return false;
}

static void drain(BoundedQueue *queue, const Share *shares, size_t size)
{
    void *item;
    while (queue_get(queue, &item) == 0)
        if (!is_static(item, shares, size))
            free(item);
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results,
                    unsigned workers)
{
    if (workers == 0 || (count > 0 && (!catalog || !results))) {
        errno = EINVAL;
        return -1;
    }
    if (count == 0)
        return 0;
    BoundedQueue queue;
    Share *shares = calloc(workers, sizeof *shares);
    if (!shares || queue_init(&queue, workers) != 0) {
        int kept = shares ? errno : ENOMEM;
        free(shares);
        errno = kept;
        return -1;
    }
    int error = 0;
    size_t started = 0;
    for (; started < workers && error == 0; started += error == 0) {
        Share *share = &shares[started];
        share->catalog = catalog;
        share->count = count;
        share->first = started;
        share->step = workers;
        share->queue = &queue;
        error = pthread_create(&share->thread, NULL, work, share);
    }
    for (size_t left = count; left > 0 && error == 0; left--) {
        void *item;
        queue_get(&queue, &item);
        Message *message = item;
        error = message->error;
        if (error == 0)
            results[message->index] = message->result;
        if (!is_static(message, shares, workers))
            free(message);
    }
    queue_close(&queue);
    for (size_t i = 0; i < started; i++)
        must(pthread_join(shares[i].thread, NULL));
    drain(&queue, shares, workers);
    queue_destroy(&queue);
    free(shares);
    return as_errno(error);
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
    int error = 0;
    if (amount < 0) {
        errno = EINVAL;
        return -1;
    }
    if (from == to)
        return 0;
    bool in_order = (uintptr_t)from < (uintptr_t)to;
    must(pthread_mutex_lock(in_order ? &from->lock : &to->lock));
    must(pthread_mutex_lock(in_order ? &to->lock : &from->lock));
    if (from->balance < amount) {
        error = ERANGE;
    } else {
        to->balance += amount;
        from->balance -= amount;
    }
    must(pthread_mutex_unlock(&from->lock));
    must(pthread_mutex_unlock(&to->lock));
    return as_errno(error);
}

int account_destroy(Account *account)
{
    return as_errno(pthread_mutex_destroy(&account->lock));
}
