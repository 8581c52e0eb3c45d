/* mistake: queue_get notes at its start whether the queue is full, and signals by that
 *   note after its sleep
 * fails: queue_hands_each_item_over_once
 * says: nobody is left who could wake
 */
#include "sync.h"

#include <errno.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(expr) check_((expr), #expr, __LINE__)
static void check_(int rc, const char *what, int line)
{
    if (rc == 0) return;
    fprintf(stderr, "line %d: %s -> %d\n", line, what, rc);
    abort();
}

int counter_init(Counter *counter)
{
    counter->value = 0;
    int rc = pthread_mutex_init(&counter->lock, NULL);
    if (rc != 0) errno = rc;
    return -(rc != 0);
}

int counter_add(Counter *counter, long amount)
{
    int rc = pthread_mutex_lock(&counter->lock);
    if (rc != 0) { errno = rc; return -1; }
    counter->value += amount;
    CHECK(pthread_mutex_unlock(&counter->lock));
    return 0;
}

int counter_read(Counter *counter, long *value)
{
    int rc = pthread_mutex_lock(&counter->lock);
    if (rc != 0) { errno = rc; return -1; }
    *value = counter->value;
    CHECK(pthread_mutex_unlock(&counter->lock));
    return 0;
}

int counter_destroy(Counter *counter)
{
    int rc = pthread_mutex_destroy(&counter->lock);
    if (rc != 0) errno = rc;
    return -(rc != 0);
}

/* The two conditions use the monotonic clock; nobody waits with a timeout, but who knows. */
int queue_init(BoundedQueue *queue, size_t capacity)
{
    if (capacity == 0) { errno = EINVAL; return -1; }
    pthread_condattr_t monotonic;
    int rc = pthread_condattr_init(&monotonic);
    if (rc != 0) { errno = rc; return -1; }
    CHECK(pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC));
    *queue = (BoundedQueue){ .capacity = capacity, .items = calloc(capacity, sizeof(void *)) };
    rc = queue->items == NULL ? ENOMEM : pthread_mutex_init(&queue->lock, NULL);
    if (rc != 0) goto undo0;
    rc = pthread_cond_init(&queue->not_empty, &monotonic);
    if (rc != 0) goto undo1;
    rc = pthread_cond_init(&queue->not_full, &monotonic);
    if (rc != 0) goto undo2;
    CHECK(pthread_condattr_destroy(&monotonic));
    return 0;
undo2: CHECK(pthread_cond_destroy(&queue->not_empty));
undo1: CHECK(pthread_mutex_destroy(&queue->lock));
undo0: free(queue->items);
    CHECK(pthread_condattr_destroy(&monotonic));
    errno = rc;
    return -1;
}

int queue_put(BoundedQueue *queue, void *item)
{
    int rc = EPIPE;
    CHECK(pthread_mutex_lock(&queue->lock));
    do {
        if (queue->closed)
            break;
        if (queue->count < queue->capacity) {
            queue->items[(queue->head + queue->count++) % queue->capacity] = item;
            rc = 0;
            break;
        }
        CHECK(pthread_cond_wait(&queue->not_full, &queue->lock));
    } while (1);
    if (rc == 0)
        CHECK(pthread_cond_signal(&queue->not_empty));
    CHECK(pthread_mutex_unlock(&queue->lock));
    if (rc != 0) { errno = rc; return -1; }
    return 0;
}

int queue_get(BoundedQueue *queue, void **item)
{
    int rc = -1;
    CHECK(pthread_mutex_lock(&queue->lock));
    bool was_full = queue->count == queue->capacity;
    while (rc == -1) {
        if (queue->count > 0) {
            *item = queue->items[queue->head++];
            queue->head %= queue->capacity;
            queue->count--;
            rc = 0;
            if (was_full)
                CHECK(pthread_cond_broadcast(&queue->not_full));
        } else if (queue->closed) {
            rc = EPIPE;
        } else {
            CHECK(pthread_cond_wait(&queue->not_empty, &queue->lock));
        }
    }
    CHECK(pthread_mutex_unlock(&queue->lock));
    if (rc != 0) { errno = rc; return -1; }
    return 0;
}

int queue_close(BoundedQueue *queue)
{
    CHECK(pthread_mutex_lock(&queue->lock));
    queue->closed = true;
    CHECK(pthread_cond_broadcast(&queue->not_empty));
    CHECK(pthread_cond_broadcast(&queue->not_full));
    CHECK(pthread_mutex_unlock(&queue->lock));
    return 0;
}

int queue_destroy(BoundedQueue *queue)
{
    CHECK(pthread_cond_destroy(&queue->not_empty));
    CHECK(pthread_cond_destroy(&queue->not_full));
    CHECK(pthread_mutex_destroy(&queue->lock));
    free(queue->items);
    return 0;
}

struct job_team;

struct member {
    struct job_team *team;
    pthread_t thread;
    sem_t read;        /* posted when the collector is done with what follows */
    size_t index;
    int error;
    JobResult result;
};

struct job_team {
    const CatalogEntry *catalog;
    size_t count;
    sem_t baton;       /* a binary semaphore around next */
    size_t next;
    BoundedQueue queue;
    struct member members[];
};

static void sem_take(sem_t *sem)
{
    while (sem_wait(sem) != 0)
        if (errno != EINTR) abort();
}

static size_t next_index(struct job_team *team)
{
    sem_take(&team->baton);
    size_t index = team->next;
    if (index < team->count) team->next++;
    CHECK(sem_post(&team->baton));
    return index;
}

static void *member_main(void *arg)
{
    struct member *me = arg;
    while ((me->index = next_index(me->team)) < me->team->count) {
        me->error = 0;
        if (process_job(&me->team->catalog[me->index], &me->result) != 0)
            me->error = errno;
        if (queue_put(&me->team->queue, me) != 0)
            return NULL;
        sem_take(&me->read);
    }
    return NULL;
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (workers == 0 || (count != 0 && (catalog == NULL || results == NULL))) { errno = EINVAL; return -1; }
    if (count == 0) return 0;
    size_t size = count < workers ? count : workers, started = 0;
    int rc = 0;
    struct job_team *team = calloc(1, sizeof *team + size * sizeof team->members[0]);
    if (team == NULL) { errno = ENOMEM; return -1; }
    team->catalog = catalog;
    team->count = count;
    if (queue_init(&team->queue, size) != 0) {
        rc = errno;
        free(team);
        errno = rc;
        return -1;
    }
    CHECK(sem_init(&team->baton, 0, 1));
    for (; started < size; started++) {
        struct member *m = &team->members[started];
        m->team = team;
        CHECK(sem_init(&m->read, 0, 0));
        rc = pthread_create(&m->thread, NULL, member_main, m);
        if (rc != 0) {
            CHECK(sem_destroy(&m->read));
            break;
        }
    }
    for (size_t i = 0; rc == 0 && i < count; i++) {
        void *item;
        if (queue_get(&team->queue, &item) != 0) { rc = errno; break; }
        struct member *m = item;
        rc = m->error;
        if (rc == 0) results[m->index] = m->result;
        CHECK(sem_post(&m->read));
    }
    /* After a failure: nobody is to take another entry, nor to wait for a place or an answer. */
    sem_take(&team->baton);
    team->next = count;
    CHECK(sem_post(&team->baton));
    queue_close(&team->queue);
    for (size_t i = 0; i < started; i++) CHECK(sem_post(&team->members[i].read));
    for (size_t i = 0; i < started; i++) {
        CHECK(pthread_join(team->members[i].thread, NULL));
        CHECK(sem_destroy(&team->members[i].read));
    }
    CHECK(sem_destroy(&team->baton));
    queue_destroy(&team->queue);
    free(team);
    if (rc != 0) { errno = rc; return -1; }
    return 0;
}

int account_init(Account *account, int number, long balance)
{
    *account = (Account){ .number = number, .balance = balance };
    int rc = pthread_mutex_init(&account->lock, NULL);
    if (rc != 0) errno = rc;
    return -(rc != 0);
}

/* Moves amount credits from low to high; a negative amount goes the other way. */
static int move(Account *low, Account *high, long amount)
{
    if (low->number > high->number)
        return move(high, low, -amount);
    int enough;
    CHECK(pthread_mutex_lock(&low->lock));
    CHECK(pthread_mutex_lock(&high->lock));
    enough = amount >= 0 ? low->balance >= amount : high->balance >= -amount;
    if (enough) {
        low->balance -= amount;
        high->balance += amount;
    }
    CHECK(pthread_mutex_unlock(&low->lock));
    CHECK(pthread_mutex_unlock(&high->lock));
    if (!enough) errno = ERANGE;
    return enough ? 0 : -1;
}

int transfer(Account *from, Account *to, long amount)
{
    if (amount < 0) { errno = EINVAL; return -1; }
    return from == to ? 0 : move(from, to, amount);
}

int account_destroy(Account *account)
{
    int rc = pthread_mutex_destroy(&account->lock);
    if (rc != 0) errno = rc;
    return -(rc != 0);
}
