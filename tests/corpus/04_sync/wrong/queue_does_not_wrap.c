/* mistake: the place of a new item is not taken modulo the capacity
 * fails: queue_is_first_in_first_out
 * says: behind the end of a block
 */
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
    /* while, not if: between the wakeup and the moment when this thread has the lock
     * again another may have taken the place; and a wakeup may come without a signal. */
    while (queue->count == queue->capacity && !queue->closed)
        must(pthread_cond_wait(&queue->not_full, &queue->lock));

    bool open = !queue->closed;
    if (open) {
        queue->items[queue->head + queue->count] = item;
        queue->count++;
        /* signal is enough: one item came, so one sleeper can go on, and whoever sleeps
         * on not_empty can use it. */
        must(pthread_cond_signal(&queue->not_empty));
    }
    must(pthread_mutex_unlock(&queue->lock));
    return as_errno(open ? 0 : EPIPE);
}

int queue_get(BoundedQueue *queue, void **item)
{
    must(pthread_mutex_lock(&queue->lock));
    while (queue->count == 0 && !queue->closed)
        must(pthread_cond_wait(&queue->not_empty, &queue->lock));

    /* Count decides, not closed: what was put before the close is still handed out. */
    bool found = queue->count > 0;
    if (found) {
        *item = queue->items[queue->head];
        queue->head = (queue->head + 1) % queue->capacity;
        queue->count--;
        must(pthread_cond_signal(&queue->not_full));
    }
    must(pthread_mutex_unlock(&queue->lock));
    return as_errno(found ? 0 : EPIPE);
}

int queue_close(BoundedQueue *queue)
{
    must(pthread_mutex_lock(&queue->lock));
    queue->closed = true;
    /* broadcast: the close concerns every sleeper, on both sides. After a signal all but
     * one would sleep for ever, because nothing more will come to wake them. */
    must(pthread_cond_broadcast(&queue->not_empty));
    must(pthread_cond_broadcast(&queue->not_full));
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

/* Gives each entry to exactly one worker. Returns false when none is left. */
static bool take_entry(Crew *crew, size_t *index)
{
    must(pthread_mutex_lock(&crew->lock));
    bool left = crew->next < crew->count;
    if (left)
        *index = crew->next++;
    must(pthread_mutex_unlock(&crew->lock));
    return left;
}

/* A worker: one message for each entry that it takes, a failed one too, because the
 * collector counts on it. The job runs without any lock: only so do look-ups overlap. */
static void *work(void *argument)
{
    Crew *crew = argument;
    size_t index;
    while (take_entry(crew, &index)) {
        Message *message = &crew->messages[index];
        message->index = index;
        if (process_job(&crew->catalog[index], &message->result) != 0)
            message->error = errno;
        if (queue_put(&crew->queue, message) != 0)
            break; /* closed: the collector has given up */
    }
    return NULL;
}

/* The collector: takes as many messages as there are entries, and so needs nobody to
 * tell it which is the last. Returns 0, or the errno of the first failure it hears of. */
static int collect(Crew *crew, JobResult *results)
{
    for (size_t taken = 0; taken < crew->count; taken++) {
        void *item;
        if (queue_get(&crew->queue, &item) != 0)
            return errno;
        const Message *message = item;
        if (message->error != 0)
            return message->error;
        results[message->index] = message->result;
    }
    return 0;
}

/* Starts the workers, collects, and ends the workers. Returns 0 or an errno. */
static int run_crew(Crew *crew, size_t size, JobResult *results)
{
    size_t started = 0;
    int error = 0;
    while (error == 0 && started < size) {
        error = pthread_create(&crew->threads[started], NULL, work, crew);
        if (error == 0)
            started++;
    }
    if (error == 0)
        error = collect(crew, results);

    /* Close before join: after a failure nobody takes messages any more, and a worker
     * that sleeps in queue_put for a place would never end. */
    queue_close(&crew->queue);
    for (size_t i = 0; i < started; i++)
        must(pthread_join(crew->threads[i], NULL));
    return error;
}

/* Returns 0; or an errno, and then nothing is left to release. */
static int crew_init(Crew *crew, const CatalogEntry *catalog, size_t count, size_t size)
{
    *crew = (Crew){.catalog = catalog, .count = count};
    int error = ENOMEM;
    crew->messages = calloc(count, sizeof *crew->messages);
    crew->threads = calloc(size, sizeof *crew->threads);
    if (!crew->messages || !crew->threads)
        goto free_arrays;
    error = pthread_mutex_init(&crew->lock, NULL);
    if (error != 0)
        goto free_arrays;
    if (queue_init(&crew->queue, size) != 0) {
        error = errno;
        goto destroy_lock;
    }
    return 0;

destroy_lock:
    must(pthread_mutex_destroy(&crew->lock));
free_arrays:
    free(crew->threads);
    free(crew->messages);
    return error;
}

/* Only after the join: nobody may use what is destroyed here. */
static void crew_destroy(Crew *crew)
{
    queue_destroy(&crew->queue);
    must(pthread_mutex_destroy(&crew->lock));
    free(crew->threads);
    free(crew->messages);
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results,
                    unsigned workers)
{
    if (workers == 0 || (count != 0 && (!catalog || !results)))
        return as_errno(EINVAL);
    if (count == 0)
        return 0;

    Crew crew;
    size_t size = workers < count ? workers : count;
    int error = crew_init(&crew, catalog, count, size);
    if (error == 0) {
        error = run_crew(&crew, size, results);
        crew_destroy(&crew);
    }
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
    /* The same account has one lock: to lock it twice is to wait for oneself. */
    if (from == to)
        return 0;

    /* One order for everybody, whatever the direction: lower number first. Then whoever
     * waits holds only lower numbers than the one it waits for, and no cycle can close.
     */
    Account *first = from->number < to->number ? from : to;
    Account *second = first == from ? to : from;
    must(pthread_mutex_lock(&first->lock));
    must(pthread_mutex_lock(&second->lock));

    /* Check and act under the same locks: a balance checked earlier may be spent. */
    bool covered = from->balance >= amount;
    if (covered) {
        from->balance -= amount;
        to->balance += amount;
    }
    must(pthread_mutex_unlock(&second->lock));
    must(pthread_mutex_unlock(&first->lock));
    return as_errno(covered ? 0 : ERANGE);
}

int account_destroy(Account *account)
{
    return as_errno(pthread_mutex_destroy(&account->lock));
}
