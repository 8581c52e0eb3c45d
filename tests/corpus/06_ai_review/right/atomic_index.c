/*
 * ai_snippet.c: the index is an atomic counter, the sums have a mutex, and the caller
 * looks up as well instead of only waiting.
 *
 * file: ai_snippet.c
 */
#include "ai_snippet.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct shared {
    const CatalogEntry *catalog;
    size_t count;
    atomic_size_t next;   /* may pass count, by one for each worker */
    pthread_mutex_t lock; /* guards *summary */
    CatalogSummary *summary;
};

static void note(CatalogSummary *summary, int failed, int year)
{
    if (failed) {
        summary->failed++;
        return;
    }
    if (summary->found == 0) {
        summary->oldest_year = year;
        summary->newest_year = year;
    } else if (year < summary->oldest_year) {
        summary->oldest_year = year;
    } else if (year > summary->newest_year) {
        summary->newest_year = year;
    }
    summary->found++;
    summary->year_total += year;
}

static void *worker(void *argument)
{
    struct shared *shared = argument;
    for (;;) {
        size_t index = atomic_fetch_add(&shared->next, 1);
        if (index >= shared->count)
            return NULL;
        Metadata metadata = {0};
        int failed = io_fetch(&shared->catalog[index], &metadata) != 0;
        pthread_mutex_lock(&shared->lock);
        note(shared->summary, failed, metadata.year);
        pthread_mutex_unlock(&shared->lock);
    }
}

int summarize_catalog(const CatalogEntry *catalog, size_t count, unsigned workers,
                      CatalogSummary *summary)
{
    if (!workers || !summary || (!catalog && count)) {
        errno = EINVAL;
        return -1;
    }
    *summary = (CatalogSummary){0};
    struct shared shared = {.catalog = catalog, .count = count, .summary = summary};
    size_t others = (workers < count ? workers : count), started = 0;
    others = others > 0 ? others - 1 : 0; /* the caller is one of the workers */
    pthread_t *threads = malloc((others + 1) * sizeof *threads);
    int error = threads ? pthread_mutex_init(&shared.lock, NULL) : ENOMEM;
    if (error) {
        free(threads);
        errno = error;
        return -1;
    }
    while (started < others && !error)
        if (!(error = pthread_create(&threads[started], NULL, worker, &shared)))
            started++;
    if (error)
        atomic_store(&shared.next, count);
    else
        worker(&shared);
    while (started > 0)
        pthread_join(threads[--started], NULL);
    pthread_mutex_destroy(&shared.lock);
    free(threads);
    if (error)
        errno = error;
    return error ? -1 : 0;
}
