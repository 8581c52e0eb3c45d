/* mistake: fetch_begin computes the checksum: one look-up after the other then begins
 *   late
 * fails: begin_does_not_wait
 * says: more than beginning
 */
#include "async_pipeline.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS (10 * 60 * 1000)

/* ---- one coroutine: a table of what a step does in each state ---- */

static int step_waiting(FetchCoroutine *);
static int step_finished(FetchCoroutine *);
static int step_failed(FetchCoroutine *);

static int (*const STEP[])(FetchCoroutine *) = {
    [FETCH_WAITING] = step_waiting,
    [FETCH_FINISHED] = step_finished,
    [FETCH_FAILED] = step_failed,
};

int fetch_begin(FetchCoroutine *coroutine, const CatalogEntry *entry, JobResult *result)
{
    if (coroutine == NULL)
    {
        errno = EINVAL;
        return -1;
    }
    memset(coroutine, 0, sizeof(*coroutine));
    coroutine->entry = entry;
    coroutine->result = result;
    coroutine->fetch.fd = -1;
    errno = EINVAL;
    if (entry == NULL || result == NULL || io_fetch_begin(&coroutine->fetch, entry) == -1)
    {
        coroutine->error = errno;
        coroutine->state = FETCH_FAILED;
        return -1;
    }
    coroutine->state = FETCH_WAITING;
    result->checksum = 0;
    if (cpu_hash(entry, &result->checksum) == -1)
        abort();
    return 0;
}

int fetch_step(FetchCoroutine *coroutine)
{
    if (coroutine == NULL)
    {
        errno = EINVAL;
        return -1;
    }
    return STEP[coroutine->state](coroutine);
}

static int step_waiting(FetchCoroutine *coroutine)
{
    JobResult *result = coroutine->result;
    Metadata metadata;
    if (io_fetch_end(&coroutine->fetch, &metadata) == -1)
    {
        if (errno == EAGAIN)
            return 0;
        coroutine->error = errno;
        coroutine->state = FETCH_FAILED;
        return step_failed(coroutine);
    }
    result->entry_id = coroutine->entry->id;
    memcpy(&result->metadata, &metadata, sizeof(metadata));
    coroutine->state = FETCH_FINISHED;
    return 0;
}

static int step_finished(FetchCoroutine *coroutine)
{
    (void)coroutine;
    return 0;
}

static int step_failed(FetchCoroutine *coroutine)
{
    errno = coroutine->error;
    return -1;
}

/* ---- the reactor ---- */

typedef bool (*Readable)(void *context); /* false: no longer interested */

struct source
{
    struct source *next;
    int fd;
    Readable readable;
    void *context;
};

struct reactor
{
    struct source *sources;
    size_t number;
    struct pollfd *fds;
    size_t room;
    int error;
};

static bool reactor_add(struct reactor *reactor, int fd, Readable readable, void *context)
{
    if (reactor->number == reactor->room)
    {
        size_t room = reactor->room ? 2 * reactor->room : 8;
        struct pollfd *fds = realloc(reactor->fds, room * sizeof(*fds));
        if (fds == NULL)
            return false;
        reactor->fds = fds;
        reactor->room = room;
    }
    struct source *source = malloc(sizeof(*source));
    if (source == NULL)
        return false;
    source->next = reactor->sources;
    source->fd = fd;
    source->readable = readable;
    source->context = context;
    reactor->sources = source;
    reactor->number++;
    return true;
}

static int reactor_poll(struct reactor *reactor)
{
    size_t n = 0;
    for (struct source *s = reactor->sources; s != NULL; s = s->next)
    {
        reactor->fds[n].fd = s->fd;
        reactor->fds[n++].events = POLLIN | POLLPRI;
    }
    int ready = poll(reactor->fds, n, PATIENCE_MS);
    if (ready == -1 && errno == EINTR)
        return 0;
    if (ready == 0)
        errno = ETIMEDOUT;
    return ready > 0 ? ready : -1;
}

static void reactor_dispatch(struct reactor *reactor)
{
    struct source **link = &reactor->sources;
    for (size_t i = 0; *link != NULL; i++)
    {
        struct source *s = *link;
        if (reactor->fds[i].revents == 0 || s->readable(s->context))
        {
            link = &s->next;
            continue;
        }
        *link = s->next;
        reactor->number--;
        free(s);
    }
}

static void reactor_end(struct reactor *reactor)
{
    while (reactor->sources != NULL)
    {
        struct source *s = reactor->sources;
        reactor->sources = s->next;
        free(s);
    }
    free(reactor->fds);
}

/* ---- the two together ---- */

struct task
{
    struct task *next;
    struct reactor *reactor;
    FetchCoroutine coroutine;
};

static bool on_readable(void *context)
{
    struct task *task = context;
    if (fetch_step(&task->coroutine) == -1 && task->reactor->error == 0)
        task->reactor->error = errno;
    return task->coroutine.state == FETCH_WAITING;
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    struct reactor reactor = {0};
    struct task *tasks = NULL;
    if (count == 0)
        return 0;
    if (catalog == NULL || results == NULL)
    {
        errno = EINVAL;
        return -1;
    }
    for (size_t i = 0; i < count && reactor.error == 0; i++)
    {
        struct task *task = malloc(sizeof(*task));
        if (task == NULL)
        {
            reactor.error = ENOMEM;
            break;
        }
        task->reactor = &reactor;
        task->next = tasks;
        tasks = task;
        if (fetch_begin(&task->coroutine, catalog + i, results + i) == -1)
            reactor.error = errno;
        else if (!reactor_add(&reactor, task->coroutine.fetch.fd, on_readable, task))
            reactor.error = ENOMEM;
    }
    while (reactor.error == 0 && reactor.number > 0)
    {
        int ready = reactor_poll(&reactor);
        if (ready == -1)
            reactor.error = errno;
        else if (ready > 0)
            reactor_dispatch(&reactor);
    }
    reactor_end(&reactor);
    while (tasks != NULL)
    {
        struct task *task = tasks;
        tasks = task->next;
        if (task->coroutine.state == FETCH_WAITING)
            io_fetch_cancel(&task->coroutine.fetch);
        free(task);
    }
    if (reactor.error == 0)
        return 0;
    errno = reactor.error;
    return -1;
}
