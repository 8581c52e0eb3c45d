/*
 * interpose_io.c - waiting for descriptors, and reading: counted, and interrupted by a signal
 * (EINTR) when the check orders it; with io_error=e the call fails with errno e instead. Replies of
 * look-ups are waited for without the time that it takes (prompt.h).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

#include "explore.h"
#include "interpose.h"
#include "prompt.h"
#include "scenario.h"

static int interrupted(void)
{
    errno = (int)arg_int("io_error", EINTR);
    return -1;
}

static void note_timeout(bool is_zero)
{
    if (is_zero)
        atomic_fetch_add(&evidence()->zero_timeout_polls, 1);
}

static bool is_zero(const struct timespec *timeout)
{
    return timeout && timeout->tv_sec == 0 && timeout->tv_nsec == 0;
}

/* Linux writes 0 into each revents when a signal comes first. */
static int interrupted_poll(struct pollfd *fds, nfds_t count)
{
    for (nfds_t i = 0; i < count; i++)
        fds[i].revents = 0;
    return interrupted();
}

int lab_poll(struct pollfd *fds, nfds_t count, int timeout)
{
    note_timeout(timeout == 0);
    return call_must_fail(CALL_POLL, CALL_SITE) ? interrupted_poll(fds, count)
                                                : prompt_poll(fds, count, timeout);
}

int lab_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
              const sigset_t *mask)
{
    note_timeout(is_zero(timeout));
    if (call_must_fail(CALL_POLL, CALL_SITE))
        return interrupted_poll(fds, count);
    return prompt_ppoll(fds, count, timeout, mask);
}

int lab_epoll_wait(int epoll, struct epoll_event *events, int most, int timeout)
{
    note_timeout(timeout == 0);
    if (call_must_fail(CALL_POLL, CALL_SITE))
        return interrupted();
    return prompt_epoll_pwait(epoll, events, most, timeout, NULL);
}

int lab_epoll_pwait(int epoll, struct epoll_event *events, int most, int timeout,
                    const sigset_t *mask)
{
    note_timeout(timeout == 0);
    if (call_must_fail(CALL_POLL, CALL_SITE))
        return interrupted();
    return prompt_epoll_pwait(epoll, events, most, timeout, mask);
}

int lab_epoll_pwait2(int epoll, struct epoll_event *events, int most,
                     const struct timespec *timeout, const sigset_t *mask)
{
    note_timeout(is_zero(timeout));
    if (call_must_fail(CALL_POLL, CALL_SITE))
        return interrupted();
    return prompt_epoll_pwait2(epoll, events, most, timeout, mask);
}

int lab_select(int count, fd_set *readers, fd_set *writers, fd_set *others,
               struct timeval *timeout)
{
    note_timeout(timeout && timeout->tv_sec == 0 && timeout->tv_usec == 0);
    if (call_must_fail(CALL_POLL, CALL_SITE))
        return interrupted();
    return prompt_select(count, readers, writers, others, timeout);
}

int lab_pselect(int count, fd_set *readers, fd_set *writers, fd_set *others,
                const struct timespec *timeout, const sigset_t *mask)
{
    note_timeout(is_zero(timeout));
    if (call_must_fail(CALL_POLL, CALL_SITE))
        return interrupted();
    return prompt_pselect(count, readers, writers, others, timeout, mask);
}

/* -1 is a common mark for "not open", and closing that does no harm. */
int lab_close(int fd)
{
    int answer = close(fd);
    if (answer != 0 && errno == EBADF && fd >= 0) {
        atomic_fetch_add(&evidence()->bad_closes, 1);
        atomic_store(&evidence()->bad_close_site, (uint64_t)(uintptr_t)CALL_SITE);
    }
    return answer;
}

/* Descriptors that the explorer doesn't model: its read and write would know nothing of them, and
 * the learner would be told of a failure that isn't theirs. */
int lab_eventfd(unsigned count, int flags)
{
    if (explore_is_running())
        explore_unsupported("eventfd");
    return eventfd(count, flags);
}

int lab_epoll_create1(int flags)
{
    if (explore_is_running())
        explore_unsupported("epoll_create1");
    return epoll_create1(flags);
}

/* Whether reading or writing it can wait, and a signal interrupt that: not if O_NONBLOCK is set,
 * and not in the midst of a file. */
static bool can_wait(int fd)
{
    struct stat about;
    int flags = fcntl(fd, F_GETFL);
    return flags != -1 && !(flags & O_NONBLOCK) && fstat(fd, &about) == 0 &&
           !S_ISREG(about.st_mode);
}

ssize_t lab_read(int fd, void *buffer, size_t size)
{
    if (!can_wait(fd))
        count_call(CALL_READ, CALL_SITE);
    else if (call_must_fail(CALL_READ, CALL_SITE))
        return interrupted();
    return read(fd, buffer, size);
}

ssize_t lab_write(int fd, const void *buffer, size_t size)
{
    if (!can_wait(fd))
        count_call(CALL_WRITE, CALL_SITE);
    else if (call_must_fail(CALL_WRITE, CALL_SITE))
        return interrupted();
    return write(fd, buffer, size);
}
