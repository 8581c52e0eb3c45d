/* mistake: queue_get tells the takers, not the putters, that a place came free
 * fails: queue_hands_each_item_over_once
 * says: was queue.not_full meant
 */
#include "sync.h"

#include <errno.h>
#include <stdlib.h>

static int fail(int e)
{
	if (e) {
		errno = e;
		return -1;
	}
	return 0;
}

static int checking_mutex(pthread_mutex_t *m)
{
	pthread_mutexattr_t attr;
	int e = pthread_mutexattr_init(&attr);

	if (e)
		return e;
	e = pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ERRORCHECK);
	if (!e)
		e = pthread_mutex_init(m, &attr);
	pthread_mutexattr_destroy(&attr);
	return e;
}

int counter_init(Counter *counter)
{
	counter->value = 0;
	return fail(checking_mutex(&counter->lock));
}

int counter_add(Counter *counter, long amount)
{
	int e = pthread_mutex_lock(&counter->lock);

	if (!e) {
		counter->value += amount;
		e = pthread_mutex_unlock(&counter->lock);
	}
	return fail(e);
}

int counter_read(Counter *counter, long *value)
{
	int e = pthread_mutex_lock(&counter->lock);

	if (!e) {
		*value = counter->value;
		e = pthread_mutex_unlock(&counter->lock);
	}
	return fail(e);
}

int counter_destroy(Counter *counter)
{
	return fail(pthread_mutex_destroy(&counter->lock));
}

int queue_init(BoundedQueue *q, size_t capacity)
{
	int e;

	if (capacity == 0)
		return fail(EINVAL);
	if (!(q->items = reallocarray(NULL, capacity, sizeof(void *))))
		return fail(ENOMEM);
	q->capacity = capacity;
	q->head = q->count = 0;
	q->closed = false;
	if ((e = checking_mutex(&q->lock)))
		goto no_lock;
	if ((e = pthread_cond_init(&q->not_empty, NULL)))
		goto no_empty;
	if ((e = pthread_cond_init(&q->not_full, NULL)))
		goto no_full;
	return 0;
no_full:
	pthread_cond_destroy(&q->not_empty);
no_empty:
	pthread_mutex_destroy(&q->lock);
no_lock:
	free(q->items);
	return fail(e);
}

int queue_put(BoundedQueue *q, void *item)
{
	int e = pthread_mutex_lock(&q->lock);

	if (e)
		return fail(e);
	while (!q->closed && q->count >= q->capacity) {
		e = pthread_cond_wait(&q->not_full, &q->lock);
		if (e) {
			pthread_mutex_unlock(&q->lock);
			return fail(e);
		}
	}
	if (q->closed) {
		pthread_mutex_unlock(&q->lock);
		return fail(EPIPE);
	}
	size_t tail = q->head + q->count++;
	if (tail >= q->capacity)
		tail -= q->capacity;
	q->items[tail] = item;
	pthread_cond_signal(&q->not_empty);
	return fail(pthread_mutex_unlock(&q->lock));
}

int queue_get(BoundedQueue *q, void **item)
{
	int e = pthread_mutex_lock(&q->lock);

	if (e)
		return fail(e);
	while (!q->closed && !q->count) {
		e = pthread_cond_wait(&q->not_empty, &q->lock);
		if (e) {
			pthread_mutex_unlock(&q->lock);
			return fail(e);
		}
	}
	if (!q->count) {
		pthread_mutex_unlock(&q->lock);
		return fail(EPIPE);
	}
	*item = q->items[q->head++];
	if (q->head == q->capacity)
		q->head = 0;
	q->count--;
	pthread_cond_signal(&q->not_empty);
	return fail(pthread_mutex_unlock(&q->lock));
}

int queue_close(BoundedQueue *q)
{
	int e = pthread_mutex_lock(&q->lock);

	if (e)
		return fail(e);
	q->closed = true;
	pthread_cond_broadcast(&q->not_full);
	pthread_cond_broadcast(&q->not_empty);
	return fail(pthread_mutex_unlock(&q->lock));
}

int queue_destroy(BoundedQueue *q)
{
	pthread_mutex_destroy(&q->lock);
	pthread_cond_destroy(&q->not_empty);
	pthread_cond_destroy(&q->not_full);
	free(q->items);
	return 0;
}

/* ------------------------------------------------------------------ */

struct parcel {
	size_t where;
	int error;
	JobResult result;
};

struct worker {
	pthread_t thread;
	const CatalogEntry *catalog;
	size_t from, to; /* [from, to) */
	BoundedQueue *out;
	int no_memory; /* set by the worker, read after the join */
};

static void *worker_main(void *p)
{
	struct worker *me = p;

	for (size_t i = me->from; i < me->to; i++) {
		struct parcel *parcel = calloc(1, sizeof *parcel);
		if (!parcel) {
			me->no_memory = 1;
			break;
		}
		parcel->where = i;
		if (process_job(&me->catalog[i], &parcel->result))
			parcel->error = errno;
		if (queue_put(me->out, parcel)) {
			free(parcel); /* nobody took it */
			return NULL;
		}
	}
	queue_put(me->out, NULL); /* I am done */
	return NULL;
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results,
		    unsigned workers)
{
	BoundedQueue q;
	struct worker *crew;
	size_t n, up, working;
	int error = 0;
	void *item;

	if (!workers || (count && (!catalog || !results)))
		return fail(EINVAL);
	if (!count)
		return 0;
	n = workers < count ? workers : count;
	crew = calloc(n, sizeof *crew);
	if (!crew)
		return fail(ENOMEM);
	if (queue_init(&q, n)) {
		error = errno;
		free(crew);
		return fail(error);
	}
	for (up = 0; up < n; up++) {
		crew[up].catalog = catalog;
		crew[up].from = count * up / n;
		crew[up].to = count * (up + 1) / n;
		crew[up].out = &q;
		error = pthread_create(&crew[up].thread, NULL, worker_main, &crew[up]);
		if (error)
			break;
	}
	if (error)
		queue_close(&q);
	working = up;
	while (working && queue_get(&q, &item) == 0) {
		struct parcel *parcel = item;
		if (!parcel) {
			working--;
			continue;
		}
		if (parcel->error && !error) {
			error = parcel->error;
			queue_close(&q); /* what is inside still comes out, and is freed here */
		}
		if (!parcel->error)
			results[parcel->where] = parcel->result;
		free(parcel);
	}
	queue_close(&q);
	for (size_t i = 0; i < up; i++) {
		pthread_join(crew[i].thread, NULL);
		if (crew[i].no_memory && !error)
			error = ENOMEM;
	}
	while (queue_get(&q, &item) == 0)
		free(item);
	queue_destroy(&q);
	free(crew);
	return fail(error);
}

/* ------------------------------------------------------------------ */

int account_init(Account *account, int number, long balance)
{
	account->number = number;
	account->balance = balance;
	return fail(checking_mutex(&account->lock));
}

int transfer(Account *from, Account *to, long amount)
{
	int e = 0;

	if (amount < 0)
		return fail(EINVAL);
	if (from->number == to->number || amount == 0)
		return 0;
	Account *pair[2] = { from, to };
	int low = from->number > to->number;
	if ((e = pthread_mutex_lock(&pair[low]->lock)))
		return fail(e);
	if ((e = pthread_mutex_lock(&pair[!low]->lock))) {
		pthread_mutex_unlock(&pair[low]->lock);
		return fail(e);
	}
	if (from->balance < amount)
		e = ERANGE;
	else
		from->balance -= amount, to->balance += amount;
	pthread_mutex_unlock(&pair[low]->lock);
	pthread_mutex_unlock(&pair[!low]->lock);
	return fail(e);
}

int account_destroy(Account *account)
{
	return fail(pthread_mutex_destroy(&account->lock));
}
