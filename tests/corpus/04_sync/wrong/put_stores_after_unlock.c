/* mistake: queue_put reserves the place under the lock and stores the item after it
 * fails: queue_hands_each_item_over_once
 * says: nobody had put
 */
#define _GNU_SOURCE
#include "sync.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

static void drop(void *m) { pthread_mutex_unlock(m); }

#define BEGIN_LOCKED(m)                       \
    pthread_mutex_lock(m);                    \
    pthread_cleanup_push(drop, m)
#define END_LOCKED pthread_cleanup_pop(1)

static int result_of(int error) { return error ? (errno = error, -1) : 0; }

int counter_init(Counter *counter) { counter->value = 0; return result_of(pthread_mutex_init(&counter->lock, NULL)); }

int counter_add(Counter *counter, long amount)
{
    const int error = pthread_mutex_lock(&counter->lock);
    if (error) return result_of(error);
    pthread_cleanup_push(drop, &counter->lock);
    counter->value += amount;
    pthread_cleanup_pop(1);
    return 0;
}

int counter_read(Counter *counter, long *value)
{
    const int error = pthread_mutex_lock(&counter->lock);
    if (error) return result_of(error);
    pthread_cleanup_push(drop, &counter->lock);
    *value = counter->value;
    pthread_cleanup_pop(1);
    return 0;
}

int counter_destroy(Counter *counter) { return result_of(pthread_mutex_destroy(&counter->lock)); }

int queue_init(BoundedQueue *queue, size_t capacity)
{
    int made = 0, error = capacity ? 0 : EINVAL;
    if (!error && !(queue->items = calloc(capacity, sizeof(void *)))) error = ENOMEM;
    if (error) return result_of(error);
    queue->capacity = capacity, queue->head = 0, queue->count = 0, queue->closed = 0;
    if (!error && !(error = pthread_mutex_init(&queue->lock, NULL))) made++;
    if (!error && !(error = pthread_cond_init(&queue->not_empty, NULL))) made++;
    if (!error && !(error = pthread_cond_init(&queue->not_full, NULL))) made++;
    if (!error) return 0;
    switch (made) {
    case 2: pthread_cond_destroy(&queue->not_empty); /* fall through */
    case 1: pthread_mutex_destroy(&queue->lock);     /* fall through */
    default: free(queue->items);
    }
    return result_of(error);
}

int queue_put(BoundedQueue *queue, void *item)
{
    int error = 0;
    void **place = NULL;
    BEGIN_LOCKED(&queue->lock);
    while (queue->count == queue->capacity && !queue->closed)
        pthread_cond_wait(&queue->not_full, &queue->lock);
    if (queue->closed)
        error = EPIPE;
    else {
        place = &queue->items[(queue->head + queue->count) % queue->capacity];
        if (++queue->count == 1) pthread_cond_signal(&queue->not_empty);
        if (queue->count < queue->capacity) pthread_cond_signal(&queue->not_full); /* the baton */
    }
    END_LOCKED;
    if (place) *place = item;
    return result_of(error);
}

int queue_get(BoundedQueue *queue, void **item)
{
    int error = 0;
    BEGIN_LOCKED(&queue->lock);
    while (!queue->count && !queue->closed)
        pthread_cond_wait(&queue->not_empty, &queue->lock);
    if (!queue->count)
        error = EPIPE;
    else {
        *item = queue->items[queue->head];
        queue->head = (queue->head + 1) % queue->capacity;
        if (queue->count-- == queue->capacity) pthread_cond_signal(&queue->not_full);
        if (queue->count > 0) pthread_cond_signal(&queue->not_empty); /* the baton */
    }
    END_LOCKED;
    return result_of(error);
}

int queue_close(BoundedQueue *queue)
{
    BEGIN_LOCKED(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->not_empty);
    pthread_cond_broadcast(&queue->not_full);
    END_LOCKED;
    return 0;
}

int queue_destroy(BoundedQueue *queue)
{
    pthread_cond_destroy(&queue->not_full);
    pthread_cond_destroy(&queue->not_empty);
    pthread_mutex_destroy(&queue->lock);
    free(queue->items);
    return 0;
}

/* Each worker strides through the catalog: i, i + n, i + 2n, ...; nothing to share but the queue. */
typedef struct Strider {
    pthread_t thread;
    struct Plan *plan;
    size_t first;
} Strider;

typedef struct Plan {
    const CatalogEntry *catalog;
    size_t count, step;
    BoundedQueue queue;
    Strider *striders;
    struct Message { size_t index; int error; JobResult result; } *messages;
} Plan;

static void *stride(void *argument)
{
    Strider *self = argument;
    Plan *plan = self->plan;
    for (size_t i = self->first; i < plan->count; i += plan->step) {
        struct Message *m = plan->messages + i;
        m->index = i;
        m->error = 0;
        if (process_job(plan->catalog + i, &m->result) == -1) m->error = errno;
        if (queue_put(&plan->queue, m) == -1) pthread_exit(NULL);
    }
    pthread_exit(NULL);
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (!workers || (count && !(catalog && results))) return result_of(EINVAL);
    if (!count) return 0;

    Plan plan = {.catalog = catalog, .count = count, .step = workers < count ? workers : count};
    int error = 0;
    size_t running = 0;
    plan.striders = calloc(plan.step, sizeof *plan.striders);
    plan.messages = malloc(count * sizeof *plan.messages);
    if (!plan.striders || !plan.messages) error = ENOMEM;
    else if (queue_init(&plan.queue, plan.step)) error = errno;
    else {
        for (; running < plan.step; running++) {
            plan.striders[running].plan = &plan;
            plan.striders[running].first = running;
            if ((error = pthread_create(&plan.striders[running].thread, NULL, stride, &plan.striders[running])))
                break;
        }
        for (size_t left = error ? 0 : count; left; left--) {
            void *item;
            if (queue_get(&plan.queue, &item)) { error = errno; break; }
            struct Message *m = item;
            if ((error = m->error)) break;
            results[m->index] = m->result;
        }
        queue_close(&plan.queue);
        while (running) pthread_join(plan.striders[--running].thread, NULL);
        queue_destroy(&plan.queue);
    }
    free(plan.messages);
    free(plan.striders);
    return result_of(error);
}

int account_init(Account *account, int number, long balance)
{
    account->number = number;
    account->balance = balance;
    return result_of(pthread_mutex_init(&account->lock, NULL));
}

int transfer(Account *from, Account *to, long amount)
{
    int error = amount < 0 ? EINVAL : 0;
    if (error || from == to) return result_of(error);
    pthread_mutex_t *low = &from->lock, *high = &to->lock;
    if ((uintptr_t)low > (uintptr_t)high) { pthread_mutex_t *t = low; low = high; high = t; }
    BEGIN_LOCKED(low);
    BEGIN_LOCKED(high);
    if (from->balance < amount) error = ERANGE;
    else { from->balance -= amount; to->balance += amount; }
    END_LOCKED;
    END_LOCKED;
    return result_of(error);
}

int account_destroy(Account *account) { return result_of(pthread_mutex_destroy(&account->lock)); }
