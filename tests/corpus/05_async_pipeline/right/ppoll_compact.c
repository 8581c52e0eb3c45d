/*
 * async_pipeline.c - an event loop on ppoll whose array shrinks: who has finished gives its
 * place to the last one. The coroutine stays where it is, only the pointer to it moves.
 */
#define _GNU_SOURCE
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

struct waiter {
    FetchCoroutine coroutine;
    struct waiter *next; /* of all that were begun, newest first */
};

struct loop {
    struct waiter *begun;
    struct pollfd *polled;
    struct waiter **by_place; /* by_place[p] waits for polled[p] */
    size_t waiting;
};

static int begin_one(struct loop *loop, const CatalogEntry *entry, JobResult *result)
{
    struct waiter *waiter = malloc(sizeof *waiter);
    if (!waiter)
        return -1;
    if (fetch_begin(&waiter->coroutine, entry, result) != 0) {
        int kept = errno;
        free(waiter);
        errno = kept;
        return -1;
    }
    waiter->next = loop->begun;
    loop->begun = waiter;
    loop->polled[loop->waiting] =
        (struct pollfd){.fd = waiter->coroutine.fetch.fd, .events = POLLIN};
    loop->by_place[loop->waiting++] = waiter;
    return 0;
}

static int step_all_ready(struct loop *loop)
{
    for (size_t place = 0; place < loop->waiting;) {
        FetchCoroutine *coroutine = &loop->by_place[place]->coroutine;
        if (loop->polled[place].revents && fetch_step(coroutine) != 0)
            return -1;
        if (coroutine->state == FETCH_WAITING) {
            place++;
            continue;
        }
        loop->waiting--;
        loop->polled[place] = loop->polled[loop->waiting];
        loop->by_place[place] = loop->by_place[loop->waiting];
    }
    return 0;
}

static int run_loop(struct loop *loop)
{
    while (loop->waiting > 0) {
        int ready = ppoll(loop->polled, loop->waiting, NULL, NULL);
        if (ready < 0 && errno != EINTR)
            return -1;
        if (ready > 0 && step_all_ready(loop) != 0)
            return -1;
    }
    return 0;
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    struct loop loop = {0};
    int status = 0;
    if (count == 0)
        return 0;
    if (!catalog || !results) {
        errno = EINVAL;
        return -1;
    }
    loop.polled = reallocarray(NULL, count, sizeof *loop.polled);
    loop.by_place = reallocarray(NULL, count, sizeof *loop.by_place);
    if (!loop.polled || !loop.by_place)
        status = -1;
    for (size_t i = 0; status == 0 && i < count; i++)
        status = begin_one(&loop, &catalog[i], &results[i]);
    if (status == 0)
        status = run_loop(&loop);
    int kept = errno;
    for (struct waiter *next; loop.begun; loop.begun = next) {
        next = loop.begun->next;
        io_fetch_cancel(&loop.begun->coroutine.fetch);
        free(loop.begun);
    }
    free(loop.by_place);
    free(loop.polled);
    errno = kept;
    return status;
}
