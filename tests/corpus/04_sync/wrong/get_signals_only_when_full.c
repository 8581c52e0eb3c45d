/* mistake: queue_get signals one putter, and only when the queue was full: with two
 *   asleep the second is forgotten
 * fails: queue_hands_each_item_over_once
 * says: a signal wakes one thread
 */
#define _GNU_SOURCE
#include "sync.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define OK(call)                 \
  do {                           \
    int ok_error = (call);       \
    assert(ok_error == 0);       \
    (void)ok_error;              \
  } while (0)

static int answer(int error) {
  if (error != 0) errno = error;
  return error == 0 ? 0 : -1;
}

static int recursive_init(pthread_mutex_t *mutex) {
  pthread_mutexattr_t attributes;
  int error;
  OK(pthread_mutexattr_init(&attributes));
  OK(pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE));
  error = pthread_mutex_init(mutex, &attributes);
  OK(pthread_mutexattr_destroy(&attributes));
  return error;
}

int counter_init(Counter *counter) {
  memset(counter, 0, sizeof *counter);
  return answer(recursive_init(&counter->lock));
}

int counter_add(Counter *counter, long amount) {
  long before;
  int error = pthread_mutex_lock(&counter->lock);
  if (error != 0) return answer(error);
  if (counter_read(counter, &before) != 0) {  /* locks a second time: allowed here */
    error = errno;
    pthread_mutex_unlock(&counter->lock);
    return answer(error);
  }
  counter->value = before + amount;
  return answer(pthread_mutex_unlock(&counter->lock));
}

int counter_read(Counter *counter, long *value) {
  int error = pthread_mutex_lock(&counter->lock);
  if (error != 0) return answer(error);
  *value = counter->value;
  return answer(pthread_mutex_unlock(&counter->lock));
}

int counter_destroy(Counter *counter) { return answer(pthread_mutex_destroy(&counter->lock)); }

/* --- queue ------------------------------------------------------------------------- */

static bool is_full(BoundedQueue *q) {
  OK(pthread_mutex_lock(&q->lock));
  bool full = q->count == q->capacity;
  OK(pthread_mutex_unlock(&q->lock));
  return full;
}

static bool is_empty(BoundedQueue *q) {
  OK(pthread_mutex_lock(&q->lock));
  bool empty = q->count == 0;
  OK(pthread_mutex_unlock(&q->lock));
  return empty;
}

static bool is_closed(BoundedQueue *q) {
  OK(pthread_mutex_lock(&q->lock));
  bool closed = q->closed;
  OK(pthread_mutex_unlock(&q->lock));
  return closed;
}

int queue_init(BoundedQueue *q, size_t capacity) {
  if (capacity == 0) return answer(EINVAL);
  memset(q, 0, sizeof *q);
  q->items = calloc(capacity, sizeof(void *));
  if (q->items == NULL) return answer(ENOMEM);
  q->capacity = capacity;
  int error = recursive_init(&q->lock);
  if (error == 0) {
    error = pthread_cond_init(&q->not_empty, NULL);
    if (error == 0) {
      error = pthread_cond_init(&q->not_full, NULL);
      if (error == 0) return 0;
      OK(pthread_cond_destroy(&q->not_empty));
    }
    OK(pthread_mutex_destroy(&q->lock));
  }
  free(q->items);
  q->items = NULL;
  return answer(error);
}

int queue_put(BoundedQueue *q, void *item) {
  int error = EPIPE;
  OK(pthread_mutex_lock(&q->lock));
  while (is_full(q) && !is_closed(q)) OK(pthread_cond_wait(&q->not_full, &q->lock));
  if (!is_closed(q)) {
    q->items[(q->head + q->count) % q->capacity] = item;
    q->count += 1;
    OK(pthread_cond_broadcast(&q->not_empty));
    error = 0;
  }
  OK(pthread_mutex_unlock(&q->lock));
  return answer(error);
}

int queue_get(BoundedQueue *q, void **item) {
  int error = EPIPE;
  OK(pthread_mutex_lock(&q->lock));
  while (is_empty(q) && !is_closed(q)) OK(pthread_cond_wait(&q->not_empty, &q->lock));
  if (!is_empty(q)) {
    *item = q->items[q->head];
    q->head = (q->head + 1) % q->capacity;
    if (q->count-- == q->capacity) OK(pthread_cond_signal(&q->not_full));
    error = 0;
  }
  OK(pthread_mutex_unlock(&q->lock));
  return answer(error);
}

int queue_close(BoundedQueue *q) {
  OK(pthread_mutex_lock(&q->lock));
  if (!is_closed(q)) {
    q->closed = true;
    OK(pthread_cond_broadcast(&q->not_empty));
    OK(pthread_cond_broadcast(&q->not_full));
  }
  OK(pthread_mutex_unlock(&q->lock));
  return 0;
}

int queue_destroy(BoundedQueue *q) {
  OK(pthread_mutex_destroy(&q->lock));
  OK(pthread_cond_destroy(&q->not_empty));
  OK(pthread_cond_destroy(&q->not_full));
  free(q->items);
  return 0;
}

/* --- workers: indexes come from an atomic counter; the last one out closes the queue --- */

typedef struct Note {
  size_t index;
  int error;
  JobResult result;
} Note;

typedef struct Shop {
  const CatalogEntry *catalog;
  size_t count;
  Note *notes;
  atomic_size_t next;
  atomic_uint busy;
  atomic_bool stop;
  BoundedQueue queue;
} Shop;

static void *shop_worker(void *arg) {
  Shop *shop = arg;
  while (!atomic_load_explicit(&shop->stop, memory_order_relaxed)) {
    size_t i = atomic_fetch_add_explicit(&shop->next, 1, memory_order_relaxed);
    if (i >= shop->count) break;
    Note *note = &shop->notes[i];
    note->index = i;
    note->error = process_job(&shop->catalog[i], &note->result) == 0 ? 0 : errno;
    if (queue_put(&shop->queue, note) != 0) break;
  }
  if (atomic_fetch_sub_explicit(&shop->busy, 1, memory_order_acq_rel) == 1)
    queue_close(&shop->queue);
  return NULL;
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results,
                    unsigned workers) {
  if (workers == 0 || (count > 0 && (catalog == NULL || results == NULL))) return answer(EINVAL);
  if (count == 0) return 0;
  if (workers > count) workers = (unsigned)count;

  int error = ENOMEM;
  unsigned started = 0;
  pthread_t *threads = malloc(workers * sizeof *threads);
  Shop shop = {.catalog = catalog, .count = count, .notes = calloc(count, sizeof(Note))};
  atomic_init(&shop.busy, workers);
  if (threads == NULL || shop.notes == NULL) goto out;
  if (queue_init(&shop.queue, workers) != 0) {
    error = errno;
    goto out;
  }
  for (error = 0; started < workers; started++) {
    error = pthread_create(&threads[started], NULL, shop_worker, &shop);
    if (error != 0) break;
  }
  if (error != 0) {
    atomic_store(&shop.stop, true);
    queue_close(&shop.queue);
  }
  void *item;
  while (queue_get(&shop.queue, &item) == 0) {
    Note *note = item;
    if (note->error == 0)
      results[note->index] = note->result;
    else {
      if (error == 0) error = note->error;
      atomic_store(&shop.stop, true);
    }
  }
  for (unsigned i = 0; i < started; i++) OK(pthread_join(threads[i], NULL));
  queue_destroy(&shop.queue);
out:
  free(shop.notes);
  free(threads);
  return answer(error);
}

/* --- accounts ---------------------------------------------------------------------- */

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER; /* who wants two locks goes through here */

int account_init(Account *account, int number, long balance) {
  *account = (Account){.number = number, .balance = balance};
  return answer(recursive_init(&account->lock));
}

/* The mutexes are recursive, so that even from == to needs no case of its own. */
int transfer(Account *from, Account *to, long amount) {
  int error = 0;
  if (amount < 0) return answer(EINVAL);
  OK(pthread_mutex_lock(&gate));
  OK(pthread_mutex_lock(&from->lock));
  OK(pthread_mutex_lock(&to->lock));
  OK(pthread_mutex_unlock(&gate));
  if (from != to) {
    if (from->balance >= amount) {
      from->balance -= amount;
      to->balance += amount;
    } else {
      error = ERANGE;
    }
  }
  OK(pthread_mutex_unlock(&from->lock));
  OK(pthread_mutex_unlock(&to->lock));
  return answer(error);
}

int account_destroy(Account *account) { return answer(pthread_mutex_destroy(&account->lock)); }
