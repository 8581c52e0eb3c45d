/* mistake: a step of a coroutine that has finished answers -1: there is nothing to do
 * fails: steps_after_the_end
 * says: although nothing failed
 */
#include "async_pipeline.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>

int fetch_begin(FetchCoroutine *const coroutine, const CatalogEntry *const entry, JobResult *const result)
{
    int status = -1;
    if (coroutine != NULL) {
        coroutine->entry = entry;
        coroutine->result = result;
        coroutine->error = 0;
        coroutine->fetch.fd = -1;
        if (entry != NULL && result != NULL) {
            status = io_fetch_begin(&coroutine->fetch, entry);
        } else {
            errno = EINVAL;
        }
        coroutine->state = status == 0 ? FETCH_WAITING : FETCH_FAILED;
        if (status != 0) {
            coroutine->error = errno;
        }
    } else {
        errno = EINVAL;
    }
    return status;
}

int fetch_step(FetchCoroutine *const coroutine)
{
    int status = 0;
    if (coroutine == NULL) {
        errno = EINVAL;
        status = -1;
    } else if (coroutine->state == FETCH_FAILED) {
        errno = coroutine->error;
        status = -1;
    } else if (coroutine->state == FETCH_FINISHED) {
        errno = EALREADY;
        status = -1;
    } else if (coroutine->state == FETCH_WAITING) {
        Metadata metadata;
        uint64_t checksum = 0;
        status = io_fetch_end(&coroutine->fetch, &metadata);
        if (status == 0) {
            status = cpu_hash(coroutine->entry, &checksum);
        }
        if (status == 0) {
            *coroutine->result = (JobResult){coroutine->entry->id, metadata, checksum};
            coroutine->state = FETCH_FINISHED;
        } else if (errno == EAGAIN) {
            status = 0;
        } else {
            coroutine->error = errno;
            coroutine->state = FETCH_FAILED;
        }
    }
    return status;
}

typedef struct Task {
    FetchCoroutine coroutine;
    struct Task *next_ready;
} Task;

typedef struct Scheduler {
    Task **by_index;         /* NULL: not begun, or over */
    struct pollfd *interest; /* the same indexes; -1: nothing to wait for */
    size_t count;
    size_t alive;
    Task *first_ready;
    Task **last_link;
} Scheduler;

static void make_ready(Scheduler *s, Task *task)
{
    task->next_ready = NULL;
    *s->last_link = task;
    s->last_link = &task->next_ready;
}

static Task *next_ready(Scheduler *s)
{
    Task *task = s->first_ready;
    if (task != NULL) {
        s->first_ready = task->next_ready;
        if (s->first_ready == NULL) {
            s->last_link = &s->first_ready;
        }
    }
    return task;
}

static void bury(Scheduler *s, size_t index)
{
    free(s->by_index[index]);
    s->by_index[index] = NULL;
    s->interest[index].fd = -1;
    s->alive -= 1;
}

static int begin_all(Scheduler *s, const CatalogEntry *catalog, JobResult *results)
{
    for (size_t i = 0; i < s->count; i++) {
        Task *task = malloc(sizeof *task);
        if (task == NULL) {
            errno = ENOMEM;
            return -1;
        }
        if (fetch_begin(&task->coroutine, &catalog[i], &results[i]) != 0) {
            free(task);
            return -1;
        }
        s->by_index[i] = task;
        s->interest[i].fd = task->coroutine.fetch.fd;
        s->interest[i].events = POLLIN;
        s->alive += 1;
    }
    return 0;
}

static int wait_for_some(Scheduler *s)
{
    int found;
    do {
        found = poll(s->interest, s->count, -1);
    } while (found == -1 && errno == EINTR);
    for (size_t i = 0; found > 0 && i < s->count; i++) {
        if (s->interest[i].fd >= 0 && s->interest[i].revents != 0) {
            make_ready(s, s->by_index[i]);
        }
    }
    return found == -1 ? -1 : 0;
}

static int run_ready(Scheduler *s, const CatalogEntry *catalog)
{
    for (Task *task; (task = next_ready(s)) != NULL;) {
        ptrdiff_t index = task->coroutine.entry - catalog;
        if (fetch_step(&task->coroutine) != 0) {
            return -1;
        }
        if (task->coroutine.state == FETCH_FINISHED) {
            bury(s, (size_t)index);
        }
    }
    return 0;
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count != 0 && (catalog == NULL || results == NULL)) {
        errno = EINVAL;
        return -1;
    }
    Scheduler s = {.count = count};
    s.last_link = &s.first_ready;
    int status = 0, kept;
    if (count > 0) {
        s.by_index = calloc(count, sizeof *s.by_index);
        s.interest = calloc(count, sizeof *s.interest);
        if (s.by_index == NULL || s.interest == NULL) {
            errno = ENOMEM;
            status = -1;
        } else {
            status = begin_all(&s, catalog, results);
        }
    }
    while (status == 0 && s.alive > 0) {
        status = wait_for_some(&s);
        if (status == 0) {
            status = run_ready(&s, catalog);
        }
    }
    kept = errno;
    for (size_t i = 0; s.by_index != NULL && i < count; i++) {
        if (s.by_index[i] != NULL) {
            io_fetch_cancel(&s.by_index[i]->coroutine.fetch);
            free(s.by_index[i]);
        }
    }
    free(s.interest);
    free(s.by_index);
    errno = kept;
    return status;
}
