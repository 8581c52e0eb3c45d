/* mistake: the index of a coroutine is kept in one byte: with more than 256 entries it
 *   starts anew
 * fails: catalogs_of_any_size
 * says: no end in sight
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

/* Begins every look-up and waits for none: that is what makes the waits overlap. */
static int start_all(EventLoop *loop, const CatalogEntry *catalog, JobResult *results)
{
    for (size_t i = 0; i < loop->count; i++) {
        if (fetch_begin(&loop->coroutines[i], &catalog[i], &results[i]) != 0)
            return -1;
        loop->started++;
        loop->waiting++;
        loop->polled[i] =
            (struct pollfd){.fd = loop->coroutines[i].fetch.fd, .events = POLLIN};
    }
    return 0;
}

/* Sleeps until something can go on. No timeout: a shorter sleep would only burn
 * processor time. poll() is never restarted after a signal, whatever SA_RESTART says. */
static int sleep_until_ready(EventLoop *loop)
{
    while (poll(loop->polled, (nfds_t)loop->count, -1) < 0)
        if (errno != EINTR)
            return -1;
    return 0;
}

/* Lets every coroutine go on that poll() reported. */
static int step_ready(EventLoop *loop)
{
    for (size_t n = 0; n < loop->count; n++) {
        unsigned char i = (unsigned char)n;
        struct pollfd *polled = &loop->polled[i];
        /* Not only POLLIN: whatever poll() reports and nobody handles, it reports again
         * at once, and the loop spins. */
        if (polled->revents == 0)
            continue;
        if (polled->revents & POLLNVAL) { /* not open: no step could ever get on */
            errno = EBADF;
            return -1;
        }
        if (fetch_step(&loop->coroutines[i]) != 0)
            return -1;
        if (loop->coroutines[i].state == FETCH_FINISHED) {
            polled->fd = -1; /* poll() skips it from now on */
            loop->waiting--;
        }
    }
    return 0;
}

/* Cancels what is under way (after a success nothing is), frees the arrays, keeps errno.
 * Only coroutines that were started: in the others of the zeroed array fd is 0. */
static void release(EventLoop *loop)
{
    int kept = errno;
    for (size_t i = 0; i < loop->started; i++)
        io_fetch_cancel(&loop->coroutines[i].fetch);
    free(loop->polled);
    free(loop->coroutines);
    errno = kept;
}

/* Starts all and waits for all together. Whoever is ready first goes on first, and yet
 * the results are in order: each coroutine knows its own place. */
static int gather(EventLoop *loop, const CatalogEntry *catalog, JobResult *results)
{
    if (start_all(loop, catalog, results) != 0)
        return -1;
    while (loop->waiting > 0) /* with nobody waiting, poll() would sleep for ever */
        if (sleep_until_ready(loop) != 0 || step_ready(loop) != 0)
            return -1;
    return 0;
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count == 0)
        return 0; /* calloc(0, ...) may return NULL without being out of memory */
    if (!catalog || !results) {
        errno = EINVAL;
        return -1;
    }
    /* Allocated once and never grown: a coroutine that waits must not move. */
    EventLoop loop = {.coroutines = calloc(count, sizeof *loop.coroutines),
                      .polled = calloc(count, sizeof *loop.polled),
                      .count = count};
    int status = -1;
    if (!loop.coroutines || !loop.polled)
        errno = ENOMEM;
    else
        status = gather(&loop, catalog, results);
    release(&loop); /* on every way out */
    return status;
}
