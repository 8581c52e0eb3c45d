/* mistake: both locks are given back before the amount arrives in the second account
 * fails: transfer_is_all_or_nothing
 * says: held that account's lock
 */
#define _GNU_SOURCE
#include "sync.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PATIENCE_S 60 /* nobody holds a lock that long */

static atomic_ulong puts_done, gets_done, transfers_done, late; /* for a debugger to look at */

static struct timespec deadline(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_sec += PATIENCE_S;
	return t;
}

static int lock_patiently(pthread_mutex_t *mutex)
{
	int e;
	do {
		const struct timespec until = deadline();
		e = pthread_mutex_timedlock(mutex, &until);
		late += e == ETIMEDOUT; /* a breakpoint here finds out who holds it */
	} while (e == ETIMEDOUT);
	return e;
}

#define RETURN_ERRNO(e)		\
	do {			\
		errno = (e);	\
		return -1;	\
	} while (0)

int counter_init(Counter *counter)
{
	int e = pthread_mutex_init(&counter->lock, NULL);
	if (e)
		RETURN_ERRNO(e);
	counter->value = 0;
	return 0;
}

int counter_add(Counter *counter, long amount)
{
	int e = lock_patiently(&counter->lock);
	if (e)
		RETURN_ERRNO(e);
	counter->value += amount;
	if ((e = pthread_mutex_unlock(&counter->lock)))
		RETURN_ERRNO(e);
	return 0;
}

int counter_read(Counter *counter, long *value)
{
	int e = lock_patiently(&counter->lock);
	if (e)
		RETURN_ERRNO(e);
	*value = counter->value;
	if ((e = pthread_mutex_unlock(&counter->lock)))
		RETURN_ERRNO(e);
	return 0;
}

int counter_destroy(Counter *counter)
{
	int e = pthread_mutex_destroy(&counter->lock);
	if (e)
		RETURN_ERRNO(e);
	return 0;
}

/* ------------------------------------------------------------------------------------------ */

enum stage { NOTHING, RING, LOCK, NOT_EMPTY, NOT_FULL };

static void queue_undo(BoundedQueue *queue, enum stage reached)
{
	if (reached >= NOT_FULL)
		pthread_cond_destroy(&queue->not_full);
	if (reached >= NOT_EMPTY)
		pthread_cond_destroy(&queue->not_empty);
	if (reached >= LOCK)
		pthread_mutex_destroy(&queue->lock);
	if (reached >= RING)
		free(queue->items);
}

int queue_init(BoundedQueue *queue, size_t capacity)
{
	enum stage stage = NOTHING;
	int e = EINVAL;

	queue->capacity = capacity;
	queue->head = queue->count = 0;
	queue->closed = false;
	if (capacity > 0) {
		e = ENOMEM;
		queue->items = reallocarray(NULL, capacity, sizeof *queue->items);
		if (queue->items) {
			stage = RING;
			e = pthread_mutex_init(&queue->lock, NULL);
		}
		if (e == 0) {
			stage = LOCK;
			e = pthread_cond_init(&queue->not_empty, NULL);
		}
		if (e == 0) {
			stage = NOT_EMPTY;
			e = pthread_cond_init(&queue->not_full, NULL);
		}
	}
	if (e == 0)
		return 0;
	queue_undo(queue, stage);
	RETURN_ERRNO(e);
}

/* One function for both directions; `fits` and `act` say what is different. */
struct direction {
	bool (*fits)(const BoundedQueue *);
	void (*act)(BoundedQueue *, void **);
	size_t wait_on, wake; /* offsets of the two condition variables */
	bool after_close;     /* still allowed when closed */
	atomic_ulong *statistics;
};

static bool has_room(const BoundedQueue *q) { return q->count < q->capacity; }
static bool has_item(const BoundedQueue *q) { return q->count > 0; }

static void store(BoundedQueue *q, void **item)
{
	q->items[(q->head + q->count) % q->capacity] = *item;
	q->count += 1;
}

static void fetch(BoundedQueue *q, void **item)
{
	*item = q->items[q->head];
	q->head = (q->head + 1) % q->capacity;
	q->count -= 1;
}

static const struct direction IN = { has_room, store, offsetof(BoundedQueue, not_full),
	offsetof(BoundedQueue, not_empty), false, &puts_done };
static const struct direction OUT = { has_item, fetch, offsetof(BoundedQueue, not_empty),
	offsetof(BoundedQueue, not_full), true, &gets_done };

static pthread_cond_t *cond_at(BoundedQueue *q, size_t offset)
{
	return (pthread_cond_t *)(void *)((char *)q + offset);
}

static int exchange(BoundedQueue *queue, const struct direction *way, void **item)
{
	bool done;
	if (lock_patiently(&queue->lock))
		abort();
	while (!way->fits(queue) && !queue->closed)
		pthread_cond_wait(cond_at(queue, way->wait_on), &queue->lock);
	done = way->fits(queue) && (way->after_close || !queue->closed);
	if (done) {
		way->act(queue, item);
		pthread_cond_signal(cond_at(queue, way->wake));
		atomic_fetch_add_explicit(way->statistics, 1, memory_order_relaxed);
	}
	pthread_mutex_unlock(&queue->lock);
	if (!done)
		RETURN_ERRNO(EPIPE);
	return 0;
}

int queue_put(BoundedQueue *queue, void *item) { return exchange(queue, &IN, &item); }
int queue_get(BoundedQueue *queue, void **item) { return exchange(queue, &OUT, item); }

int queue_close(BoundedQueue *queue)
{
	if (lock_patiently(&queue->lock))
		abort();
	queue->closed = true;
	pthread_cond_broadcast(&queue->not_full);
	pthread_cond_broadcast(&queue->not_empty);
	pthread_mutex_unlock(&queue->lock);
	return 0;
}

int queue_destroy(BoundedQueue *queue)
{
	queue_undo(queue, NOT_FULL);
	return 0;
}

/* ------------------------------------------------------------------------------------------ */

struct ticket_lock {
	pthread_mutex_t mutex;
	pthread_cond_t served;
	uint64_t next_ticket, now_serving;
};

static void ticket_take(struct ticket_lock *t)
{
	pthread_mutex_lock(&t->mutex);
	uint64_t mine = t->next_ticket++;
	while (t->now_serving != mine)
		pthread_cond_wait(&t->served, &t->mutex);
	pthread_mutex_unlock(&t->mutex);
}

static void ticket_give(struct ticket_lock *t)
{
	pthread_mutex_lock(&t->mutex);
	t->now_serving++;
	pthread_cond_broadcast(&t->served);
	pthread_mutex_unlock(&t->mutex);
}

struct report {
	size_t index;
	int error;
	JobResult result;
};

struct factory {
	const CatalogEntry *catalog;
	size_t count, next;
	struct report *reports;
	struct ticket_lock tickets;	/* around next */
	pthread_mutex_t door;		/* held by the caller until the barrier is there */
	pthread_barrier_t barrier;
	bool closed_down;		/* written before the door opens */
	BoundedQueue conveyor;
};

static void *factory_worker(void *argument)
{
	struct factory *f = argument;
	pthread_mutex_lock(&f->door);
	bool go_home = f->closed_down;
	pthread_mutex_unlock(&f->door);
	if (go_home)
		return NULL;
	pthread_barrier_wait(&f->barrier);
	for (;;) {
		ticket_take(&f->tickets);
		size_t i = f->next < f->count ? f->next++ : SIZE_MAX;
		ticket_give(&f->tickets);
		if (i == SIZE_MAX)
			return NULL;
		struct report *r = &f->reports[i];
		r->index = i;
		r->error = process_job(&f->catalog[i], &r->result) ? errno : 0;
		if (queue_put(&f->conveyor, r))
			return NULL;
	}
}

static int run_factory(struct factory *f, pthread_t *threads, size_t wanted, JobResult *results)
{
	size_t n = 0, i;
	int e = 0;
	void *p;
	pthread_mutex_lock(&f->door);
	for (; n < wanted; n++)
		if ((e = pthread_create(&threads[n], NULL, factory_worker, f)))
			break;
	if (e == 0)
		e = pthread_barrier_init(&f->barrier, NULL, (unsigned)n + 1);
	f->closed_down = e != 0;
	pthread_mutex_unlock(&f->door);
	if (e == 0)
		pthread_barrier_wait(&f->barrier);
	for (i = 0; e == 0 && i < f->count; i++) {
		if (queue_get(&f->conveyor, &p)) {
			e = errno;
			break;
		}
		const struct report *r = p;
		if (r->error == 0)
			results[r->index] = r->result;
		e = r->error;
	}
	queue_close(&f->conveyor);
	for (i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	if (!f->closed_down)
		pthread_barrier_destroy(&f->barrier);
	return e;
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results,
		    unsigned workers)
{
	struct factory f = {
		.catalog = catalog,
		.count = count,
		.tickets = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0 },
		.door = PTHREAD_MUTEX_INITIALIZER,
	};
	size_t n = count < workers ? count : workers;
	pthread_t *threads;
	int e;

	if (workers == 0)
		RETURN_ERRNO(EINVAL);
	if (count == 0)
		return 0;
	if (!catalog || !results)
		RETURN_ERRNO(EINVAL);
	threads = malloc(n * sizeof *threads);
	f.reports = calloc(count, sizeof *f.reports);
	if (!threads || !f.reports)
		e = ENOMEM;
	else if (queue_init(&f.conveyor, n))
		e = errno;
	else {
		e = run_factory(&f, threads, n, results);
		queue_destroy(&f.conveyor);
	}
	free(f.reports);
	free(threads);
	pthread_mutex_destroy(&f.door);
	pthread_cond_destroy(&f.tickets.served);
	pthread_mutex_destroy(&f.tickets.mutex);
	if (e)
		RETURN_ERRNO(e);
	return 0;
}

/* ------------------------------------------------------------------------------------------ */

int account_init(Account *account, int number, long balance)
{
	int e = pthread_mutex_init(&account->lock, NULL);
	if (e)
		RETURN_ERRNO(e);
	account->number = number;
	account->balance = balance;
	return 0;
}

int transfer(Account *from, Account *to, long amount)
{
	int e = 0;
	if (amount < 0)
		RETURN_ERRNO(EINVAL);
	if (from->number == to->number)
		return 0;
	Account *in_order[2] = { from, to };
	if (from->number > to->number)
		in_order[0] = to, in_order[1] = from;
	for (int i = 0; i < 2; i++)
		if (lock_patiently(&in_order[i]->lock))
			abort();
	if (from->balance < amount)
		e = ERANGE;
	else {
		__extension__ long taken = from->balance;
		from->balance = taken - amount;
		atomic_fetch_add(&transfers_done, 1);
	}
	for (int i = 2; i-- > 0;)
		pthread_mutex_unlock(&in_order[i]->lock);
	if (!e)
		to->balance += amount;
	if (e)
		RETURN_ERRNO(e);
	return 0;
}

int account_destroy(Account *account)
{
	int e = pthread_mutex_destroy(&account->lock);
	if (e)
		RETURN_ERRNO(e);
	return 0;
}
