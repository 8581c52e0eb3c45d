/* mistake: transfer keeps the first account locked while it tries the second again and
 *   again
 * fails: transfer_never_deadlocks
 * says: Livelock
 */
#include "sync.h"

#include <errno.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>

static inline int Err(int e) { errno = e; return -1; }
static inline int Ret(int e) { return e == 0 ? 0 : Err(e); }

int counter_init(Counter *counter)
{
  counter->value = 0L;
  return Ret(pthread_mutex_init(&counter->lock, NULL));
}

int counter_add(Counter *counter, long amount)
{
  int e;
  if ((e = pthread_mutex_lock(&counter->lock)) != 0)
    return Err(e);
  counter->value = counter->value + amount;
  if ((e = pthread_mutex_unlock(&counter->lock)) != 0)
    return Err(e);
  return 0;
}

int counter_read(Counter *counter, long *value)
{
  int e;
  long copy;
  if ((e = pthread_mutex_lock(&counter->lock)) != 0)
    return Err(e);
  copy = counter->value;
  pthread_mutex_unlock(&counter->lock);
  *value = copy;
  return 0;
}

int counter_destroy(Counter *counter)
{
  return Ret(pthread_mutex_destroy(&counter->lock));
}

/* queue: `count` and `head` are looked at by three small predicates, always with the lock held */

static int can_put(const BoundedQueue *q) { return q->closed || q->count != q->capacity; }
static int can_get(const BoundedQueue *q) { return q->closed || q->count != 0; }
static size_t free_place(const BoundedQueue *q) { return (q->head + q->count) % q->capacity; }

int queue_init(BoundedQueue *queue, size_t capacity)
{
  BoundedQueue fresh = { .capacity = capacity };
  int e;
  if (capacity < 1)
    return Err(EINVAL);
  if (capacity > (size_t)-1 / sizeof(void *))
    return Err(ENOMEM);
  fresh.items = malloc(capacity * sizeof(void *));
  if (fresh.items == NULL)
    return Err(ENOMEM);
  *queue = fresh;
  e = pthread_mutex_init(&queue->lock, NULL);
  if (e) {
    free(queue->items);
    return Err(e);
  }
  e = pthread_cond_init(&queue->not_full, NULL);
  if (e) {
    pthread_mutex_destroy(&queue->lock);
    free(queue->items);
    return Err(e);
  }
  e = pthread_cond_init(&queue->not_empty, NULL);
  if (e) {
    pthread_cond_destroy(&queue->not_full);
    pthread_mutex_destroy(&queue->lock);
    free(queue->items);
    return Err(e);
  }
  return 0;
}

int queue_put(BoundedQueue *queue, void *item)
{
  pthread_mutex_lock(&queue->lock);
  while (!can_put(queue))
    pthread_cond_wait(&queue->not_full, &queue->lock);
  if (queue->closed) {
    pthread_mutex_unlock(&queue->lock);
    return Err(EPIPE);
  }
  queue->items[free_place(queue)] = item;
  queue->count++;
  pthread_mutex_unlock(&queue->lock);
  pthread_cond_signal(&queue->not_empty); /* outside: fewer collisions */
  return 0;
}

int queue_get(BoundedQueue *queue, void **item)
{
  pthread_mutex_lock(&queue->lock);
  while (!can_get(queue))
    pthread_cond_wait(&queue->not_empty, &queue->lock);
  if (queue->count == 0) {
    pthread_mutex_unlock(&queue->lock);
    return Err(EPIPE);
  }
  void *oldest = queue->items[queue->head];
  queue->items[queue->head] = NULL;
  queue->head = (queue->head + 1) % queue->capacity;
  queue->count--;
  pthread_mutex_unlock(&queue->lock);
  pthread_cond_signal(&queue->not_full);
  *item = oldest;
  return 0;
}

int queue_close(BoundedQueue *queue)
{
  pthread_mutex_lock(&queue->lock);
  queue->closed = true;
  pthread_mutex_unlock(&queue->lock);
  pthread_cond_broadcast(&queue->not_full);
  pthread_cond_broadcast(&queue->not_empty);
  return 0;
}

int queue_destroy(BoundedQueue *queue)
{
  pthread_cond_destroy(&queue->not_empty);
  pthread_cond_destroy(&queue->not_full);
  pthread_mutex_destroy(&queue->lock);
  free(queue->items);
  return 0;
}

typedef struct { size_t index; int error; JobResult result; } Outcome;

typedef struct {
  mtx_t mtx;      /* protects todo */
  size_t todo;    /* entries todo-1 ... 0 are still to be handed out */
  const CatalogEntry *catalog;
  Outcome *outcomes;
  BoundedQueue done;
} Pool;

static int pool_thread(void *p)
{
  Pool *pool = p;
  for (;;) {
    size_t mine;
    mtx_lock(&pool->mtx);
    mine = pool->todo;
    if (mine > 0)
      pool->todo--;
    mtx_unlock(&pool->mtx);
    if (mine-- == 0)
      return 0;
    Outcome *o = &pool->outcomes[mine];
    o->index = mine;
    o->error = process_job(&pool->catalog[mine], &o->result) ? errno : 0;
    if (queue_put(&pool->done, o) != 0)
      return 1;
  }
}

/* thrd_create has two ways to fail; the other one stands for EAGAIN of pthread_create */
static int errno_of(int thrd)
{
  return thrd == thrd_success ? 0 : thrd == thrd_nomem ? ENOMEM : EAGAIN;
}

int collect_results(const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
  if (workers == 0 || (count != 0 && (catalog == NULL || results == NULL)))
    return Err(EINVAL);
  if (count == 0)
    return 0;
  size_t n = count < workers ? count : workers, k = 0;
  int error = ENOMEM;
  Pool pool = { .todo = count, .catalog = catalog };
  thrd_t *ids = malloc(n * sizeof *ids);
  if (ids == NULL)
    goto end;
  pool.outcomes = malloc(count * sizeof *pool.outcomes);
  if (pool.outcomes == NULL)
    goto end;
  if (queue_init(&pool.done, n) != 0) {
    error = errno;
    goto end;
  }
  if (mtx_init(&pool.mtx, mtx_plain) != thrd_success) {
    queue_destroy(&pool.done);
    goto end;
  }
  error = 0;
  while (k < n && error == 0)
    if ((error = errno_of(thrd_create(&ids[k], pool_thread, &pool))) == 0)
      k++;
  for (size_t i = 0; i < count && error == 0; i++) {
    void *p;
    if (queue_get(&pool.done, &p) != 0)
      error = errno;
    else if (((Outcome *)p)->error != 0)
      error = ((Outcome *)p)->error;
    else
      results[((Outcome *)p)->index] = ((Outcome *)p)->result;
  }
  queue_close(&pool.done);
  for (size_t i = 0; i < k; i++)
    thrd_join(ids[i], NULL);
  mtx_destroy(&pool.mtx);
  queue_destroy(&pool.done);
end:
  free(pool.outcomes);
  free(ids);
  return Ret(error);
}

int account_init(Account *account, int number, long balance)
{
  account->number = number;
  account->balance = balance;
  return Ret(pthread_mutex_init(&account->lock, NULL));
}

int transfer(Account *from, Account *to, long amount)
{
  unsigned dice = (unsigned)from->number;
  if (amount < 0)
    return Err(EINVAL);
  if (from == to)
    return 0;
  pthread_mutex_lock(&from->lock);
  while (pthread_mutex_trylock(&to->lock) != 0) {
    dice = dice * 1103515245u + 12345u;
    struct timespec pause = { 0, 1000 + (long)(dice >> 16) % 50000 };
    nanosleep(&pause, NULL);
  }
  int e = from->balance < amount ? ERANGE : 0;
  if (e == 0) {
    from->balance -= amount;
    to->balance += amount;
  }
  pthread_mutex_unlock(&to->lock);
  pthread_mutex_unlock(&from->lock);
  return Ret(e);
}

int account_destroy(Account *account)
{
  return Ret(pthread_mutex_destroy(&account->lock));
}
