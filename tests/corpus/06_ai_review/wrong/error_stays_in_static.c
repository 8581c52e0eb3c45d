/* mistake: the error of pthread_create is static, and stays for the next call
 * fails: failed_start_is_cleaned_up
 * says: called again
 * file: ai_snippet.c
 */
/*
 * ai_snippet.c - task 6, second half: code that an assistant wrote, repaired.
 *
 * It had five faults behind comments that said it was safe; where each was, a comment now
 * says what is relied on. The contract is in ai_snippet.h.
 *
 *     make validate TASK=6     judges both halves
 *     make review              asks a model what it thinks of this file
 */
#include "ai_snippet.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

/* All state that the workers share. The answer of a look-up isn't: it is a local variable
 * of its worker, so that nobody need wait for the lock to look something up. */
typedef struct Batch {
    pthread_mutex_t lock;        /* guards next and *summary; never held while waiting */
    const CatalogEntry *catalog; /* set before the threads start, then only read */
    size_t count;                /* the same */
    size_t next;                 /* index of the next entry to look up, 0..count */
    CatalogSummary *summary;     /* the result */
} Batch;

/* These two can only fail for a mutex that isn't one, or isn't ours: a fault in this very
 * file, and going on without the lock would hide it. */
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

/* The next entry, or NULL if none is left. Asking and taking are one critical section:
 * between two of them another worker could take the last entry. */
static const CatalogEntry *take_next(Batch *batch)
{
    const CatalogEntry *entry = NULL;
    lock(batch);
    if (batch->next < batch->count)
        entry = &batch->catalog[batch->next++];
    unlock(batch);
    return entry;
}

/* Leaves nothing to take: the workers end after the look-up that they are at. */
static void give_up(Batch *batch)
{
    lock(batch);
    batch->next = batch->count;
    unlock(batch);
}

/* Adds one answer. The lock must be held: each line reads what another worker writes. */
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
    const CatalogEntry *entry;
    while ((entry = take_next(batch))) {
        Metadata metadata;
        int failed = io_fetch(entry, &metadata); /* without the lock: waits overlap */

        /* One way in and one way out, whether the look-up failed or not. */
        lock(batch);
        if (failed)
            batch->summary->failed++;
        else
            add_answer(batch->summary, metadata.year);
        unlock(batch);
    }
    return NULL;
}

/* Runs the workers and waits until the last one has finished, also when not all could be
 * started: those that run use the batch, which ends with the caller. */
static int run_workers(Batch *batch, pthread_t *threads, size_t workers)
{
    static int error = 0;
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
            abort(); /* not a thread of ours: a fault in this file */
    if (error) {
        errno = error; /* pthread_create returns it and leaves errno alone */
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
        return -1; /* malloc has set errno to ENOMEM */
    Batch batch = {
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .catalog = catalog,
        .count = count,
        .summary = summary,
    };
    int status = run_workers(&batch, threads, threads_needed);
    free(threads); /* errno survives: free keeps it since glibc 2.33 */
    return status;
}
