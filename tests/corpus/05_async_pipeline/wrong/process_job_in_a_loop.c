/* mistake: run_async is the sequential loop: process_job for each entry
 * fails: no_blocking_lookup
 * says: block
 */
/*
 * async_pipeline.c - task 5: one thread, many waits.
 *
 * Read LESSON.md (make lesson TASK=5) and the contract in async_pipeline.h, write a
 * coroutine by hand (fetch_begin, fetch_step) and the event loop that runs all of them
 * together (run_async), then: make validate TASK=5
 */
#include "async_pipeline.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

/* What one run of the event loop holds. */
typedef struct EventLoop {
    FetchCoroutine *coroutines; /* `count` of them, in the catalog's order; owned */
    struct pollfd *polled;      /* `count` of them: polled[i] is coroutine i's; owned */
    size_t count;               /* entries of the catalog, 1 or more */
    size_t started;             /* coroutines 0..started-1 went through fetch_begin */
    size_t waiting;             /* how many of those are in the state FETCH_WAITING */
} EventLoop;

/* ---- the coroutine ----------------------------------------------------------------- */

/* Ends the coroutine with errno as the reason. Nothing is open: io_fetch_begin and
 * io_fetch_end release the descriptor themselves when they fail. */
static int fail(FetchCoroutine *coroutine)
{
    coroutine->state = FETCH_FAILED;
    coroutine->error = errno;
    return -1;
}

int fetch_begin(FetchCoroutine *coroutine, const CatalogEntry *entry, JobResult *result)
{
    if (!coroutine) {
        errno = EINVAL;
        return -1;
    }
    /* fd is -1 from the first moment: 0 would be somebody's standard input. */
    *coroutine = (FetchCoroutine){
        .state = FETCH_WAITING, .entry = entry, .result = result, .fetch = {.fd = -1}};
    if (!entry || !result) {
        errno = EINVAL;
        return fail(coroutine);
    }
    if (io_fetch_begin(&coroutine->fetch, entry) != 0)
        return fail(coroutine);
    return 0;
}

/* The part after the pause. What it needs of the time before comes from the struct. */
static int go_on_with_reply(FetchCoroutine *coroutine)
{
    Metadata metadata;
    if (io_fetch_end(&coroutine->fetch, &metadata) != 0)
        return errno == EAGAIN ? 0 : fail(coroutine); /* EAGAIN: a part, not the whole */

    JobResult *result = coroutine->result;
    *result = (JobResult){.entry_id = coroutine->entry->id, .metadata = metadata};
    /* This computes, so nobody else gets on meanwhile: one thread overlaps only waits. */
    if (cpu_hash(coroutine->entry, &result->checksum) != 0)
        return fail(coroutine);
    coroutine->state = FETCH_FINISHED;
    return 0;
}

int fetch_step(FetchCoroutine *coroutine)
{
    if (!coroutine) {
        errno = EINVAL;
        return -1;
    }
    switch (coroutine->state) {
    case FETCH_WAITING:
        return go_on_with_reply(coroutine);
    case FETCH_FINISHED:
        return 0;
    case FETCH_FAILED:
        break;
    }
    errno = coroutine->error;
    return -1;
}

/* ---- the event loop ---------------------------------------------------------------- */

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count == 0)
        return 0; /* calloc(0, ...) may return NULL without being out of memory */
    if (!catalog || !results) {
        errno = EINVAL;
        return -1;
    }
    for (size_t i = 0; i < count; i++)
        if (process_job(&catalog[i], &results[i]) != 0)
            return -1;
    return 0;
}
