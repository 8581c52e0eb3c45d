/* mistake: the index is atomic, but it is tested before it is taken
 * fails: every_entry_once, failed_lookups_are_counted
 * says: was looked up, although
 * file: ai_snippet.c
 */
#include "ai_snippet.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

typedef struct {
  const CatalogEntry *catalog;
  size_t count;
  atomic_size_t next;
  atomic_size_t found, failed;
  atomic_long total;
  atomic_int oldest, newest;
} tally_t;

static void lower_to(atomic_int *least, int year) {
  int seen = atomic_load_explicit(least, memory_order_relaxed);
  while (year < seen && !atomic_compare_exchange_weak_explicit(least, &seen, year, memory_order_relaxed,
                                                               memory_order_relaxed)) {
  }
}

static void raise_to(atomic_int *most, int year) {
  int seen = atomic_load_explicit(most, memory_order_relaxed);
  while (year > seen && !atomic_compare_exchange_weak_explicit(most, &seen, year, memory_order_relaxed,
                                                               memory_order_relaxed)) {
  }
}

static void *tally(void *p) {
  tally_t *t = p;
  for (;;) {
    /* overshoots by one a worker, which a size_t bears */
    if (atomic_load(&t->next) >= t->count) pthread_exit(NULL);
    size_t i = atomic_fetch_add(&t->next, 1);
    Metadata m;
    if (io_fetch(t->catalog + i, &m) != 0) {
      atomic_fetch_add_explicit(&t->failed, 1, memory_order_relaxed);
      continue;
    }
    lower_to(&t->oldest, m.year);
    raise_to(&t->newest, m.year);
    atomic_fetch_add_explicit(&t->total, m.year, memory_order_relaxed);
    atomic_fetch_add_explicit(&t->found, 1, memory_order_relaxed);
  }
}

int summarize_catalog(const CatalogEntry *catalog, size_t count, unsigned workers, CatalogSummary *summary) {
  if (!workers || !summary || (count && !catalog)) {
    errno = EINVAL;
    return -1;
  }
  if (workers > count) workers = (unsigned)count;
  tally_t t = {.catalog = catalog, .count = count, .oldest = INT_MAX, .newest = INT_MIN};
  pthread_t ids[workers + 1]; /* a size of 0 isn't allowed */
  unsigned started = 0;
  int error = 0;
  for (; started < workers; started++)
    if ((error = pthread_create(ids + started, NULL, tally, &t)) != 0) {
      atomic_store_explicit(&t.next, count, memory_order_release);
      break;
    }
  for (unsigned i = 0; i < started; i++) pthread_join(ids[i], NULL);
  if (error) {
    errno = error;
    return -1;
  }
  size_t found = atomic_load(&t.found);
  *summary = (CatalogSummary){
      .found = found,
      .failed = atomic_load(&t.failed),
      .oldest_year = found ? atomic_load(&t.oldest) : 0,
      .newest_year = found ? atomic_load(&t.newest) : 0,
      .year_total = atomic_load(&t.total),
  };
  return 0;
}
