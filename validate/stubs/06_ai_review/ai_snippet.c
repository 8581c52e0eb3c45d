/*
 * ai_snippet.c - task 6, second half: code that an assistant wrote.
 *
 * It compiles without a warning, it is commented, and it was declared thread-safe. The
 * contract is in ai_snippet.h; the questions to ask are in LESSON.md.
 *
 *     make validate TASK=6     judges both halves
 *     make review              asks a model what it thinks of this file
 */
#include "ai_snippet.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

/* TODO: review everything below, question by question, and repair it. Believe no comment
 * that you haven't checked; a comment that isn't true is part of the repair. */

/* All state that the workers share. */
typedef struct Batch {
    pthread_mutex_t next_lock;  /* makes the hand-out of entries thread-safe */
    pthread_mutex_t fetch_lock; /* makes the look-ups thread-safe */
    const CatalogEntry *catalog;
    size_t count;
    size_t next;             /* index of the next entry to look up */
    Metadata metadata;       /* the answer being processed */
    CatalogSummary *summary; /* the result */
} Batch;

/* Thread-safe: tells whether there is work left. */
static bool has_next(Batch *batch)
{
    pthread_mutex_lock(&batch->next_lock);
    bool has = batch->next < batch->count;
    pthread_mutex_unlock(&batch->next_lock);
    return has;
}

/* Thread-safe: the increment is locked, so no two workers get the same entry. */
static const CatalogEntry *take_next(Batch *batch)
{
    pthread_mutex_lock(&batch->next_lock);
    const CatalogEntry *entry = &batch->catalog[batch->next++];
    pthread_mutex_unlock(&batch->next_lock);
    return entry;
}

/* Adds one answer. Only a handful of instructions, so it needs no lock of its own. */
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
    Batch *batch = argument;
    while (has_next(batch)) {
        const CatalogEntry *entry = take_next(batch);

        /* The metadata buffer is shared, so it is filled under its lock. */
        pthread_mutex_lock(&batch->fetch_lock);
        if (io_fetch(entry, &batch->metadata) != 0) {
            batch->summary->failed++; /* safe: a lock is held */
            continue;
        }
        int year = batch->metadata.year;
        pthread_mutex_unlock(&batch->fetch_lock);

        add_answer(batch->summary, year);
    }
    return NULL;
}

/* Runs the workers and waits until the last one has finished. */
static int run_workers(Batch *batch, pthread_t *threads, size_t workers)
{
    for (size_t i = 0; i < workers; i++) {
        if (pthread_create(&threads[i], NULL, work, batch) != 0)
            return -1; /* not enough resources: report it to the caller */
    }
    for (size_t i = 0; i < workers; i++)
        pthread_join(threads[i], NULL);
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
        return -1; /* malloc has set errno to ENOMEM */
    Batch batch = {
        .next_lock = PTHREAD_MUTEX_INITIALIZER,
        .fetch_lock = PTHREAD_MUTEX_INITIALIZER,
        .catalog = catalog,
        .count = count,
        .summary = summary,
    };
    int status = run_workers(&batch, threads, threads_needed);
    free(threads);
    return status;
}
