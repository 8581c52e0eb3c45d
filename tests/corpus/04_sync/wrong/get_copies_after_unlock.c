/* mistake: queue_get gives the lock back and only then copies the item out of its place
 * fails: queue_hands_each_item_over_once
 * says: came out twice
 */
#include "sync.h"
#include <errno.h>
#include <sched.h>
#include <stdlib.h>

static int no(int e) { errno = e; return -1; }

int counter_init(Counter *c) { c->value = 0; int e = pthread_mutex_init(&c->lock, 0); return e ? no(e) : 0; }
int counter_destroy(Counter *c) { int e = pthread_mutex_destroy(&c->lock); return e ? no(e) : 0; }

int counter_add(Counter *c, long amount) {
    int e = pthread_mutex_lock(&c->lock);
    if (e) return no(e);
    c->value += amount;
    pthread_mutex_unlock(&c->lock);
    return 0;
}

int counter_read(Counter *c, long *value) {
    int e = pthread_mutex_lock(&c->lock);
    if (e) return no(e);
    *value = c->value;
    pthread_mutex_unlock(&c->lock);
    return 0;
}

int queue_init(BoundedQueue *q, size_t capacity) {
    if (!capacity) return no(EINVAL);
    *q = (BoundedQueue){PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER,
                        calloc(capacity, sizeof(void *)), capacity, 0, 0, 0};
    return q->items ? 0 : no(ENOMEM);
}

int queue_put(BoundedQueue *q, void *item) {
    pthread_mutex_lock(&q->lock);
    while (q->count == q->capacity && !q->closed) pthread_cond_wait(&q->not_full, &q->lock);
    int closed = q->closed;
    if (!closed) q->items[(q->head + q->count++) % q->capacity] = item;
    pthread_mutex_unlock(&q->lock);
    pthread_cond_signal(&q->not_empty); /* once too often does no harm */
    return closed ? no(EPIPE) : 0;
}

int queue_get(BoundedQueue *q, void **item) {
    pthread_mutex_lock(&q->lock);
    while (!q->count && !q->closed) pthread_cond_wait(&q->not_empty, &q->lock);
    int empty = !q->count;
    void **place = &q->items[q->head];
    if (!empty) q->head = (q->head + 1) % q->capacity, q->count--;
    pthread_mutex_unlock(&q->lock);
    if (!empty) *item = *place;
    pthread_cond_signal(&q->not_full);
    return empty ? no(EPIPE) : 0;
}

int queue_close(BoundedQueue *q) {
    pthread_mutex_lock(&q->lock);
    q->closed = 1;
    pthread_cond_broadcast(&q->not_empty);
    pthread_cond_broadcast(&q->not_full);
    pthread_mutex_unlock(&q->lock);
    return 0;
}

int queue_destroy(BoundedQueue *q) {
    pthread_mutex_destroy(&q->lock), pthread_cond_destroy(&q->not_empty), pthread_cond_destroy(&q->not_full);
    free(q->items);
    return 0;
}

typedef struct { const CatalogEntry *cat; size_t n, next; unsigned alive; int error; JobResult *own;
                 BoundedQueue q; pthread_mutex_t m; } All;

static void *one(void *arg) {
    All *a = arg;
    for (;;) {
        pthread_mutex_lock(&a->m);
        if (a->next >= a->n || a->error) break;
        size_t i = a->next++;
        pthread_mutex_unlock(&a->m);
        int e = process_job(a->cat + i, a->own + i) ? errno : 0;
        if (e) {
            pthread_mutex_lock(&a->m);
            a->error = e;
            break;
        }
        queue_put(&a->q, a->own + i);
    }
    if (!--a->alive) queue_close(&a->q); /* the last one; holding m: nothing takes the two the other way round */
    pthread_mutex_unlock(&a->m);
    return 0;
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers) {
    if (!workers || (count && (!catalog || !results))) return no(EINVAL);
    if (!count) return 0;
    if (workers > count) workers = count;
    All a = {.cat = catalog, .n = count, .alive = workers, .m = PTHREAD_MUTEX_INITIALIZER};
    pthread_t t[workers];
    unsigned n = 0;
    if (!(a.own = calloc(count, sizeof *a.own))) return no(ENOMEM);
    if (queue_init(&a.q, workers)) { free(a.own); return no(ENOMEM); }
    for (int e = 0; n < workers && !e;) {
        if (!(e = pthread_create(&t[n], 0, one, &a))) { n++; continue; }
        pthread_mutex_lock(&a.m);
        a.error = e;
        if (!(a.alive -= workers - n)) queue_close(&a.q); /* those that never lived; maybe all others have ended */
        pthread_mutex_unlock(&a.m);
    }
    for (void *p; !queue_get(&a.q, &p);) results[(JobResult *)p - a.own] = *(JobResult *)p;
    while (n) pthread_join(t[--n], 0);
    queue_destroy(&a.q);
    pthread_mutex_destroy(&a.m);
    free(a.own);
    return a.error ? no(a.error) : 0;
}

int account_init(Account *a, int number, long balance) {
    a->number = number, a->balance = balance;
    int e = pthread_mutex_init(&a->lock, 0);
    return e ? no(e) : 0;
}
int account_destroy(Account *a) { int e = pthread_mutex_destroy(&a->lock); return e ? no(e) : 0; }

static pthread_rwlock_t bank = PTHREAD_RWLOCK_INITIALIZER; /* writer: has the bank to himself */

static int move(Account *from, Account *to, long amount) {
    if (from->balance < amount) return ERANGE;
    from->balance -= amount, to->balance += amount;
    return 0;
}

int transfer(Account *from, Account *to, long amount) {
    int e = EBUSY;
    if (amount < 0) return no(EINVAL);
    if (from == to) return 0;
    /* Three tries among others; then with no other transfer under way, so that waiting can't end in a ring. */
    for (int tries = 0; e == EBUSY && tries < 3; tries++) {
        pthread_rwlock_rdlock(&bank);
        pthread_mutex_lock(&from->lock);
        if (!pthread_mutex_trylock(&to->lock)) {
            e = move(from, to, amount);
            pthread_mutex_unlock(&to->lock);
        }
        pthread_mutex_unlock(&from->lock);
        pthread_rwlock_unlock(&bank);
    }
    if (e == EBUSY) {
        pthread_rwlock_wrlock(&bank);
        pthread_mutex_lock(&from->lock);
        pthread_mutex_lock(&to->lock);
        e = move(from, to, amount);
        pthread_mutex_unlock(&to->lock);
        pthread_mutex_unlock(&from->lock);
        pthread_rwlock_unlock(&bank);
    }
    return e ? no(e) : 0;
}
