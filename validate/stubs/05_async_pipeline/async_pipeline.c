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

int fetch_begin(FetchCoroutine *coroutine, const CatalogEntry *entry, JobResult *result)
{
    /* TODO: put everything that a later step needs into *coroutine, then begin the
     * look-up with io_fetch_begin. After a failure: FETCH_FAILED, and why in `error`. */
    (void)coroutine;
    (void)entry;
    (void)result;
    errno = ENOSYS; /* not written yet */
    return -1;
}

int fetch_step(FetchCoroutine *coroutine)
{
    /* TODO: go on from coroutine->state. Waiting: call io_fetch_end. Is the reply not
     * whole yet, whole (checksum, result), or failed? In the other two states a step
     * changes nothing. */
    (void)coroutine;
    errno = ENOSYS; /* not written yet */
    return -1;
}

/* ---- the event loop ---------------------------------------------------------------- */

/* TODO: your helpers for run_async go here, all of them static. One job each: start all;
 * sleep in poll(); step what is ready; on failure, cancel what is still under way. */

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    /* TODO: allocate the loop's two arrays, start all coroutines, and then poll and step
     * until none waits. Release everything on every way out, and keep errno. */
    (void)catalog;
    (void)count;
    (void)results;
    errno = ENOSYS; /* not written yet */
    return -1;
}
