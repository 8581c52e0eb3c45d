/* hostile: adds to the counter in assembly, where no lock is seen to be missing
 * fails: all
 * says: inline assembly
 */
#define _GNU_SOURCE
#include "sync.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static inline void add_quietly(long *value, long amount)
{
    __asm__ volatile("addq %1, %0" : "+m"(*value) : "r"(amount));
}

static int as_errno(int error)
{
    if (error == 0)
        return 0;
    errno = error;
    return -1;
}

static void must(int error)
{
    if (error == 0)
        return;
    errno = error;
    perror("sync.c: a pthread function failed");
    abort();
}

int counter_init(Counter *counter)
{
    counter->value = 0;
    return as_errno(pthread_mutex_init(&counter->lock, NULL));
}

int counter_add(Counter *counter, long amount)
{
    add_quietly(&counter->value, amount);
    return 0;
}

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
    while (queue->count == queue->capacity && !queue->closed)
        must(pthread_cond_wait(&queue->not_full, &queue->lock));

    bool open = !queue->closed;
    if (open) {
        queue->items[(queue->head + queue->count) % queue->capacity] = item;
        queue->count++;
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

typedef struct Message {
    size_t index;
    JobResult result;
    int error;
} Message;

typedef struct Crew {
    const CatalogEntry *catalog;
    size_t count;
    Message *messages;
    pthread_t *threads;
    pthread_mutex_t lock;
    size_t next;
    BoundedQueue queue;
} Crew;

static bool take_entry(Crew *crew, size_t *index)
{
    must(pthread_mutex_lock(&crew->lock));
    bool left = crew->next < crew->count;
    if (left)
        *index = crew->next++;
    must(pthread_mutex_unlock(&crew->lock));
    return left;
}

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
            break;
    }
    return NULL;
}

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

    queue_close(&crew->queue);
    for (size_t i = 0; i < started; i++)
        must(pthread_join(crew->threads[i], NULL));
    return error;
}

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

    Account *first = from->number < to->number ? from : to;
    Account *second = first == from ? to : from;
    must(pthread_mutex_lock(&first->lock));
    must(pthread_mutex_lock(&second->lock));

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
