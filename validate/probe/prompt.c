/*
 * prompt.c - see prompt.h.
 *
 * A wait is cut into questions with timeout 0. As long as the answer is that nothing is ready, the
 * timers are moved forward, each time to the next part of a reply, or by what is left of the timeout.
 * Once no look-up is under way there is nothing to skip: the rest is waited for.
 */
#define _GNU_SOURCE
#include "prompt.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/timerfd.h>

#define NS_PER_S     1000000000ll
#define NS_PER_MS    1000000ll
#define FOR_EVER     (-1ll)
#define WATCHED_MOST 1024
/* Parts that come as close behind one another as this come together: who wakes up takes a moment to
 * ask. It keeps the number of questions small where hundreds of look-ups are under way. */
#define TOGETHER_NS 200000ll
/* Descriptors that a set may have room for, if its wait is to be cut. */
#define SET_MOST 4096

/* Of look-ups under way, and of some that are over: those are thrown out when next looked at. */
static struct pollfd watched[WATCHED_MOST];
static nfds_t watched_count;

/* Nobody waits for it: a child made by fork() may have inherited it taken. Without it the timers run as
 * always. */
static atomic_flag taken = ATOMIC_FLAG_INIT;

void prompt_watch(int timer)
{
    nfds_t at = 0;
    if (atomic_flag_test_and_set(&taken))
        return;
    while (at < watched_count && watched[at].fd != timer)
        at++;
    if (at < WATCHED_MOST) {
        watched[at] = (struct pollfd){.fd = timer, .events = POLLIN};
        if (at == watched_count)
            watched_count++;
    }
    atomic_flag_clear(&taken);
}

/* ---- the timers -------------------------------------------------------------------- */

static int64_t ns_of(struct timespec time)
{
    return (int64_t)time.tv_sec * NS_PER_S + time.tv_nsec;
}

static struct timespec time_of(int64_t ns)
{
    return (struct timespec){.tv_sec = (time_t)(ns / NS_PER_S),
                             .tv_nsec = (long)(ns % NS_PER_S)};
}

/* How long it is until the next part comes, or FOR_EVER: none will, but those that are there already
 * and that nobody has taken. Their timers are left alone: setting one takes its part away. What is no
 * timer any more is thrown out: the number may be somebody else's by now. */
static int64_t next_part(void)
{
    int64_t next = FOR_EVER;
    nfds_t kept = 0;
    poll(watched, watched_count, 0);
    for (nfds_t i = 0; i < watched_count; i++) {
        struct itimerspec timer;
        if (timerfd_gettime(watched[i].fd, &timer) != 0)
            continue;
        watched[kept++] = watched[i];
        if (watched[i].revents)
            continue;
        int64_t left = ns_of(timer.it_value);
        if (next == FOR_EVER || left < next)
            next = left;
    }
    watched_count = kept;
    return next;
}

/* Moves one timer forward. Returns whether it expires at once. */
static bool move(int fd, int64_t ns)
{
    struct itimerspec timer;
    if (timerfd_gettime(fd, &timer) != 0)
        return false;
    int64_t left = ns_of(timer.it_value) - ns;
    timer.it_value = time_of(left > 0 ? left : 1); /* zero would disarm the timer */
    return timerfd_settime(fd, 0, &timer, NULL) == 0 && left <= 0;
}

static void move_all(int64_t ns)
{
    for (nfds_t i = 0; i < watched_count; i++) {
        struct pollfd timer = {.fd = watched[i].fd, .events = POLLIN};
        if (!watched[i].revents && move(timer.fd, ns))
            poll(&timer, 1, -1); /* a moment, until the kernel has seen it expire */
    }
}

/* Lets the time pass until the next part comes, at most *left, which becomes what is left of it.
 * Returns false if there is nothing to wait for: no time is left, or no part will come. */
static bool pass(int64_t *left)
{
    if (*left == 0 || atomic_flag_test_and_set(&taken))
        return false;
    int64_t next = next_part(), ns = next + TOGETHER_NS;
    if (next != FOR_EVER) {
        if (*left != FOR_EVER && *left < ns)
            ns = *left;
        move_all(ns);
        if (*left != FOR_EVER)
            *left -= ns;
    }
    atomic_flag_clear(&taken);
    return next != FOR_EVER;
}

/* ---- waiting ------------------------------------------------------------------------- */

static const struct timespec AT_ONCE;

/* What a timeout is to the kernel: NULL for ever. */
static const struct timespec *remaining(int64_t left, struct timespec *buffer)
{
    *buffer = time_of(left);
    return left == FOR_EVER ? NULL : buffer;
}

/* Timeouts that aren't valid are for the kernel to refuse. */
static bool is_valid(const struct timespec *timeout)
{
    return !timeout ||
           (timeout->tv_sec >= 0 && timeout->tv_nsec >= 0 && timeout->tv_nsec < NS_PER_S);
}

static int64_t left_of(const struct timespec *timeout)
{
    return timeout ? ns_of(*timeout) : FOR_EVER;
}

int prompt_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
                 const sigset_t *mask)
{
    int ready;
    struct timespec rest;
    if (!is_valid(timeout))
        return ppoll(fds, count, timeout, mask);
    int64_t left = left_of(timeout);
    do
        ready = ppoll(fds, count, &AT_ONCE, mask);
    while (ready == 0 && pass(&left));
    return ready != 0 || left == 0 ? ready
                                   : ppoll(fds, count, remaining(left, &rest), mask);
}

int prompt_poll(struct pollfd *fds, nfds_t count, int timeout)
{
    struct timespec time = time_of(timeout * NS_PER_MS);
    return prompt_ppoll(fds, count, timeout < 0 ? NULL : &time, NULL);
}

/* In milliseconds, rounded up. */
static int in_ms(int64_t left)
{
    return left == FOR_EVER ? -1 : (int)((left + NS_PER_MS - 1) / NS_PER_MS);
}

/* Not epoll_pwait2 for all: older kernels don't have it. */
static int wait_in_epoll(int epoll, struct epoll_event *events, int most, int64_t left,
                         const sigset_t *mask)
{
    int ready;
    do
        ready = epoll_pwait(epoll, events, most, 0, mask);
    while (ready == 0 && pass(&left));
    return ready != 0 || left == 0 ? ready
                                   : epoll_pwait(epoll, events, most, in_ms(left), mask);
}

int prompt_epoll_pwait(int epoll, struct epoll_event *events, int most, int timeout,
                       const sigset_t *mask)
{
    return wait_in_epoll(epoll, events, most,
                         timeout < 0 ? FOR_EVER : timeout * NS_PER_MS, mask);
}

int prompt_epoll_pwait2(int epoll, struct epoll_event *events, int most,
                        const struct timespec *timeout, const sigset_t *mask)
{
    if (!is_valid(timeout))
        return epoll_pwait2(epoll, events, most, timeout, mask);
    return wait_in_epoll(epoll, events, most, left_of(timeout), mask);
}

/* The sets of a select(): each question writes its answer over them. A set may be longer than
 * an fd_set, and is as long as the number of descriptors says. */
struct sets {
    fd_set *sets[3];
    unsigned char asked[3][SET_MOST / 8];
    size_t bytes;
};

static void keep_sets(struct sets *kept)
{
    for (int i = 0; i < 3; i++)
        if (kept->sets[i])
            memcpy(kept->asked[i], kept->sets[i], kept->bytes);
}

static void restore_sets(const struct sets *kept)
{
    for (int i = 0; i < 3; i++)
        if (kept->sets[i])
            memcpy(kept->sets[i], kept->asked[i], kept->bytes);
}

static size_t bytes_of_set(int count)
{
    size_t words = ((size_t)count + 8 * sizeof(long) - 1) / (8 * sizeof(long));
    return words * sizeof(long);
}

int prompt_pselect(int count, fd_set *readers, fd_set *writers, fd_set *others,
                   const struct timespec *timeout, const sigset_t *mask)
{
    int ready;
    struct timespec rest;
    struct sets kept = {.sets = {readers, writers, others}};
    if (!is_valid(timeout) || count < 0 || count > SET_MOST)
        return pselect(count, readers, writers, others, timeout, mask);
    int64_t left = left_of(timeout);
    kept.bytes = bytes_of_set(count);
    keep_sets(&kept);
    for (;;) {
        ready = pselect(count, readers, writers, others, &AT_ONCE, mask);
        if (ready != 0 || !pass(&left))
            break;
        restore_sets(&kept);
    }
    if (ready != 0 || left == 0)
        return ready;
    restore_sets(&kept);
    return pselect(count, readers, writers, others, remaining(left, &rest), mask);
}

/* What is left of the timeout isn't written into it: POSIX leaves that open. */
int prompt_select(int count, fd_set *readers, fd_set *writers, fd_set *others,
                  struct timeval *timeout)
{
    struct timespec time = {0};
    if (timeout)
        time = (struct timespec){timeout->tv_sec, timeout->tv_usec * 1000};
    return prompt_pselect(count, readers, writers, others, timeout ? &time : NULL, NULL);
}
