/* mistake: queue_get looks at closed before it sleeps, but not when it wakes
 * fails: close_wakes_everyone
 * says: slept on it after that
 */
#include "sync.h"

#include <errno.h>
#include <stdlib.h>

/* ---------- counter: the value is changed through a pointer that only a locker gets ---------- */

static long *counter_open(Counter *c) {
    int e = pthread_mutex_lock(&c->lock);
    if (e == 0) return &c->value;
    errno = e;
    return NULL;
}

static int counter_shut(Counter *c) {
    int e = pthread_mutex_unlock(&c->lock);
    if (e == 0) return 0;
    errno = e;
    return -1;
}

int counter_init(Counter *c) {
    int e = pthread_mutex_init(&c->lock, NULL);
    if (e != 0) { errno = e; return -1; }
    c->value = 0;
    return 0;
}
int counter_add(Counter *c, long amount) {
    long *v = counter_open(c);
    if (!v) return -1;
    *v += amount;
    return counter_shut(c);
}
int counter_read(Counter *c, long *value) {
    long *v = counter_open(c);
    if (!v) return -1;
    *value = *v;
    return counter_shut(c);
}
int counter_destroy(Counter *c) {
    int e = pthread_mutex_destroy(&c->lock);
    if (e != 0) { errno = e; return -1; }
    return 0;
}

/* ---------- queue ---------- */

struct node {
    struct node *next;
    void *item;
};
struct list {
    struct node *first, *last; /* oldest and newest item */
    struct node *unused;
    struct node nodes[];
};

static struct list *list_of(BoundedQueue *q) { return (struct list *)(void *)q->items; }

int queue_init(BoundedQueue *q, size_t capacity) {
    size_t bytes;
    int e;
    if (capacity == 0) { errno = EINVAL; return -1; }
    if (__builtin_mul_overflow(capacity, sizeof(struct node), &bytes) ||
        __builtin_add_overflow(bytes, sizeof(struct list), &bytes)) {
        errno = ENOMEM;
        return -1;
    }
    struct list *list = calloc(1, bytes);
    if (!list) return -1; /* calloc has set errno */
    for (size_t i = 0; i < capacity; i++) {
        list->nodes[i].next = list->unused;
        list->unused = &list->nodes[i];
    }
    q->items = (void **)(void *)list;
    q->capacity = capacity;
    q->head = 0;
    q->count = 0;
    q->closed = false;
    if ((e = pthread_mutex_init(&q->lock, NULL))) goto l0;
    if ((e = pthread_cond_init(&q->not_empty, NULL))) goto l1;
    if ((e = pthread_cond_init(&q->not_full, NULL))) goto l2;
    return 0;
l2: pthread_cond_destroy(&q->not_empty);
l1: pthread_mutex_destroy(&q->lock);
l0: free(list);
    errno = e;
    return -1;
}

int queue_put(BoundedQueue *q, void *item) {
    pthread_mutex_lock(&q->lock);
    struct list *list = list_of(q);
    while (!list->unused && !q->closed) pthread_cond_wait(&q->not_full, &q->lock);
    if (q->closed) {
        pthread_mutex_unlock(&q->lock);
        errno = EPIPE;
        return -1;
    }
    struct node *n = list->unused;
    list->unused = n->next;
    *n = (struct node){ NULL, item };
    if (list->last) list->last->next = n;
    else list->first = n;
    list->last = n;
    q->count++;
    pthread_cond_signal(&q->not_empty);
    pthread_mutex_unlock(&q->lock);
    return 0;
}

int queue_get(BoundedQueue *q, void **item) {
    pthread_mutex_lock(&q->lock);
    struct list *list = list_of(q);
    while (!list->first && !q->closed) {
        do pthread_cond_wait(&q->not_empty, &q->lock);
        while (!list->first);
    }
    struct node *n = list->first;
    if (!n) {
        pthread_mutex_unlock(&q->lock);
        errno = EPIPE;
        return -1;
    }
    *item = n->item;
    if (!(list->first = n->next)) list->last = NULL;
    n->next = list->unused;
    list->unused = n;
    q->count--;
    pthread_cond_signal(&q->not_full);
    pthread_mutex_unlock(&q->lock);
    return 0;
}

int queue_close(BoundedQueue *q) {
    pthread_mutex_lock(&q->lock);
    bool already = q->closed;
    q->closed = true;
    pthread_mutex_unlock(&q->lock);
    if (!already) {
        pthread_cond_broadcast(&q->not_empty);
        pthread_cond_broadcast(&q->not_full);
    }
    return 0;
}

int queue_destroy(BoundedQueue *q) {
    free(q->items);
    q->items = NULL;
    pthread_cond_destroy(&q->not_empty);
    pthread_cond_destroy(&q->not_full);
    pthread_mutex_destroy(&q->lock);
    return 0;
}

/* ---------- workers ---------- */

struct msg { int error; JobResult result; };

struct line {
    const CatalogEntry *catalog;
    size_t count;
    pthread_spinlock_t spin;  /* around next: held for an increment only */
    size_t next;
    pthread_mutex_t lock;     /* around turn and over */
    pthread_cond_t moved;
    size_t turn;              /* whose message goes into the queue now */
    bool over;
    BoundedQueue q;
    struct msg *msgs;
};

static bool wait_for_turn(struct line *l, size_t mine) {
    pthread_mutex_lock(&l->lock);
    while (l->turn != mine && !l->over) pthread_cond_wait(&l->moved, &l->lock);
    bool go = !l->over;
    pthread_mutex_unlock(&l->lock);
    return go;
}

static void next_turn(struct line *l) {
    pthread_mutex_lock(&l->lock);
    l->turn++;
    pthread_cond_broadcast(&l->moved);
    pthread_mutex_unlock(&l->lock);
}

static void *stand_in_line(void *arg) {
    struct line *l = arg;
    for (;;) {
        pthread_spin_lock(&l->spin);
        size_t i = l->next++;
        pthread_spin_unlock(&l->spin);
        if (i >= l->count) return NULL;
        struct msg *m = &l->msgs[i];
        if (process_job(&l->catalog[i], &m->result) != 0) m->error = errno;
        if (!wait_for_turn(l, i)) return NULL;
        if (queue_put(&l->q, m) != 0) return NULL;
        next_turn(l);
    }
}

static void call_it_a_day(struct line *l) {
    pthread_mutex_lock(&l->lock);
    l->over = true;
    pthread_cond_broadcast(&l->moved);
    pthread_mutex_unlock(&l->lock);
    queue_close(&l->q);
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers) {
    int e = 0;
    unsigned n = 0;
    if (workers == 0 || (count > 0 && (!catalog || !results))) { errno = EINVAL; return -1; }
    if (count == 0) return 0;
    if (workers > count) workers = (unsigned)count;

    struct line l = { .catalog = catalog, .count = count };
    pthread_t *ids = calloc(workers, sizeof *ids);
    l.msgs = calloc(count, sizeof *l.msgs);
    if (!ids || !l.msgs || queue_init(&l.q, workers) != 0) {
        e = errno;
        free(ids);
        free(l.msgs);
        errno = e;
        return -1;
    }
    pthread_spin_init(&l.spin, PTHREAD_PROCESS_PRIVATE);
    pthread_mutex_init(&l.lock, NULL);
    pthread_cond_init(&l.moved, NULL);
    while (n < workers && (e = pthread_create(&ids[n], NULL, stand_in_line, &l)) == 0) n++;

    void *p;
    for (size_t i = 0; e == 0 && i < count; i++) {
        if (queue_get(&l.q, &p) != 0) { e = errno; break; }
        struct msg *m = p;
        if (m->error == 0) results[i] = m->result; /* in order: that is what the turns are for */
        else e = m->error;
    }
    call_it_a_day(&l);
    while (n-- > 0) pthread_join(ids[n], NULL);
    pthread_cond_destroy(&l.moved);
    pthread_mutex_destroy(&l.lock);
    pthread_spin_destroy(&l.spin);
    queue_destroy(&l.q);
    free(l.msgs);
    free(ids);
    if (e != 0) { errno = e; return -1; }
    return 0;
}

/* ---------- accounts ---------- */

int account_init(Account *a, int number, long balance) {
    a->number = number;
    a->balance = balance;
    int e = pthread_mutex_init(&a->lock, NULL);
    if (e != 0) { errno = e; return -1; }
    return 0;
}

/* Any one-to-one function of the number gives an order; this one mixes the bits. */
static unsigned rank(const Account *a) { return (unsigned)a->number * 2654435761u; }

int transfer(Account *from, Account *to, long amount) {
    if (amount < 0) { errno = EINVAL; return -1; }
    if (from == to) return 0;
    int from_first = rank(from) < rank(to);
    pthread_mutex_lock(from_first ? &from->lock : &to->lock);
    pthread_mutex_lock(from_first ? &to->lock : &from->lock);
    long rest = from->balance - amount;
    if (rest >= 0) {
        from->balance = rest;
        to->balance += amount;
    }
    pthread_mutex_unlock(&from->lock);
    pthread_mutex_unlock(&to->lock);
    if (rest < 0) { errno = ERANGE; return -1; }
    return 0;
}

int account_destroy(Account *a) {
    int e = pthread_mutex_destroy(&a->lock);
    if (e != 0) { errno = e; return -1; }
    return 0;
}
