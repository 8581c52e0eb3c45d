#define _GNU_SOURCE
/*
 * crash.c - writes down where a crash happened, then lets it happen; and where the threads of
 * a probe stand that hangs.
 *
 * backtrace() would load libgcc, which a signal handler mustn't do, and which takes a sixth of a probe's
 * start; what it calls there is linked in.
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

#include "probe.h"
#include "scenario.h"

#define HANDLER_STACK (64 * 1024) /* its own: the crash may be a stack overflow */

/* The address at which a signal interrupted the program; 0 where it isn't known how to tell. */
static uintptr_t interrupted_at(const void *context)
{
#if defined(__x86_64__)
    return (uintptr_t)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (uintptr_t)((const ucontext_t *)context)->uc_mcontext.pc;
#else
    (void)context;
    return 0;
#endif
}

/* Where a call went that led nowhere, as one through a NULL pointer: nothing is known of such an
 * address, so the walk ends there. 0: not known. */
static uintptr_t called_from(const void *context)
{
#if defined(__x86_64__)
    return *(const uintptr_t *)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
    return (uintptr_t)((const ucontext_t *)context)->uc_mcontext.regs[30];
#else
    (void)context;
    return 0;
#endif
}

/* The frames of the thread, the innermost first. */
struct walk {
    uintptr_t frames[EVIDENCE_FRAMES];
    uintptr_t top; /* of the stack, as the frame before it left it */
    int count;     /* -1: the frame that walks, which isn't kept */
};

static _Unwind_Reason_Code take_frame(struct _Unwind_Context *frame, void *context)
{
    struct walk *walk = context;
    uintptr_t at = _Unwind_GetIP(frame), top = _Unwind_GetCFA(frame);
    if (walk->count > 0 && at == walk->frames[walk->count - 1] && top == walk->top)
        return _URC_END_OF_STACK; /* it goes round in circles */
    if (walk->count >= 0)
        walk->frames[walk->count] = at;
    walk->top = top;
    return ++walk->count == EVIDENCE_FRAMES ? _URC_END_OF_STACK : _URC_NO_REASON;
}

/* All addresses are kept as return addresses are: behind the instruction that is meant. Beyond the
 * outermost frame there may be one at 0. */
int32_t keep_frames(uint64_t *at, const void *context)
{
    struct walk walk = {.count = -1};
    uintptr_t pc = interrupted_at(context);
    _Unwind_Backtrace(take_frame, &walk);
    if (walk.count > 1 && walk.frames[walk.count - 1] == 0)
        walk.count--;
    for (int i = 0; i < walk.count; i++)
        at[i] = walk.frames[i] + (walk.frames[i] == pc);
    return walk.count > 0 ? walk.count : 0;
}

/* Threads that make one mistake crash at the same moment. The first one writes its crash down and ends
 * the process; the others must not end it before that. */
static void note_crash(int signal, siginfo_t *info, void *context)
{
    static atomic_flag taken = ATOMIC_FLAG_INIT;
    struct evidence *e = evidence();
    (void)info;
    while (atomic_flag_test_and_set(&taken))
        pause();
    if (e->crash_signal == 0) {
        e->crash_signal = signal;
        e->crash_frames = keep_frames(e->crash_at, context);
        e->crash_null_call = signal == SIGSEGV && interrupted_at(context) == 0 &&
                             called_from(context) != 0;
        if (e->crash_null_call) {
            e->crash_at[0] = called_from(context);
            e->crash_frames = 1;
        }
    }
    struct sigaction final = {.sa_handler = SIG_DFL};
    sigaction(signal, &final, NULL);
    raise(signal); /* it waits until this handler returns */
}

/* Asked by the watchdog, in a probe that hangs: nobody else is working on the evidence. */
static void note_standing(int signal, siginfo_t *info, void *context)
{
    struct evidence *e = evidence();
    int kept = errno;
    (void)signal;
    (void)info;
    uint32_t place = atomic_fetch_add(&e->standing_count, 1);
    if (place < EVIDENCE_THREADS)
        e->standing[place].frames = keep_frames(e->standing[place].at, context);
    errno = kept;
}

void record_crashes(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    stack_t stack = {.ss_size = HANDLER_STACK};
    stack.ss_sp = mmap(NULL, HANDLER_STACK, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack.ss_sp != MAP_FAILED)
        sigaltstack(&stack, NULL);
    struct sigaction action = {.sa_sigaction = note_crash,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask); /* a crash in the handler is to end the process */
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
        sigaddset(&action.sa_mask, fatal[i]);
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
        sigaction(fatal[i], &action, NULL);
    struct sigaction asked = {.sa_sigaction = note_standing,
                              .sa_flags = SA_SIGINFO | SA_RESTART};
    sigemptyset(&asked.sa_mask);
    sigaction(PROBE_ASK_SIGNAL, &asked, NULL);
}
