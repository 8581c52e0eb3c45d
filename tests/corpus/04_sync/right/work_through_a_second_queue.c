/* right: the entries are handed out through a second queue; the calling thread joins
 * before it collects what a queue with room for everything holds; higher account number first */
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
        queue->items[(queue->head + queue->count) % queue->capacity] = item;
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

typedef struct Task {
    const CatalogEntry *entry;
    JobResult *place; /* where the collector is to write it */
    JobResult result;
    int error;
} Task;

typedef struct Office {
    BoundedQueue in, out; /* of Task *, with room for all */
} Office;

static void *clerk(void *argument)
{
    Office *office = argument;
    void *item;
    while (queue_get(&office->in, &item) == 0) {
        Task *task = item;
        task->error = 0;
        if (process_job(task->entry, &task->result) == -1)
            task->error = errno;
        must(queue_put(&office->out, task) == 0 ? 0 : EPIPE);
    }
    return NULL;
}

static int collect(Office *office)
{
    int first = 0;
    void *item;
    queue_close(&office->out);
    while (queue_get(&office->out, &item) == 0) {
        const Task *task = item;
        if (task->error != 0)
            first = first ? first : task->error;
        else
            *task->place = task->result;
    }
    return first;
}

static int staff(Office *office, unsigned workers, pthread_t *threads)
{
    unsigned started = 0;
    int error = 0, job_error;
    for (; started < workers; started++) {
        error = pthread_create(&threads[started], NULL, clerk, office);
        if (error)
            break;
    }
    queue_close(&office->in);
    for (unsigned i = 0; i < started; i++)
        must(pthread_join(threads[i], NULL));
    job_error = collect(office);
    return error ? error : job_error;
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results,
                    unsigned workers)
{
    Office office;
    int error = ENOMEM;
    if (workers == 0 || (count && !(catalog && results)))
        return as_errno(EINVAL);
    if (count == 0)
        return 0;
    Task *tasks = calloc(count, sizeof *tasks);
    if (!tasks)
        goto out;
    pthread_t *threads = calloc(workers, sizeof *threads);
    if (!threads)
        goto free_tasks;
    if (queue_init(&office.in, count) != 0)
        goto free_threads;
    if (queue_init(&office.out, count) != 0)
        goto destroy_in;
    for (size_t i = 0; i < count; i++) {
        tasks[i] = (Task){.entry = &catalog[i], .place = &results[i]};
        queue_put(&office.in, &tasks[i]);
    }
    error = staff(&office, workers, threads);
    queue_destroy(&office.out);
destroy_in:
    queue_destroy(&office.in);
free_threads:
    free(threads);
free_tasks:
    free(tasks);
out:
    return as_errno(error);
}

/* ---- transfer between two accounts ------------------------------------------------ */

int account_init(Account *account, int number, long balance)
{
    account->number = number;
    account->balance = balance;
    return as_errno(pthread_mutex_init(&account->lock, NULL));
}

static void lock_pair(Account *a, Account *b)
{
    if (a->number < b->number) {
        lock_pair(b, a);
        return;
    }
    must(pthread_mutex_lock(&a->lock));
    must(pthread_mutex_lock(&b->lock));
}

int transfer(Account *from, Account *to, long amount)
{
    int answer = 0;
    if (amount < 0)
        return as_errno(EINVAL);
    if (from->number == to->number)
        return 0;
    lock_pair(from, to);
    if (from->balance - amount < 0) {
        answer = as_errno(ERANGE);
    } else {
        from->balance -= amount;
        to->balance += amount;
    }
    must(pthread_mutex_unlock(&from->lock));
    must(pthread_mutex_unlock(&to->lock));
    return answer;
}

int account_destroy(Account *account)
{
    return as_errno(pthread_mutex_destroy(&account->lock));
}
