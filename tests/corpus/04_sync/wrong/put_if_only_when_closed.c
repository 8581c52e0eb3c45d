/* mistake: queue_put looks again at closed after its sleep, but not whether there is a
 *   place
 * fails: queue_hands_each_item_over_once
 * says: came out twice
 */
#define _GNU_SOURCE
#include "sync.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

static void die_if(int rc, const char *what)
{
    if (rc != 0) {
        fprintf(stderr, "sync.c: %s: error %d\n", what, rc);
        abort();
    }
}

static void release_guard(pthread_mutex_t **held)
{
    if (*held)
        die_if(pthread_mutex_unlock(*held), "unlock");
}

static pthread_mutex_t *acquire(pthread_mutex_t *m)
{
    die_if(pthread_mutex_lock(m), "lock");
    return m;
}

#define LOCKED(m) __attribute__((cleanup(release_guard), unused)) pthread_mutex_t *guard_ = acquire(m)

static int minus1(int e) { errno = e; return -1; }

/* counter */

int counter_init(Counter *c)
{
    c->value = 0;
    int rc = pthread_mutex_init(&c->lock, NULL);
    return rc ? minus1(rc) : 0;
}

int counter_add(Counter *c, long amount)
{
    int rc = pthread_mutex_lock(&c->lock);
    if (rc) return minus1(rc);
    __attribute__((cleanup(release_guard), unused)) pthread_mutex_t *held = &c->lock;
    c->value += amount;
    return 0;
}

int counter_read(Counter *c, long *value)
{
    int rc = pthread_mutex_lock(&c->lock);
    if (rc) return minus1(rc);
    __attribute__((cleanup(release_guard), unused)) pthread_mutex_t *held = &c->lock;
    *value = c->value;
    return 0;
}

int counter_destroy(Counter *c)
{
    int rc = pthread_mutex_destroy(&c->lock);
    return rc ? minus1(rc) : 0;
}

/* queue */

int queue_init(BoundedQueue *q, size_t capacity)
{
    int rc;
    if (!capacity) return minus1(EINVAL);
    void **ring = calloc(capacity, sizeof *ring);
    if (!ring) return minus1(ENOMEM);
    *q = (BoundedQueue){ .items = ring, .capacity = capacity };
    if ((rc = pthread_mutex_init(&q->lock, NULL)) != 0) { free(ring); return minus1(rc); }
    if ((rc = pthread_cond_init(&q->not_empty, NULL)) != 0) {
        pthread_mutex_destroy(&q->lock);
        free(ring);
        return minus1(rc);
    }
    if ((rc = pthread_cond_init(&q->not_full, NULL)) != 0) {
        pthread_cond_destroy(&q->not_empty);
        pthread_mutex_destroy(&q->lock);
        free(ring);
        return minus1(rc);
    }
    return 0;
}

int queue_put(BoundedQueue *q, void *item)
{
    LOCKED(&q->lock);
    for (;;) {
        if (q->closed) return minus1(EPIPE);
        if (q->count < q->capacity) break;
        die_if(pthread_cond_wait(&q->not_full, &q->lock), "wait");
        if (!q->closed) break;
    }
    q->items[(q->head + q->count) % q->capacity] = item;
    if (q->count++ == 0) /* it was empty: only then can anybody be asleep in get */
        die_if(pthread_cond_broadcast(&q->not_empty), "broadcast");
    return 0;
}

int queue_get(BoundedQueue *q, void **item)
{
    LOCKED(&q->lock);
    for (;;) {
        if (q->count > 0) break;
        if (q->closed) return minus1(EPIPE);
        die_if(pthread_cond_wait(&q->not_empty, &q->lock), "wait");
    }
    *item = q->items[q->head];
    q->head = (q->head + 1) % q->capacity;
    if (q->count-- == q->capacity)
        die_if(pthread_cond_broadcast(&q->not_full), "broadcast");
    return 0;
}

int queue_close(BoundedQueue *q)
{
    LOCKED(&q->lock);
    q->closed = true;
    die_if(pthread_cond_broadcast(&q->not_full), "broadcast");
    die_if(pthread_cond_broadcast(&q->not_empty), "broadcast");
    return 0;
}

int queue_destroy(BoundedQueue *q)
{
    die_if(pthread_cond_destroy(&q->not_empty), "destroy");
    die_if(pthread_cond_destroy(&q->not_full), "destroy");
    die_if(pthread_mutex_destroy(&q->lock), "destroy");
    free(q->items);
    return 0;
}

/* workers: a gate holds them back until all have been started, so that a failure in the middle
 * costs no look-up */

struct letter { size_t at; int err; JobResult res; };

struct office {
    pthread_rwlock_t gate;  /* write-locked by the caller until it knows how many there are */
    bool call_off;          /* read under the gate */
    pthread_mutex_t desk;   /* guards next */
    size_t next, count;
    const CatalogEntry *catalog;
    struct letter *letters;
    BoundedQueue outbox;
};

static struct letter *take_letter(struct office *o)
{
    LOCKED(&o->desk);
    if (o->next == o->count) return NULL;
    struct letter *l = &o->letters[o->next];
    l->at = o->next++;
    return l;
}

static void *clerk(void *arg)
{
    struct office *o = arg;
    die_if(pthread_rwlock_rdlock(&o->gate), "rdlock");
    bool off = o->call_off;
    die_if(pthread_rwlock_unlock(&o->gate), "unlock");
    struct letter *l;
    while (!off && (l = take_letter(o)) != NULL) {
        l->err = process_job(&o->catalog[l->at], &l->res) ? errno : 0;
        off = queue_put(&o->outbox, l) != 0;
    }
    return NULL;
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (workers == 0) return minus1(EINVAL);
    if (count == 0) return 0;
    if (!catalog || !results) return minus1(EINVAL);
    size_t n = workers > count ? count : workers;
    struct office o = { .count = count, .catalog = catalog };
    int err = ENOMEM;
    pthread_t *t = calloc(n, sizeof *t);
    o.letters = t ? calloc(count, sizeof *o.letters) : NULL;
    if (!o.letters) goto no_memory;
    if (queue_init(&o.outbox, n)) { err = errno; goto no_memory; }
    die_if(pthread_rwlock_init(&o.gate, NULL), "init");
    die_if(pthread_mutex_init(&o.desk, NULL), "init");

    die_if(pthread_rwlock_wrlock(&o.gate), "wrlock");
    size_t up = 0;
    for (err = 0; up < n && err == 0; up += err == 0)
        err = pthread_create(&t[up], NULL, clerk, &o);
    o.call_off = err != 0;
    die_if(pthread_rwlock_unlock(&o.gate), "unlock");

    for (size_t got = 0; err == 0 && got < count; got++) {
        void *p = NULL;
        if (queue_get(&o.outbox, &p) != 0) { err = errno; break; }
        struct letter *l = p;
        if (l->err) err = l->err;
        else results[l->at] = l->res;
    }
    queue_close(&o.outbox);
    while (up > 0)
        die_if(pthread_join(t[--up], NULL), "join");
    die_if(pthread_mutex_destroy(&o.desk), "destroy");
    die_if(pthread_rwlock_destroy(&o.gate), "destroy");
    queue_destroy(&o.outbox);
no_memory:
    free(o.letters);
    free(t);
    return err ? minus1(err) : 0;
}

/* accounts */

int account_init(Account *a, int number, long balance)
{
    a->number = number;
    a->balance = balance;
    int rc = pthread_mutex_init(&a->lock, NULL);
    return rc ? minus1(rc) : 0;
}

int transfer(Account *from, Account *to, long amount)
{
    if (amount < 0) return minus1(EINVAL);
    if (from == to) return 0;
    Account *one = from, *other = to;
    for (;;) {
        die_if(pthread_mutex_lock(&one->lock), "lock");
        int rc = pthread_mutex_trylock(&other->lock);
        if (rc == 0) break;
        die_if(rc == EBUSY ? 0 : rc, "trylock");
        die_if(pthread_mutex_unlock(&one->lock), "unlock");
        /* next time wait for the one that was missing */
        Account *swap = one;
        one = other;
        other = swap;
        sched_yield();
    }
    bool enough = from->balance >= amount;
    if (enough) {
        from->balance -= amount;
        to->balance += amount;
    }
    die_if(pthread_mutex_unlock(&other->lock), "unlock");
    die_if(pthread_mutex_unlock(&one->lock), "unlock");
    return enough ? 0 : minus1(ERANGE);
}

int account_destroy(Account *a)
{
    int rc = pthread_mutex_destroy(&a->lock);
    return rc ? minus1(rc) : 0;
}
