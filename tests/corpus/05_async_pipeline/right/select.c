/*
 * async_pipeline.c - an event loop on select, coroutines on the stack while they are few;
 * the set of descriptors is made anew before each wait.
 */
#include "async_pipeline.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/select.h>

#define FEW 8

int fetch_begin(FetchCoroutine *c, const CatalogEntry *entry, JobResult *result)
{
    if (c == NULL) {
        errno = EINVAL;
        return -1;
    }
    c->entry = entry;
    c->result = result;
    c->error = 0;
    c->state = FETCH_WAITING;
    if (entry == NULL || result == NULL) {
        c->fetch.fd = -1;
        c->error = EINVAL;
    } else if (io_fetch_begin(&c->fetch, entry) == -1) {
        c->error = errno;
    }
    if (c->error == 0)
        return 0;
    c->state = FETCH_FAILED;
    errno = c->error;
    return -1;
}

int fetch_step(FetchCoroutine *c)
{
    if (c == NULL) {
        errno = EINVAL;
        return -1;
    }
    if (c->state == FETCH_WAITING) {
        c->result->entry_id = c->entry->id;
        if (io_fetch_end(&c->fetch, &c->result->metadata) == 0 &&
            cpu_hash(c->entry, &c->result->checksum) == 0)
            c->state = FETCH_FINISHED;
        else if (errno != EAGAIN) {
            c->error = errno;
            c->state = FETCH_FAILED;
        }
    }
    if (c->state != FETCH_FAILED)
        return 0;
    errno = c->error;
    return -1;
}

/* Fills the set with who waits. Returns the highest descriptor, -1 if nobody waits. */
static int collect(const FetchCoroutine *all, size_t count, fd_set *set)
{
    int highest = -1;
    FD_ZERO(set);
    for (size_t i = 0; i < count; i++) {
        if (all[i].state != FETCH_WAITING)
            continue;
        FD_SET(all[i].fetch.fd, set);
        if (all[i].fetch.fd > highest)
            highest = all[i].fetch.fd;
    }
    return highest;
}

static int run(FetchCoroutine *all, size_t *begun, const CatalogEntry *catalog,
               size_t count, JobResult *results)
{
    for (; *begun < count; ++*begun) {
        if (fetch_begin(&all[*begun], &catalog[*begun], &results[*begun]) != 0)
            return -1;
        if (all[*begun].fetch.fd >= FD_SETSIZE) {
            ++*begun;
            errno = EMFILE;
            return -1;
        }
    }
    fd_set set;
    for (int highest; (highest = collect(all, count, &set)) >= 0;) {
        if (select(highest + 1, &set, NULL, NULL, NULL) < 0) {
            if (errno == EINTR)
                continue;
            return -1;
        }
        for (size_t i = count; i-- > 0;)
            if (all[i].state == FETCH_WAITING && FD_ISSET(all[i].fetch.fd, &set) &&
                fetch_step(&all[i]) != 0)
                return -1;
    }
    return 0;
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count > 0 && (!catalog || !results)) {
        errno = EINVAL;
        return -1;
    }
    FetchCoroutine few[FEW], *all = few;
    if (count > FEW && !(all = malloc(count * sizeof *all)))
        return -1;
    size_t begun = 0;
    int status = run(all, &begun, catalog, count, results);
    int error = errno;
    for (size_t i = 0; i < begun; i++)
        io_fetch_cancel(&all[i].fetch);
    if (all != few)
        free(all);
    errno = error;
    return status;
}
