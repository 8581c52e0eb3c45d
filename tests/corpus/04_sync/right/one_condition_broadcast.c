/* right: one condition variable and broadcast everywhere; an atomic index; the last
 * worker closes the queue; the second account's lock is only tried */
#include "sync.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
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
    int error = 0;
    must(pthread_mutex_lock(&queue->lock));
    for (;;) {
        if (queue->closed) {
            error = EPIPE;
            break;
        }
        if (queue->count < queue->capacity) {
            queue->items[(queue->head + queue->count++) % queue->capacity] = item;
            must(pthread_cond_broadcast(&queue->not_empty));
            break;
        }
        must(pthread_cond_wait(&queue->not_empty, &queue->lock));
    }
    must(pthread_mutex_unlock(&queue->lock));
    return as_errno(error);
}

int queue_get(BoundedQueue *queue, void **item)
{
    int error = 0;
    must(pthread_mutex_lock(&queue->lock));
    while (queue->count == 0 && !queue->closed)
        must(pthread_cond_wait(&queue->not_empty, &queue->lock));
    if (queue->count == 0) {
        error = EPIPE;
    } else {
        *item = queue->items[queue->head];
        queue->head = (queue->head + 1) % queue->capacity;
        queue->count--;
        must(pthread_cond_broadcast(&queue->not_empty));
    }
    must(pthread_mutex_unlock(&queue->lock));
    return as_errno(error);
}

int queue_close(BoundedQueue *queue)
{
    must(pthread_mutex_lock(&queue->lock));
    queue->closed = true;
    must(pthread_cond_broadcast(&queue->not_empty));
    must(pthread_mutex_unlock(&queue->lock));
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
    JobResult result;
    int error;
} Message;

typedef struct Crew {
    const CatalogEntry *catalog;
    size_t count;
    atomic_size_t next;
    atomic_uint running;
    Message *messages;
    BoundedQueue queue;
} Crew;

static void leave(Crew *crew)
{
    if (atomic_fetch_sub(&crew->running, 1) == 1)
        queue_close(&crew->queue);
}

static void *work(void *argument)
{
    Crew *crew = argument;
    size_t i;
    while ((i = atomic_fetch_add(&crew->next, 1)) < crew->count) {
        Message *message = &crew->messages[i];
        message->error = process_job(&crew->catalog[i], &message->result) != 0 ? errno : 0;
        if (queue_put(&crew->queue, message) != 0)
            break;
    }
    leave(crew);
    return NULL;
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results,
                    unsigned workers)
{
    if (workers == 0)
        return as_errno(EINVAL);
    if (count == 0)
        return 0;
    if (!catalog || !results)
        return as_errno(EINVAL);
    if (workers > count)
        workers = (unsigned)count;
    Crew crew = {.catalog = catalog, .count = count};
    crew.messages = malloc(count * sizeof *crew.messages);
    pthread_t *threads = malloc(workers * sizeof *threads);
    if (!crew.messages || !threads || queue_init(&crew.queue, workers) != 0) {
        free(crew.messages);
        free(threads);
        return as_errno(ENOMEM);
    }
    /* The calling thread counts as running while it starts the others. */
    atomic_init(&crew.next, 0);
    atomic_init(&crew.running, 1);
    unsigned started = 0;
    int error = 0;
    while (started < workers && error == 0) {
        atomic_fetch_add(&crew.running, 1);
        error = pthread_create(&threads[started], NULL, work, &crew);
        if (error == 0)
            started++;
        else
            atomic_fetch_sub(&crew.running, 1);
    }
    if (started > 0)
        error = 0; /* fewer workers are slower, and as right */
    leave(&crew);
    void *item;
    while (queue_get(&crew.queue, &item) == 0) {
        const Message *message = item;
        if (message->error != 0 && error == 0)
            error = message->error;
        else if (message->error == 0)
            results[message - crew.messages] = message->result;
    }
    for (unsigned i = 0; i < started; i++)
        must(pthread_join(threads[i], NULL));
    queue_destroy(&crew.queue);
    free(threads);
    free(crew.messages);
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
    if (amount < 0)
        return as_errno(EINVAL);
    if (from == to)
        return 0;
    for (;;) {
        must(pthread_mutex_lock(&from->lock));
        if (pthread_mutex_trylock(&to->lock) == 0)
            break;
        must(pthread_mutex_unlock(&from->lock)); /* whoever has it may want mine */
        sched_yield();
    }
    int error = from->balance < amount ? ERANGE : 0;
    if (error == 0) {
        from->balance -= amount;
        to->balance += amount;
    }
    must(pthread_mutex_unlock(&to->lock));
    must(pthread_mutex_unlock(&from->lock));
    return as_errno(error);
}

int account_destroy(Account *account)
{
    return as_errno(pthread_mutex_destroy(&account->lock));
}
