/* mistake: queue_close wakes everybody first and sets closed afterwards, in a second
 *   critical section
 * fails: close_wakes_everyone
 * says: while nobody waited
 */
#include "sync.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef pthread_mutex_t Mutex;

static int posix(int error)
{
    return error == 0 ? 0 : (errno = error, -1);
}

/* No way on without them: the program is broken. */
static void lock(Mutex *m)   { if (pthread_mutex_lock(m) != 0)   abort(); }
static void unlock(Mutex *m) { if (pthread_mutex_unlock(m) != 0) abort(); }

/* ==== counter ==== */

int counter_init(Counter *counter)
{
    *counter = (Counter){ .lock = PTHREAD_MUTEX_INITIALIZER }; /* good for a struct on the heap, too */
    return 0;
}

int counter_add(Counter *counter, long amount)
{
    if (posix(pthread_mutex_lock(&counter->lock)) == -1)
        return -1;
    counter->value += amount;
    unlock(&counter->lock);
    return 0;
}

int counter_read(Counter *counter, long *value)
{
    if (posix(pthread_mutex_lock(&counter->lock)) == -1)
        return -1;
    memcpy(value, &counter->value, sizeof *value);
    unlock(&counter->lock);
    return 0;
}

int counter_destroy(Counter *counter)
{
    return posix(pthread_mutex_destroy(&counter->lock));
}

/* ==== queue ==== */

int queue_init(BoundedQueue *q, size_t capacity)
{
    if (capacity == 0)
        return posix(EINVAL);
    void **items = calloc(capacity, sizeof items[0]);
    if (items == NULL)
        return posix(ENOMEM);
    *q = (BoundedQueue){
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .not_empty = PTHREAD_COND_INITIALIZER,
        .not_full = PTHREAD_COND_INITIALIZER,
        .items = items,
        .capacity = capacity,
    };
    return 0;
}

/* What both sides do: change the queue and tell everybody on the other side. */
static int finish(BoundedQueue *q, pthread_cond_t *other_side, bool done)
{
    if (done)
        pthread_cond_broadcast(other_side);
    unlock(&q->lock);
    return done ? 0 : posix(EPIPE);
}

int queue_put(BoundedQueue *q, void *item)
{
    bool open;
    lock(&q->lock);
    while ((open = !q->closed) && q->count == q->capacity)
        pthread_cond_wait(&q->not_full, &q->lock);
    if (open)
        q->items[(q->head + q->count++) % q->capacity] = item;
    return finish(q, &q->not_empty, open);
}

int queue_get(BoundedQueue *q, void **item)
{
    lock(&q->lock);
    while (!q->closed && q->count == 0)
        pthread_cond_wait(&q->not_empty, &q->lock);
    bool any = q->count != 0;
    if (any) {
        *item = q->items[q->head];
        q->head = q->head + 1 < q->capacity ? q->head + 1 : 0;
        q->count--;
    }
    return finish(q, &q->not_full, any);
}

int queue_close(BoundedQueue *q)
{
    lock(&q->lock);
    pthread_cond_broadcast(&q->not_full);
    pthread_cond_broadcast(&q->not_empty);
    unlock(&q->lock);
    lock(&q->lock);
    q->closed = true;
    unlock(&q->lock);
    return 0;
}

int queue_destroy(BoundedQueue *q)
{
    pthread_cond_destroy(&q->not_full);
    pthread_cond_destroy(&q->not_empty);
    pthread_mutex_destroy(&q->lock);
    free(q->items);
    memset(q, 0, sizeof *q);
    return 0;
}

/* ==== dispatcher ==== */

struct hand {
    pthread_t thread;
    BoundedQueue inbox;      /* of const CatalogEntry *; one place; closed: go home */
    BoundedQueue *outbox;    /* of struct hand * */
    const CatalogEntry *entry;
    JobResult result;        /* belongs to the hand between a get and a put */
    int error;
};

static void *labour(void *arg)
{
    struct hand *hand = arg;
    void *entry;
    while (queue_get(&hand->inbox, &entry) == 0) {
        hand->entry = entry;
        hand->error = process_job(hand->entry, &hand->result) == 0 ? 0 : errno;
        if (queue_put(hand->outbox, hand) != 0)
            break;
    }
    return NULL;
}

/* Returns 0 or an errno; then nothing of the hand is left. */
static int hire(struct hand *hand, BoundedQueue *outbox)
{
    hand->outbox = outbox;
    if (queue_init(&hand->inbox, 1) != 0)
        return errno;
    int error = pthread_create(&hand->thread, NULL, labour, hand);
    if (error != 0)
        queue_destroy(&hand->inbox);
    return error;
}

static void dismiss(struct hand *hand)
{
    queue_close(&hand->inbox);
    if (pthread_join(hand->thread, NULL) != 0)
        abort();
    queue_destroy(&hand->inbox);
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (workers == 0 || (count != 0 && (catalog == NULL || results == NULL)))
        return posix(EINVAL);
    if (count == 0)
        return 0;

    size_t size = workers < count ? workers : count, hired = 0, sent = 0, back = 0;
    int error = 0;
    BoundedQueue outbox;
    struct hand *hands = calloc(size, sizeof *hands);
    if (hands == NULL || queue_init(&outbox, size) != 0) {
        free(hands);
        return posix(ENOMEM);
    }
    while (hired < size && error == 0)
        if ((error = hire(&hands[hired], &outbox)) == 0)
            hired++;
    for (; error == 0 && sent < hired; sent++)
        queue_put(&hands[sent].inbox, (void *)(uintptr_t)&catalog[sent]);
    for (void *item; error == 0 && back < sent; back++) {
        queue_get(&outbox, &item);
        struct hand *hand = item;
        error = hand->error;
        if (error != 0)
            break;
        results[hand->entry - catalog] = hand->result;
        if (sent < count)
            queue_put(&hand->inbox, (void *)(uintptr_t)&catalog[sent++]);
    }
    queue_close(&outbox);
    for (size_t i = 0; i < hired; i++)
        dismiss(&hands[i]);
    queue_destroy(&outbox);
    free(hands);
    return posix(error);
}

/* ==== accounts ==== */

int account_init(Account *account, int number, long balance)
{
    *account = (Account){ PTHREAD_MUTEX_INITIALIZER, number, balance };
    return 0;
}

static int by_number(const void *a, const void *b)
{
    const Account *const *x = a, *const *y = b;
    return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

int transfer(Account *from, Account *to, long amount)
{
    Account *table[] = { from, to };
    const size_t n = from == to ? 1 : 2;
    int error = 0;
    if (amount < 0)
        return posix(EINVAL);
    qsort(table, n, sizeof table[0], by_number);
    for (size_t i = 0; i < n; i++)
        lock(&table[i]->lock);
    if (n == 2) {
        if (from->balance < amount)
            error = ERANGE;
        else {
            from->balance -= amount;
            to->balance += amount;
        }
    }
    for (size_t i = n; i-- > 0;)
        unlock(&table[i]->lock);
    return posix(error);
}

int account_destroy(Account *account)
{
    return posix(pthread_mutex_destroy(&account->lock));
}
