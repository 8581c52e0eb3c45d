/*
 * prompt.h - waiting for replies of the jobs module, without the time that it takes.
 *
 * A reply of io_fetch_begin comes when a timer expires. A thread in poll() does nothing until then,
 * so that nobody can tell whether the time has passed or was skipped: the timers are moved forward
 * instead. What poll() reports, and how often, is then no matter of the machine's load.
 *
 * Whoever waits in another way (asks again and again, sleeps) finds timers that run as always.
 */
#ifndef PROMPT_H
#define PROMPT_H

#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>

/* For jobs_tell_begun: the timer of a look-up under way. */
void prompt_watch(int timer);

/* As the calls without prompt_, but a timeout passes in the time of the timers. */
int prompt_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
                 const sigset_t *mask);
int prompt_poll(struct pollfd *fds, nfds_t count, int timeout);
int prompt_epoll_pwait(int epoll, struct epoll_event *events, int most, int timeout,
                       const sigset_t *mask);
int prompt_epoll_pwait2(int epoll, struct epoll_event *events, int most,
                        const struct timespec *timeout, const sigset_t *mask);
int prompt_select(int count, fd_set *readers, fd_set *writers, fd_set *others,
                  struct timeval *timeout);
int prompt_pselect(int count, fd_set *readers, fd_set *writers, fd_set *others,
                   const struct timespec *timeout, const sigset_t *mask);

#endif
