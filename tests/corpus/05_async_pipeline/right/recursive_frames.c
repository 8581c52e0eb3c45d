/* right: recursion: each call begins one look-up, holds its coroutine in its own frame, linked to the caller's, and
 * the deepest call runs the loop while all frames are alive */
#include "async_pipeline.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

int fetch_begin(FetchCoroutine *co, const CatalogEntry *entry, JobResult *result)
{
  if (co == NULL)
    goto invalid;
  co->fetch = (Fetch){.fd = -1};
  co->entry = entry;
  co->result = result;
  co->error = EINVAL;
  co->state = FETCH_FAILED;
  if (entry == NULL || result == NULL)
    goto invalid;
  if (io_fetch_begin(&co->fetch, entry) < 0) {
    co->error = errno;
    return -1;
  }
  co->error = 0;
  co->state = FETCH_WAITING;
  return 0;
invalid:
  errno = EINVAL;
  return -1;
}

static int give_up(FetchCoroutine *co, int error)
{
  io_fetch_cancel(&co->fetch); /* nothing happens if it is closed already */
  co->state = FETCH_FAILED;
  errno = co->error = error;
  return -1;
}

int fetch_step(FetchCoroutine *co)
{
  if (co == NULL) {
    errno = EINVAL;
    return -1;
  }
  if (co->state == FETCH_FAILED)
    return give_up(co, co->error);
  if (co->state != FETCH_WAITING)
    return 0;
  JobResult r;
  r.entry_id = co->entry->id;
  if (io_fetch_end(&co->fetch, &r.metadata) < 0)
    return errno == EAGAIN ? 0 : give_up(co, errno);
  if (cpu_hash(co->entry, &r.checksum) < 0)
    return give_up(co, errno);
  *co->result = r;
  co->state = FETCH_FINISHED;
  return 0;
}

struct frame {
  struct frame *outer;
  FetchCoroutine co;
};

static size_t list_waiting(struct frame *top, struct pollfd *fds)
{
  size_t n = 0;
  for (struct frame *f = top; f; f = f->outer)
    if (f->co.state == FETCH_WAITING) {
      fds[n].fd = f->co.fetch.fd;
      fds[n].events = POLLIN;
      fds[n].revents = 0;
      n++;
    }
  return n;
}

static int loop(struct frame *top, struct pollfd *fds)
{
  size_t n;
  while ((n = list_waiting(top, fds)) > 0) {
    if (poll(fds, n, -1) < 0) {
      if (errno == EINTR)
        continue;
      return errno;
    }
    struct pollfd *p = fds; /* the same order as list_waiting, and states change behind it only */
    for (struct frame *f = top; f; f = f->outer)
      if (f->co.state == FETCH_WAITING && p++->revents && fetch_step(&f->co) < 0)
        return f->co.error;
  }
  return 0;
}

/* Returns 0 or an errno. */
static int with_one_more(struct frame *outer, const CatalogEntry *catalog, size_t count, JobResult *results,
                         struct pollfd *fds)
{
  if (count == 0)
    return loop(outer, fds);
  struct frame mine = {.outer = outer};
  if (fetch_begin(&mine.co, catalog, results) < 0)
    return mine.co.error;
  int error = with_one_more(&mine, catalog + 1, count - 1, results + 1, fds);
  if (mine.co.state == FETCH_WAITING)
    io_fetch_cancel(&mine.co.fetch);
  return error;
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
  int error;
  struct pollfd *fds = NULL;
  if (count > 0 && (catalog == NULL || results == NULL))
    error = EINVAL;
  else if (count > 0 && (fds = calloc(count, sizeof *fds)) == NULL)
    error = ENOMEM;
  else
    error = count ? with_one_more(NULL, catalog, count, results, fds) : 0;
  free(fds);
  if (error == 0)
    return 0;
  errno = error;
  return -1;
}
