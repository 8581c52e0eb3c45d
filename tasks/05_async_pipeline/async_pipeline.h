/*
 * async_pipeline.h - the contract of task 5. Read-only: you write async_pipeline.c.
 *
 * One thread, many waits: a coroutine that can pause in the middle of its work, and an
 * event loop that runs the others meanwhile. C has no `await`: the coroutine is a struct
 * that remembers where it stopped, and a function that goes on from there.
 */
#ifndef ASYNC_PIPELINE_H
#define ASYNC_PIPELINE_H

#include <stddef.h>

#include "jobs.h"

/* Where a coroutine stopped. */
typedef enum FetchState {
    FETCH_WAITING,  /* its look-up is under way: poll fetch.fd, then call fetch_step */
    FETCH_FINISHED, /* the result is filled in; nothing is open any more */
    FETCH_FAILED,   /* `error` says why; nothing is open any more */
} FetchState;

/*
 * One coroutine: process_job for one entry, in steps. Everything that must survive a
 * pause is in here, because the local variables of a function don't.
 * The caller owns the struct; it must not be moved while the coroutine waits.
 */
typedef struct FetchCoroutine {
    FetchState state;          /* where it stopped */
    const CatalogEntry *entry; /* the entry it works on; must outlive the coroutine */
    JobResult *result;         /* where the result goes; owned by the caller */
    Fetch fetch;               /* the look-up under way */
    int error;                 /* errno of the failure, in the state FETCH_FAILED */
} FetchCoroutine;

/*
 * Starts the coroutine: begins the look-up with io_fetch_begin and returns without
 * waiting. The state is then FETCH_WAITING.
 * Returns 0; or -1 with errno from io_fetch_begin, or EINVAL (an argument is NULL). After
 * a failure that isn't about a NULL coroutine the state is FETCH_FAILED.
 */
int fetch_begin(FetchCoroutine *coroutine, const CatalogEntry *entry, JobResult *result);

/*
 * Goes on where the coroutine stopped; never blocks. To be called when fetch.fd is
 * readable; a call that comes too early does no harm.
 * Takes what has come of the reply with io_fetch_end. Not whole yet: the state stays
 * FETCH_WAITING. Whole: computes the checksum, fills in the result (entry_id, metadata,
 * checksum, as process_job does), and the state becomes FETCH_FINISHED. Failed: the state
 * becomes FETCH_FAILED, with `error` set.
 * A step of a coroutine that is finished or failed changes nothing.
 * Returns 0 in the states FETCH_WAITING and FETCH_FINISHED; -1 with errno set in the
 * state FETCH_FAILED (errno = error), or EINVAL (coroutine is NULL).
 */
int fetch_step(FetchCoroutine *coroutine);

/*
 * The event loop: does what run_sequential does, with one thread and one process, but
 * with all look-ups under way together: io_fetch_begin, never io_fetch. Starts a coroutine
 * for every entry before it waits for any; then sleeps in poll() until something can go
 * on, and steps what can: nobody is held up by a look-up that takes longer.
 *
 *   catalog  `count` entries; not changed.  count  0 is valid
 *   results  room for `count` results, owned by the caller; results[i] belongs to
 *            catalog[i]
 *
 * Never blocks anywhere but in poll() (ppoll, select and epoll_wait are as good), never
 * calls it with timeout 0, nor more often than parts of replies come (no busy waiting);
 * never reads a descriptor itself: io_fetch_end does. A signal that interrupts poll()
 * changes nothing.
 * Returns 0; or -1 with errno set:
 *   EINVAL     count isn't 0 and catalog or results is NULL
 *   ENOMEM     out of memory
 *   otherwise  of the coroutine that failed, or of poll
 * Whatever is returned: no descriptor is left open, all memory is freed. After a failure
 * the contents of results are unspecified.
 */
int run_async(const CatalogEntry *catalog, size_t count, JobResult *results);

#endif
