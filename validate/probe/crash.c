/*
 * crash.c - writes down where a crash happened, then lets it happen.
 *
 * backtrace() loads libgcc on its first call, which a signal handler mustn't do: it is called
 * once beforehand (backtrace(3), notes).
 */
#include <execinfo.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "probe.h"
#include "scenario.h"

#define HANDLER_STACK (64 * 1024) /* its own: the crash may be a stack overflow */

static void note_crash(int signal, siginfo_t *info, void *context)
{
    (void)info;
    (void)context;
    struct evidence *e = evidence();
    if (e->crash_signal == 0) {
        void *frames[EVIDENCE_FRAMES];
        e->crash_signal = signal;
        int count = backtrace(frames, EVIDENCE_FRAMES);
        for (int i = 0; i < count; i++)
            e->crash_at[i] = (uint64_t)(uintptr_t)frames[i];
        e->crash_frames = count;
    }
    raise(signal); /* SA_RESETHAND: this one is final */
}

void record_crashes(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    void *frames[1];
    backtrace(frames, 1);
    stack_t stack = {.ss_size = HANDLER_STACK};
    stack.ss_sp = mmap(NULL, HANDLER_STACK, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack.ss_sp != MAP_FAILED)
        sigaltstack(&stack, NULL);
    struct sigaction action = {.sa_sigaction = note_crash,
                               .sa_flags = (int)(SA_SIGINFO | SA_ONSTACK | SA_RESETHAND)};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
        sigaction(fatal[i], &action, NULL);
}
