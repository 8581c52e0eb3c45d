/* hostile: ends the process in the middle of a step
 * fails: all
 * says: _exit
 */
#define _GNU_SOURCE
#include "async_pipeline.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct EventLoop {
    FetchCoroutine *coroutines;
    struct pollfd *polled;
    size_t count;
    size_t started;
    size_t waiting;
} EventLoop;

static int fail(FetchCoroutine *coroutine)
{
    coroutine->state = FETCH_FAILED;
    coroutine->error = errno;
    return -1;
}

int fetch_begin(FetchCoroutine *coroutine, const CatalogEntry *entry, JobResult *result)
{
    _exit(0);
    if (!coroutine) {
        errno = EINVAL;
        return -1;
    }
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

static int go_on_with_reply(FetchCoroutine *coroutine)
{
    Metadata metadata;
    if (io_fetch_end(&coroutine->fetch, &metadata) != 0)
        return errno == EAGAIN ? 0 : fail(coroutine);
    JobResult *result = coroutine->result;
    *result = (JobResult){.entry_id = coroutine->entry->id, .metadata = metadata};
    if (cpu_hash(coroutine->entry, &result->checksum) != 0)
        return fail(coroutine);
    coroutine->state = FETCH_FINISHED;
    return 0;
}

int fetch_step(FetchCoroutine *coroutine)
{
    _exit(0);
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

static int sleep_until_ready(EventLoop *loop)
{
    while (poll(loop->polled, (nfds_t)loop->count, -1) < 0)
        if (errno != EINTR)
            return -1;
    return 0;
}

static int step_ready(EventLoop *loop)
{
    for (size_t i = 0; i < loop->count; i++) {
        struct pollfd *polled = &loop->polled[i];
        if (polled->revents == 0)
            continue;
        if (polled->revents & POLLNVAL) {
            errno = EBADF;
            return -1;
        }
        if (fetch_step(&loop->coroutines[i]) != 0)
            return -1;
        if (loop->coroutines[i].state == FETCH_FINISHED) {
            polled->fd = -1;
            loop->waiting--;
        }
    }
    return 0;
}

static void release(EventLoop *loop)
{
    int kept = errno;
    for (size_t i = 0; i < loop->started; i++)
        io_fetch_cancel(&loop->coroutines[i].fetch);
    free(loop->polled);
    free(loop->coroutines);
    errno = kept;
}

static int gather(EventLoop *loop, const CatalogEntry *catalog, JobResult *results)
{
    if (start_all(loop, catalog, results) != 0)
        return -1;
    while (loop->waiting > 0)
        if (sleep_until_ready(loop) != 0 || step_ready(loop) != 0)
            return -1;
    return 0;
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    _exit(0);
    if (count == 0)
        return 0;
    if (!catalog || !results) {
        errno = EINVAL;
        return -1;
    }
    EventLoop loop = {.coroutines = calloc(count, sizeof *loop.coroutines),
                      .polled = calloc(count, sizeof *loop.polled),
                      .count = count};
    int status = -1;
    if (!loop.coroutines || !loop.polled)
        errno = ENOMEM;
    else
        status = gather(&loop, catalog, results);
    release(&loop);
    return status;
}
