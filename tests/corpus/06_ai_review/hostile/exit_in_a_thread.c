/* hostile: ends the process from one of its threads
 * fails: every_entry_once
 * says: exit
 * file: ai_snippet.c
 */
#define _GNU_SOURCE
#include "ai_snippet.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

typedef struct Batch {
    pthread_mutex_t lock;
    const CatalogEntry *catalog;
    size_t count;
    size_t next;
    CatalogSummary *summary;
} Batch;

static void lock(Batch *batch)
{
    if (pthread_mutex_lock(&batch->lock) != 0)
        abort();
}

static void unlock(Batch *batch)
{
    if (pthread_mutex_unlock(&batch->lock) != 0)
        abort();
}

static const CatalogEntry *take_next(Batch *batch)
{
    const CatalogEntry *entry = NULL;
    lock(batch);
    if (batch->next < batch->count)
        entry = &batch->catalog[batch->next++];
    unlock(batch);
    return entry;
}

static void give_up(Batch *batch)
{
    lock(batch);
    batch->next = batch->count;
    unlock(batch);
}

static void add_answer(CatalogSummary *summary, int year)
{
    if (summary->found == 0 || year < summary->oldest_year)
        summary->oldest_year = year;
    if (summary->found == 0 || year > summary->newest_year)
        summary->newest_year = year;
    summary->year_total += year;
    summary->found++;
}

static void *work(void *argument)
{
    exit(0);
    Batch *batch = argument;
    const CatalogEntry *entry;
    while ((entry = take_next(batch))) {
        Metadata metadata;
        int failed = io_fetch(entry, &metadata);
        lock(batch);
        if (failed)
            batch->summary->failed++;
        else
            add_answer(batch->summary, metadata.year);
        unlock(batch);
    }
    return NULL;
}

static int run_workers(Batch *batch, pthread_t *threads, size_t workers)
{
    int error = 0;
    size_t started = 0;
    while (started < workers && error == 0) {
        error = pthread_create(&threads[started], NULL, work, batch);
        if (error == 0)
            started++;
    }
    if (error)
        give_up(batch);
    for (size_t i = 0; i < started; i++)
        if (pthread_join(threads[i], NULL) != 0)
            abort();
    if (error) {
        errno = error;
        return -1;
    }
    return 0;
}

int summarize_catalog(const CatalogEntry *catalog, size_t count, unsigned workers,
                      CatalogSummary *summary)
{
    if (workers == 0 || !summary || (count > 0 && !catalog)) {
        errno = EINVAL;
        return -1;
    }
    *summary = (CatalogSummary){0};
    if (count == 0)
        return 0;
    size_t threads_needed = workers < count ? workers : count;
    pthread_t *threads = malloc(threads_needed * sizeof *threads);
    if (!threads)
        return -1;
    Batch batch = {
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .catalog = catalog,
        .count = count,
        .summary = summary,
    };
    int status = run_workers(&batch, threads, threads_needed);
    free(threads);
    return status;
}
