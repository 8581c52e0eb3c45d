/*
 * crash.c - from a signal to a finding.
 *
 * The handler runs on a stack of its own, since a fiber's may be what overflowed, and
 * leaves it by switching to explore() as every other end of a schedule does. SA_NODEFER
 * keeps the signal unblocked, so there is nothing to undo, and the next signal finds the
 * alternate stack empty again.
 */
#define _GNU_SOURCE
#include "crash.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "finding.h"
#include "marks.h"
#include "record.h"
#include "schedule.h"
#include "stacks.h"
#include "validity.h"
#include "verifier.h"

#define HANDLER_STACK ((size_t)512 << 10) /* bytes: names of places are made on it */
#define WRITE_FAULT   2                   /* bit of a page fault's error code (x86-64) */
#define MOST_FRAMES   64                  /* that are searched for the program's call */

static const int watched[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
#define WATCHED (sizeof watched / sizeof *watched)

static struct sigaction before[WATCHED]; /* what the signals did */
static stack_t stack_before;
static void *handler_stack; /* owned; NULL: nothing is watched */

/* The linker's: the executable's instructions. */
extern char __executable_start[] __attribute__((weak)), etext[] __attribute__((weak));

static const char *text_begin, *text_end; /* the program's; NULL: all of them */

void crash_set_text(const void *begin, const void *end)
{
    text_begin = begin;
    text_end = end;
}

/* ---- where ----------------------------------------------------------------------- */

static bool is_program_text(const char *pc)
{
    if (text_begin == NULL)
        return pc >= __executable_start && pc < etext;
    return pc >= text_begin && pc < text_end;
}

struct interruption {
    const char *pc; /* NULL: not known */
    const uintptr_t *frame;
    uintptr_t stack_pointer;
    bool write; /* a page fault: because of a write */
};

static struct interruption interruption_of(const void *context)
{
#if defined(__x86_64__)
    const greg_t *registers = ((const ucontext_t *)context)->uc_mcontext.gregs;
    return (struct interruption){
        .pc = (const char *)registers[REG_RIP],
        .frame = (const uintptr_t *)registers[REG_RBP],
        .stack_pointer = (uintptr_t)registers[REG_RSP],
        .write = (registers[REG_ERR] & WRITE_FAULT) != 0,
    };
#else
    (void)context;
    return (struct interruption){.pc = NULL};
#endif
}

/* The frame may be anything: a library has its own use for the register. */
static bool is_frame(const uintptr_t *frame)
{
    uintptr_t address = (uintptr_t)frame;
    uint32_t self = schedule.current->id;
    uintptr_t top = LAYOUT_STACKS + (self + 1) * LAYOUT_SLOT_SIZE;
    return address % sizeof *frame == 0 && address >= top - FIBER_STACK_SIZE &&
           address < top - 2 * sizeof *frame;
}

/* The call that came from the program, the `number`-th one outwards; NULL: not found. */
static const void *call_from_program(const uintptr_t *frame, int number)
{
    for (int i = 0; text_begin != NULL && i < MOST_FRAMES && is_frame(frame); i++) {
        if (is_program_text((const char *)frame[1]) && --number == 0)
            return (const void *)frame[1];
        if (frame[0] <= (uintptr_t)frame)
            break;
        frame = (const uintptr_t *)frame[0];
    }
    return NULL;
}

const void *crash_call_from_program(const void *frame)
{
    return call_from_program(frame, 1);
}

static bool is_in_program(const struct interruption *at)
{
    return at->pc != NULL && is_program_text(at->pc);
}

/* Where the program is: the instruction itself, told like a return address, which is
 * behind the call; else the innermost call that came from the program; else its last
 * operation. */
static const void *site_of(const struct interruption *at)
{
    if (is_in_program(at))
        return at->pc + 1;
    const void *call = call_from_program(at->frame, 1);
    return call != NULL ? call : schedule.current->site;
}

/* The call that was one too many: a stack ends at the beginning of a function, or in what it
 * calls there, and what is of interest is who called that function. */
static const void *deepest_call(const struct interruption *at, const void *site)
{
    const void *call = call_from_program(at->frame, is_in_program(at) ? 1 : 2);
    return call != NULL ? call : site;
}

/* ---- what ------------------------------------------------------------------------ */

static bool is_overflow(uintptr_t address)
{
    uintptr_t stack = (uintptr_t)schedule.current->fiber.stack;
    return address < stack && address >= stack + FIBER_STACK_SIZE - LAYOUT_SLOT_SIZE;
}

static _Noreturn void stop_segv(const siginfo_t *info, const struct interruption *at,
                                const void *site)
{
    const char *name = schedule.current->name;
    uintptr_t address = (uintptr_t)info->si_addr;
    bool forbidden = info->si_code == SEGV_ACCERR;
    if (is_overflow(address)) {
        schedule.current->site = deepest_call(at, site);
        stop_with(EXPLORE_CRASH,
                  "Stack overflow: the recursion of %s%s is too deep, or its local "
                  "variables are too large.",
                  name, report_at(schedule.current->site));
    }
    if (info->si_code == SEGV_MAPERR || forbidden)
        validity_check_closely(info->si_addr, 1, at->write ? ACCESS_WRITE : ACCESS_READ,
                               site);
    if (forbidden && at->write)
        stop_with(EXPLORE_CRASH, "%s writes to memory that is read-only%s.", name,
                  report_at(site));
    stop_with(EXPLORE_CRASH, "%s uses an address where no memory is%s.", name,
              report_at(site));
}

static _Noreturn void stop_by_signal(int signal, const siginfo_t *info,
                                     const struct interruption *at)
{
    struct thread *self = schedule.current;
    const void *site = site_of(at);
    self->site = site;
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    switch (signal) {
    case SIGSEGV:
        stop_segv(info, at, site);
    case SIGBUS:
        stop_with(EXPLORE_CRASH, "%s uses memory that the system can't provide%s.",
                  self->name, report_at(site));
    case SIGFPE:
        stop_with(EXPLORE_CRASH, "%s divides by zero%s.", self->name, report_at(site));
    case SIGABRT:
        stop_with(EXPLORE_ASSERTION, "%s aborts%s.", self->name, report_at(site));
    default:
        stop_with(EXPLORE_CRASH, "%s comes to an illegal instruction%s.", self->name,
                  report_at(site));
    }
}

/* ---- the signals ----------------------------------------------------------------- */

/* It isn't the explorer's: the instruction is run once more, as if nobody watched. */
static void hand_back(int signal)
{
    for (size_t i = 0; i < WATCHED; i++)
        if (watched[i] == signal)
            sigaction(signal, &before[i], NULL);
    if (signal == SIGABRT)
        raise(signal);
}

static void handle(int signal, siginfo_t *info, void *context)
{
    if (!explore_is_running()) {
        hand_back(signal);
        return;
    }
    struct interruption at = interruption_of(context);
    fiber_used(&schedule.current->fiber, at.stack_pointer);
    record_forget_write();
    stop_by_signal(signal, info, &at);
}

int crash_watch(void)
{
    void *memory = mmap(NULL, HANDLER_STACK, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        return -1;
    stack_t stack = {.ss_sp = memory, .ss_size = HANDLER_STACK};
    if (sigaltstack(&stack, &stack_before) == -1) {
        munmap(memory, HANDLER_STACK);
        return -1;
    }
    handler_stack = memory;
    struct sigaction action = {.sa_sigaction = handle,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < WATCHED; i++)
        sigaction(watched[i], &action, &before[i]);
    return 0;
}

void crash_unwatch(void)
{
    if (handler_stack == NULL)
        return;
    for (size_t i = 0; i < WATCHED; i++)
        sigaction(watched[i], &before[i], NULL);
    sigaltstack(&stack_before, NULL);
    munmap(handler_stack, HANDLER_STACK);
    handler_stack = NULL;
}

/* ---- abort and assert ------------------------------------------------------------ */

void explore_abort(void)
{
    if (!explore_is_running())
        abort();
    struct thread *self = ENTER();
    abort_for_assumption(self->site);
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    stop_with(EXPLORE_ASSERTION, "%s calls abort%s.", self->name, report_at(self->site));
}

/* The text of an assertion, without what would be taken for a mark. */
static const char *without_marks(const char *expression)
{
    static char text[256];
    size_t length = 0;
    for (; *expression != '\0' && length < sizeof text - 1; expression++)
        if (*expression != MARK_BEGIN && *expression != MARK_END)
            text[length++] = *expression;
    text[length] = '\0';
    return text;
}

/* glibc's, which is what assert() calls. */
_Noreturn void __assert_fail(const char *expression, const char *file, unsigned line,
                             const char *function);

void explore___assert_fail(const char *expression, const char *file, unsigned line,
                           const char *function)
{
    if (!explore_is_running())
        __assert_fail(expression, file, line, function);
    struct thread *self = ENTER();
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    stop_with(EXPLORE_ASSERTION, "assert(%s) failed in %s%s.", without_marks(expression),
              self->name, report_at(self->site));
}
