/* mistake: a signal makes it start again from the beginning, while the first look-ups
 *   are still under way
 * fails: signals_change_nothing
 * says: open descriptors
 */
#define _GNU_SOURCE
#include "async_pipeline.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

static int fails(FetchCoroutine *c, int why) {
    c->state = FETCH_FAILED;
    c->error = why;
    errno = why;
    return -1;
}

int fetch_begin(FetchCoroutine *c, const CatalogEntry *e, JobResult *r) {
    if (!c) { errno = EINVAL; return -1; }
    c->entry = e, c->result = r, c->error = 0;
    c->fetch.fd = -1, c->fetch.entry = NULL;
    if (!e || !r) return fails(c, EINVAL);
    if (io_fetch_begin(&c->fetch, e)) return fails(c, errno);
    c->state = FETCH_WAITING;
    return 0;
}

int fetch_step(FetchCoroutine *c) {
    if (!c) { errno = EINVAL; return -1; }
    if (c->state == FETCH_FAILED) return fails(c, c->error);
    if (c->state == FETCH_FINISHED) return 0;
    if (io_fetch_end(&c->fetch, &c->result->metadata)) /* *metadata is untouched until it is whole */
        return errno == EAGAIN ? 0 : fails(c, errno);
    c->result->entry_id = c->entry->id;
    if (cpu_hash(c->entry, &c->result->checksum)) return fails(c, errno);
    c->state = FETCH_FINISHED;
    return 0;
}

static int watch(int ep, int how, FetchCoroutine *c) {
    struct epoll_event e = {.events = EPOLLIN | EPOLLONESHOT, .data.ptr = c};
    return epoll_ctl(ep, how, c->fetch.fd, &e);
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results) {
    struct epoll_event events[4];
    size_t begun = 0, open = 0;
    int ep = -1, n, rc = -1, why = 0;
    FetchCoroutine *all = NULL;

    if (count && (!catalog || !results)) { errno = EINVAL; return -1; }
    if (!count) return 0;
    all = malloc(sizeof(FetchCoroutine[count]));
    if (!all) { errno = ENOMEM; return -1; }
    ep = epoll_create1(EPOLL_CLOEXEC);
    if (ep < 0) goto out;
start:
    for (begun = open = 0; begun < count; begun++, open++) {
        if (fetch_begin(all + begun, catalog + begun, results + begun)) goto out;
        if (watch(ep, EPOLL_CTL_ADD, all + begun)) {
            why = errno;
            io_fetch_cancel(&all[begun].fetch);
            errno = why;
            goto out;
        }
    }
again:
    if (!open) { rc = 0; goto out; }
    n = epoll_pwait2(ep, events, 4, NULL, NULL);
    if (n < 0 && errno == EINTR) {
        close(ep); /* or the first look-ups would be reported as well */
        ep = epoll_create1(EPOLL_CLOEXEC);
        if (ep < 0) goto out;
        goto start;
    }
    if (n < 0) goto out;
    while (n--) {
        FetchCoroutine *c = events[n].data.ptr;
        if (fetch_step(c)) goto out;
        if (c->state == FETCH_FINISHED) open--; /* closed, and so out of the epoll set */
        else if (watch(ep, EPOLL_CTL_MOD, c)) goto out;
    }
    goto again;
out:
    why = errno;
    while (begun--)
        if (all[begun].state == FETCH_WAITING) io_fetch_cancel(&all[begun].fetch);
    if (ep >= 0) close(ep);
    free(all);
    errno = why;
    return rc;
}
