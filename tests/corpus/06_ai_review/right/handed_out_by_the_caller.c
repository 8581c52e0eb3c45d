/*
 * ai_snippet.c: the caller hands the entries out one by one, through a place for one entry
 * with a condition on each side; each worker hands its sums over when it ends.
 *
 * file: ai_snippet.c
 */
#include "ai_snippet.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct Desk {
    pthread_mutex_t lock; /* guards all that follows */
    pthread_cond_t filled, emptied;
    const CatalogEntry *entry; /* NULL: the place is empty */
    bool closed;
    CatalogSummary *summary;
} Desk;

static const CatalogEntry *take(Desk *desk)
{
    pthread_mutex_lock(&desk->lock);
    while (!desk->entry && !desk->closed)
        pthread_cond_wait(&desk->filled, &desk->lock);
    const CatalogEntry *entry = desk->entry;
    desk->entry = NULL;
    pthread_cond_signal(&desk->emptied);
    pthread_mutex_unlock(&desk->lock);
    return entry;
}

static void hand_out(Desk *desk, const CatalogEntry *entry)
{
    pthread_mutex_lock(&desk->lock);
    while (desk->entry)
        pthread_cond_wait(&desk->emptied, &desk->lock);
    desk->entry = entry;
    pthread_cond_signal(&desk->filled);
    pthread_mutex_unlock(&desk->lock);
}

static void close_desk(Desk *desk)
{
    pthread_mutex_lock(&desk->lock);
    desk->closed = true;
    pthread_cond_broadcast(&desk->filled);
    pthread_mutex_unlock(&desk->lock);
}

static void count_year(CatalogSummary *sums, int year)
{
    if (sums->found == 0 || year < sums->oldest_year)
        sums->oldest_year = year;
    if (sums->found == 0 || year > sums->newest_year)
        sums->newest_year = year;
    sums->found++;
    sums->year_total += year;
}

static void hand_over(Desk *desk, const CatalogSummary *own)
{
    pthread_mutex_lock(&desk->lock);
    CatalogSummary *all = desk->summary;
    if (own->found > 0 && (all->found == 0 || own->oldest_year < all->oldest_year))
        all->oldest_year = own->oldest_year;
    if (own->found > 0 && (all->found == 0 || own->newest_year > all->newest_year))
        all->newest_year = own->newest_year;
    all->found += own->found;
    all->failed += own->failed;
    all->year_total += own->year_total;
    pthread_mutex_unlock(&desk->lock);
}

static void *serve(void *argument)
{
    Desk *desk = argument;
    CatalogSummary own = {0};
    for (const CatalogEntry *entry; (entry = take(desk));) {
        Metadata metadata;
        if (io_fetch(entry, &metadata) == 0)
            count_year(&own, metadata.year);
        else
            own.failed++;
    }
    hand_over(desk, &own);
    return NULL;
}

int summarize_catalog(const CatalogEntry *catalog, size_t count, unsigned workers,
                      CatalogSummary *summary)
{
    if (!workers || !summary || (!catalog && count)) {
        errno = EINVAL;
        return -1;
    }
    *summary = (CatalogSummary){0};
    Desk desk = {.lock = PTHREAD_MUTEX_INITIALIZER, .filled = PTHREAD_COND_INITIALIZER,
                 .emptied = PTHREAD_COND_INITIALIZER, .summary = summary};
    pthread_t *threads = malloc(workers * sizeof *threads);
    if (!threads)
        return -1;
    unsigned started = 0;
    int error = 0;
    while (started < workers &&
           (error = pthread_create(&threads[started], NULL, serve, &desk)) == 0)
        started++;
    for (size_t i = 0; i < count && !error; i++)
        hand_out(&desk, &catalog[i]);
    close_desk(&desk);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    if (error) {
        errno = error;
        return -1;
    }
    return 0;
}
