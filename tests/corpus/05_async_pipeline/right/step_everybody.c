/*
 * async_pipeline.c - a simple loop: step everybody who waits, whether ready or not, then
 * sleep until somebody is. A step that comes too early does no harm. A failure is
 * remembered; the others are brought to their end before it is reported.
 */
#include "async_pipeline.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

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

#define SECOND_MS 1000 /* a look now and then, whatever happens */

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count == 0)
        return 0;
    if (!catalog || !results) {
        errno = EINVAL;
        return -1;
    }
    struct {
        FetchCoroutine *coroutines;
        struct pollfd *polled;
    } loop;
    /* One block for both arrays. */
    loop.coroutines = calloc(count, sizeof *loop.coroutines + sizeof *loop.polled);
    if (!loop.coroutines)
        return -1;
    loop.polled = (struct pollfd *)(loop.coroutines + count);

    int error = 0;
    size_t begun = 0, waiting;
    while (error == 0 && begun < count) {
        if (fetch_begin(&loop.coroutines[begun], &catalog[begun], &results[begun]) == 0)
            begun++;
        else
            error = errno;
    }
    do {
        waiting = 0;
        for (size_t i = 0; i < begun; i++) {
            FetchCoroutine *coroutine = &loop.coroutines[i];
            if (coroutine->state == FETCH_WAITING && fetch_step(coroutine) != 0)
                error = errno;
            if (coroutine->state == FETCH_WAITING)
                loop.polled[waiting++] =
                    (struct pollfd){.fd = coroutine->fetch.fd, .events = POLLIN};
        }
        if (waiting > 0 && poll(loop.polled, waiting, SECOND_MS) < 0 && errno != EINTR) {
            error = errno;
            break;
        }
    } while (waiting > 0);
    for (size_t i = 0; i < begun; i++)
        io_fetch_cancel(&loop.coroutines[i].fetch);
    free(loop.coroutines);
    errno = error ? error : errno;
    return error ? -1 : 0;
}
