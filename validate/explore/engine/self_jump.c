/*
 * self_jump.c - from an instruction that jumps to itself to a finding.
 *
 * The handler ends the schedule as a crash does: it leaves the program where it is. That is safe
 * because it only does so on an instruction of the program's own, never inside a library or the
 * explorer.
 */
#define _GNU_SOURCE
#include "self_jump.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/time.h>
#include <ucontext.h>

#include "finding.h"
#include "schedule.h"

#define LOOK_EVERY_US 10000

static struct sigaction before; /* what the signal did */

/* The instruction that the context is at, if it jumps to itself; NULL: it doesn't. */
static const char *self_jump_at(const void *context)
{
#if defined(__x86_64__)
    static const char jump[] = {'\xeb', '\xfe'};
    const ucontext_t *state = context;
    const char *pc = (const char *)state->uc_mcontext.gregs[REG_RIP];
    return memcmp(pc, jump, sizeof jump) == 0 ? pc : NULL;
#else
    (void)context;
    return NULL;
#endif
}

static void look(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    if (!explore_is_running())
        return;
    const char *pc = self_jump_at(context);
    if (pc == NULL)
        return;
    struct thread *self = schedule.current;
    self->site = pc + 1; /* like a return address: behind the instruction's beginning */
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    stop_with(EXPLORE_HANG, "%s is in an endless loop%s, which does nothing at all.",
              self->name, report_at(self->site));
}

static void set_timer(long microseconds)
{
    struct timeval every = {.tv_usec = microseconds};
    struct itimerval timer = {.it_interval = every, .it_value = every};
    setitimer(ITIMER_PROF, &timer, NULL);
}

void self_jump_watch(void)
{
    struct sigaction action = {.sa_sigaction = look,
                               .sa_flags =
                                   SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESTART};
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGPROF, &action, &before) == 0)
        set_timer(LOOK_EVERY_US);
}

void self_jump_unwatch(void)
{
    set_timer(0);
    sigaction(SIGPROF, &before, NULL);
}
