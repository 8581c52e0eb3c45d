/*
 * signals.c - the little that is modelled of signals: to ignore one, or not to.
 *
 * No signal ever comes, but for the SIGPIPE of a write that nobody can read. A handler would
 * have to run at any moment of any thread: that isn't modelled. So what a thread blocks makes
 * no difference, and an alarm, which without a handler only cuts off a program that hangs,
 * never rings.
 */
#define _GNU_SOURCE /* sighandler_t */
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "library.h"
#include "models.h"
#include "schedule.h"

static bool ignored[_NSIG];

bool sigpipe_is_ignored(void)
{
    return ignored[SIGPIPE];
}

void signals_reset(void)
{
    memset(ignored, 0, sizeof ignored);
}

static bool can_be_ignored(int number)
{
    return number > 0 && number < _NSIG && number != SIGKILL && number != SIGSTOP;
}

static bool is_plain(sighandler_t handler)
{
    return handler == SIG_IGN || handler == SIG_DFL;
}

sighandler_t explore_signal(int number, sighandler_t handler)
{
    const void *site = CALL_SITE();
    if (!explore_is_running())
        return signal(number, handler);
    if (!can_be_ignored(number)) {
        errno = EINVAL;
        return SIG_ERR;
    }
    if (!is_plain(handler))
        unsupported_call("signal", site);
    sighandler_t before = ignored[number] ? SIG_IGN : SIG_DFL;
    ignored[number] = handler == SIG_IGN;
    return before;
}

int explore_sigaction(int number, const struct sigaction *action,
                      struct sigaction *before)
{
    const void *site = CALL_SITE();
    if (!explore_is_running())
        return sigaction(number, action, before);
    if (!can_be_ignored(number)) {
        errno = EINVAL;
        return -1;
    }
    if (action != NULL && !is_plain(action->sa_handler))
        unsupported_call("sigaction", site);
    if (before != NULL) {
        writes(before, sizeof *before, site);
        *before = (struct sigaction){.sa_handler = ignored[number] ? SIG_IGN : SIG_DFL};
    }
    if (action != NULL)
        ignored[number] = action->sa_handler == SIG_IGN;
    return 0;
}

/* What was blocked before is told as nothing. */
static int mask(int how, const sigset_t *set, sigset_t *before, const void *site)
{
    if (set != NULL && how != SIG_BLOCK && how != SIG_UNBLOCK && how != SIG_SETMASK)
        return EINVAL;
    if (set != NULL)
        reads(set, sizeof *set, site);
    if (before != NULL) {
        writes(before, sizeof *before, site);
        sigemptyset(before);
    }
    return 0;
}

int explore_pthread_sigmask(int how, const sigset_t *set, sigset_t *before)
{
    return mask(how, set, before, CALL_SITE());
}

int explore_sigprocmask(int how, const sigset_t *set, sigset_t *before)
{
    int error = mask(how, set, before, CALL_SITE());
    if (error == 0)
        return 0;
    errno = error;
    return -1;
}

int explore_raise(int number)
{
    const void *site = CALL_SITE();
    if (!explore_is_running())
        return raise(number);
    if (number != SIGABRT)
        unsupported_call("raise", site);
    explore_at(site);
    explore_abort();
}

unsigned explore_alarm(unsigned seconds)
{
    CALL_SITE();
    (void)seconds;
    return 0;
}
