#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "filter.h"
#include "probe.h"
#include "scenario.h"
#include "seccomp_filter.h" /* made when the lab is built */

#define BY_FILTER                                                                        \
    1 /* what the kernel calls SYS_SECCOMP; the C library has no name for it */

/* What the refused call returns: as the kernel would, -errno in the register for results. */
static void answer(ucontext_t *context, long result)
{
#if defined(__x86_64__)
    context->uc_mcontext.gregs[REG_RAX] = result;
#elif defined(__aarch64__)
    context->uc_mcontext.regs[0] = (unsigned long long)result;
#else
    (void)context;
    (void)result;
#endif
}

static void note_denied_call(int signal, siginfo_t *info, void *context)
{
    struct evidence *e = evidence();
    (void)signal;
    if (info->si_code != BY_FILTER)
        return; /* sent by somebody, not by the kernel */
    if (e->refused_call == 0) {
        e->refused_call = info->si_syscall;
        e->refused_frames = keep_frames(e->refused_at, context);
    }
    answer(context, -EPERM);
}

void filter_system_calls(bool network)
{
    struct sock_fprog program = {.len = sizeof filter_alone / sizeof filter_alone[0],
                                 .filter = filter_alone};
    struct sigaction action = {.sa_sigaction = note_denied_call, .sa_flags = SA_SIGINFO};
    if (network)
        program =
            (struct sock_fprog){.len = sizeof filter_network / sizeof filter_network[0],
                                .filter = filter_network};
    sigemptyset(&action.sa_mask);
    sigaction(SIGSYS, &action, NULL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}
