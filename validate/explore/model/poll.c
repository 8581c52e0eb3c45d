/*
 * poll.c - poll and select on what pipe.c models.
 */
#define _GNU_SOURCE /* ppoll */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>

#include "library.h"
#include "models.h"
#include "pipe.h"
#include "schedule.h"

#define MAX_POLLED 256
#define NS_PER_MS  1000000ull

/* What a thread that polls waits for. */
static struct {
    struct pollfd *entries; /* its own; valid while it polls */
    nfds_t count;
} polled[EXPLORE_MAX_THREADS];

/* Fills in what has happened; returns how many entries something has happened for. */
static int look(struct pollfd entries[], nfds_t count)
{
    int happened = 0;
    for (nfds_t i = 0; i < count; i++) {
        entries[i].revents =
            entries[i].fd < 0 ? 0 : descriptor_events(entries[i].fd, entries[i].events);
        happened += entries[i].revents != 0;
    }
    return happened;
}

static bool has_something(const struct thread *thread)
{
    nfds_t count = polled[thread->id].count;
    for (nfds_t i = 0; i < count; i++) {
        const struct pollfd *entry = &polled[thread->id].entries[i];
        if (entry->fd >= 0 && descriptor_events(entry->fd, entry->events) != 0)
            return true;
    }
    return false;
}

static uint64_t deadline_after(uint64_t ns)
{
    return ns < NO_DEADLINE - 1 - schedule.now ? schedule.now + ns : NO_DEADLINE - 1;
}

/* The step of polling. Entries are the explorer's copy: the program's memory isn't looked at
 * while others run. `deadline`: as of an operation; 0: it doesn't wait. */
static int wait_for(struct pollfd entries[], nfds_t count, uint64_t deadline)
{
    struct thread *self = schedule.current;
    polled[self->id].entries = entries;
    polled[self->id].count = count;
    bool waits = deadline != 0;
    take_step((struct operation){.op = EXPLORE_OP_POLL,
                                 .ready = waits ? has_something : NULL,
                                 .deadline = waits ? deadline : NO_DEADLINE});
    int happened = look(entries, count);
    if (happened == 0 && !waits)
        step_failed();
    else if (happened == 0)
        last_step()->failed = true;
    return happened;
}

static int poll_copy(struct pollfd *entries, nfds_t count, uint64_t deadline,
                     const char *name, const void *site)
{
    struct pollfd copy[MAX_POLLED];
    if (count > MAX_POLLED)
        unsupported_call(name, site);
    reads(entries, count * sizeof *entries, site);
    memcpy(copy, entries, count * sizeof *entries);
    int happened = wait_for(copy, count, deadline);
    for (nfds_t i = 0; i < count; i++) {
        writes(&entries[i].revents, sizeof entries[i].revents, site);
        entries[i].revents = copy[i].revents;
    }
    return happened;
}

int explore_poll(struct pollfd *entries, nfds_t count, int timeout)
{
    const void *site = CALL_SITE();
    if (!explore_is_running())
        return poll(entries, count, timeout);
    uint64_t deadline = timeout < 0    ? NO_DEADLINE
                        : timeout == 0 ? 0
                                       : deadline_after((uint64_t)timeout * NS_PER_MS);
    return poll_copy(entries, count, deadline, "poll", site);
}

static uint64_t deadline_of(const struct timespec *time)
{
    if (time == NULL)
        return NO_DEADLINE;
    uint64_t ns = (uint64_t)time->tv_sec * 1000 * NS_PER_MS + (uint64_t)time->tv_nsec;
    return ns == 0 ? 0 : deadline_after(ns);
}

int explore_ppoll(struct pollfd *entries, nfds_t count, const struct timespec *timeout,
                  const sigset_t *mask)
{
    const void *site = CALL_SITE();
    if (!explore_is_running())
        return ppoll(entries, count, timeout, mask);
    return poll_copy(entries, count, deadline_of(timeout), "ppoll", site);
}

/* ---- select ----------------------------------------------------------------------- */

static bool is_set(int fd, const fd_set *set)
{
    return set != NULL && FD_ISSET(fd, set);
}

static nfds_t entries_of(int count, const fd_set *readable, const fd_set *writable,
                         struct pollfd entries[])
{
    nfds_t used = 0;
    for (int fd = 0; fd < count; fd++) {
        short events = (short)((is_set(fd, readable) ? POLLIN : 0) |
                               (is_set(fd, writable) ? POLLOUT : 0));
        if (events != 0 && used < MAX_POLLED)
            entries[used++] = (struct pollfd){.fd = fd, .events = events};
    }
    return used;
}

static int keep(int fd, fd_set *set, bool happened)
{
    if (!is_set(fd, set))
        return 0;
    if (!happened)
        FD_CLR(fd, set);
    return happened;
}

static int select_of(int count, fd_set *readable, fd_set *writable, uint64_t deadline)
{
    struct pollfd entries[MAX_POLLED];
    nfds_t used = entries_of(count, readable, writable, entries);
    int happened = 0;
    wait_for(entries, used, deadline);
    for (nfds_t i = 0; i < used; i++) {
        if (entries[i].revents & POLLNVAL) {
            errno = EBADF;
            return -1;
        }
        happened +=
            keep(entries[i].fd, readable, entries[i].revents & (POLLIN | POLLHUP));
        happened +=
            keep(entries[i].fd, writable, entries[i].revents & (POLLOUT | POLLERR));
    }
    return happened;
}

static void touch_set(fd_set *set, const void *site)
{
    if (set != NULL)
        writes(set, sizeof *set, site);
}

int explore_select(int count, fd_set *readable, fd_set *writable, fd_set *exceptional,
                   struct timeval *timeout)
{
    const void *site = CALL_SITE();
    if (!explore_is_running())
        return select(count, readable, writable, exceptional, timeout);
    struct timespec time = {0};
    if (timeout != NULL)
        time = (struct timespec){timeout->tv_sec, timeout->tv_usec * 1000};
    touch_set(readable, site);
    touch_set(writable, site);
    if (exceptional != NULL) {
        touch_set(exceptional, site);
        FD_ZERO(exceptional);
    }
    return select_of(count, readable, writable,
                     deadline_of(timeout != NULL ? &time : NULL));
}
