/*
 * async_pipeline.c - an event loop on epoll, one event at a time, everything in one block.
 */
#include "async_pipeline.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

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

static int watch(int watcher, FetchCoroutine *coroutine)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = coroutine};
    return epoll_ctl(watcher, EPOLL_CTL_ADD, coroutine->fetch.fd, &event);
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    int status = -1, kept;
    size_t begun = 0, unfinished = count;
    if (count == 0)
        return 0;
    if (!catalog || !results) {
        errno = EINVAL;
        return -1;
    }
    FetchCoroutine *all = malloc(count * sizeof *all);
    if (!all)
        return -1;
    int watcher = epoll_create1(EPOLL_CLOEXEC);
    if (watcher < 0)
        goto free_all;
    for (; begun < count; begun++)
        if (fetch_begin(&all[begun], &catalog[begun], &results[begun]) != 0)
            goto cancel;
    for (size_t i = 0; i < count; i++)
        if (watch(watcher, &all[i]) != 0)
            goto cancel;
    while (unfinished > 0) {
        struct epoll_event event;
        int ready = epoll_wait(watcher, &event, 1, -1);
        if (ready < 0 && errno != EINTR)
            goto cancel;
        if (ready < 1)
            continue;
        /* The kernel forgets a descriptor by itself when it is closed. */
        FetchCoroutine *coroutine = event.data.ptr;
        if (fetch_step(coroutine) != 0)
            goto cancel;
        unfinished -= coroutine->state == FETCH_FINISHED;
    }
    status = 0;
cancel:
    kept = errno;
    while (begun > 0)
        io_fetch_cancel(&all[--begun].fetch);
    close(watcher);
    errno = kept;
free_all:
    kept = errno;
    free(all);
    errno = kept;
    return status;
}
