/* mistake: after a failure only the look-ups behind the failed one are cancelled
 * fails: failed_lookup_is_reported
 * says: open descriptors
 */
#include "async_pipeline.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#define BEGIN(pt)    switch ((pt)->line) { case 0:
#define YIELD(pt)    do { (pt)->line = __LINE__; return; case __LINE__:; } while (0)
#define END(pt)      } (pt)->line = -1

int fetch_begin(FetchCoroutine *c, const CatalogEntry *entry, JobResult *result)
{
    if (c == NULL) { errno = EINVAL; return -1; }
    c->entry = entry;
    c->result = result;
    c->error = 0;
    c->fetch.fd = -1;
    c->state = FETCH_FAILED;
    if (entry == NULL || result == NULL)
        errno = EINVAL;
    else if (io_fetch_begin(&c->fetch, entry) == 0)
        c->state = FETCH_WAITING;
    if (c->state == FETCH_WAITING)
        return 0;
    c->error = errno;
    return -1;
}

int fetch_step(FetchCoroutine *c)
{
    Metadata m;
    uint64_t sum;
    if (c == NULL) { errno = EINVAL; return -1; }
    if (c->state == FETCH_FINISHED) return 0;
    if (c->state == FETCH_FAILED) { errno = c->error; return -1; }
    if (io_fetch_end(&c->fetch, &m) != 0) {
        if (errno == EAGAIN) return 0;
        goto failed;
    }
    if (cpu_hash(c->entry, &sum) != 0) goto failed;
    c->result->entry_id = c->entry->id;
    c->result->metadata = m;
    c->result->checksum = sum;
    c->state = FETCH_FINISHED;
    return 0;
failed:
    c->state = FETCH_FAILED;
    c->error = errno;
    return -1;
}

struct pt {
    int line;                /* where it goes on; -1: at its end */
    FetchCoroutine co;
    const CatalogEntry *entry;
    JobResult *result;
};

static void pt_run(struct pt *pt)
{
    BEGIN(pt);
    if (fetch_begin(&pt->co, pt->entry, pt->result) == 0) {
        while (pt->co.state == FETCH_WAITING) {
            YIELD(pt);
            fetch_step(&pt->co);
        }
    }
    END(pt);
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    size_t waiting = 0, i, kept;
    int error = 0;
    if (count == 0) return 0;
    if (catalog == NULL || results == NULL) { errno = EINVAL; return -1; }

    struct pt *pts = calloc(count, sizeof *pts);
    struct pt **owner = malloc(count * sizeof *owner);
    struct pollfd *fds = malloc(count * sizeof *fds);
    if (!pts || !owner || !fds) { error = ENOMEM; goto out; }

    for (i = 0; i < count && !error; i++) {
        struct pt *pt = &pts[i];
        pt->entry = &catalog[i];
        pt->result = &results[i];
        pt_run(pt);
        if (pt->line == -1) {
            error = pt->co.error;
        } else {
            owner[waiting] = pt;
            fds[waiting++] = (struct pollfd){ pt->co.fetch.fd, POLLIN, 0 };
        }
    }
    while (waiting > 0 && !error) {
        if (poll(fds, waiting, -1) == -1) {
            if (errno != EINTR) error = errno;
            continue;
        }
        for (i = kept = 0; i < waiting; i++) {
            if (fds[i].revents) pt_run(owner[i]);
            if (owner[i]->line == -1) {
                if (owner[i]->co.state == FETCH_FAILED && !error) error = owner[i]->co.error;
            } else {
                fds[kept] = fds[i];
                owner[kept++] = owner[i];
            }
        }
        waiting = kept;
    }
    size_t failed = 0;
    while (error && failed + 1 < count && pts[failed].co.state != FETCH_FAILED) failed++;
    for (i = 0; i < waiting; i++)
        if (owner[i] > &pts[failed] || pts[failed].co.state != FETCH_FAILED) io_fetch_cancel(&owner[i]->co.fetch);
out:
    free(fds);
    free(owner);
    free(pts);
    if (error) { errno = error; return -1; }
    return 0;
}
