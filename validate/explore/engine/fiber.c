/*
 * fiber.c - fibers: an assembler switch for x86-64, ucontext elsewhere.
 *
 * The switch saves what the x86-64 ABI leaves to the callee: six registers and the
 * control words of both floating point units. It makes no system call, which is what
 * makes it ten times faster than swapcontext.
 */
#include "fiber.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "layout.h"
#include "locals.h"

#define CLEAN_RUN    4096u         /* zero bytes below which a stack was never used */
#define LARGEST_WIPE (256u * 1024) /* bytes: beyond, the kernel gives fresh pages */

static char *top_of(const struct fiber *fiber)
{
    return fiber->stack + FIBER_STACK_SIZE;
}

/* The lower half of the slot stays unmapped: whatever grows beyond the stack ends
 * there. */
static int map_stack(struct fiber *fiber, unsigned slot)
{
    char *end = (char *)LAYOUT_STACKS + slot * LAYOUT_SLOT_SIZE;
    char *wanted = end - FIBER_STACK_SIZE;
    char *stack = mmap(wanted, FIBER_STACK_SIZE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK |
                           MAP_FIXED_NOREPLACE,
                       -1, 0);
    if (stack != wanted) {
        if (stack != MAP_FAILED)
            munmap(stack, FIBER_STACK_SIZE);
        errno = ENOMEM;
        return -1;
    }
    fiber->stack = stack;
    fiber->slot = slot;
    fiber->lowest = top_of(fiber);
    return 0;
}

/* The bytes begin anywhere; size: a multiple of 64. Four words at a time, as libc's
 * functions can't be asked this. */
static bool is_zero(const char *bytes, size_t size)
{
    typedef long long pair __attribute__((vector_size(16), aligned(1), may_alias));
    const pair *at = (const pair *)bytes;
    pair a = {0}, b = {0}, c = {0}, d = {0};
    for (size_t i = 0; i < size / sizeof(pair); i += 4) {
        a |= at[i];
        b |= at[i + 1];
        c |= at[i + 2];
        d |= at[i + 3];
    }
    a |= b | c | d;
    return (a[0] | a[1]) == 0;
}

/* Functions that tell nobody how deep they go (those of libraries, the explorer's own)
 * leave something below the lowest address that was told. It ends where much is zero. */
static void find_lowest(struct fiber *fiber)
{
    while ((size_t)(fiber->lowest - fiber->stack) > CLEAN_RUN &&
           !is_zero(fiber->lowest - CLEAN_RUN, CLEAN_RUN))
        fiber->lowest -= CLEAN_RUN;
}

/* What a program finds in variables that it didn't initialise is the same in every
 * schedule. */
static void wipe_stack(struct fiber *fiber)
{
    find_lowest(fiber);
    size_t used = (size_t)(top_of(fiber) - fiber->lowest);
    if (used > LARGEST_WIPE)
        madvise(fiber->stack, FIBER_STACK_SIZE, MADV_DONTNEED);
    else
        memset(fiber->lowest, 0, used);
    fiber->lowest = top_of(fiber);
}

static int fresh_stack(struct fiber *fiber, unsigned slot)
{
    if (fiber->stack == NULL)
        return map_stack(fiber, slot);
    wipe_stack(fiber);
    return 0;
}

void fiber_free(struct fiber *fiber)
{
    if (fiber->stack != NULL)
        munmap(fiber->stack, FIBER_STACK_SIZE);
    fiber->stack = NULL;
}

#ifndef FIBER_UCONTEXT

void fiber_swap_stacks(void **save, void *load);
void fiber_begin(void);

__asm__(".text\n"
        ".globl fiber_swap_stacks\n"
        ".type fiber_swap_stacks, @function\n"
        "fiber_swap_stacks:\n"
        "    pushq %rbp\n"
        "    pushq %rbx\n"
        "    pushq %r12\n"
        "    pushq %r13\n"
        "    pushq %r14\n"
        "    pushq %r15\n"
        "    subq $8, %rsp\n"
        "    stmxcsr (%rsp)\n"
        "    fnstcw 4(%rsp)\n"
        "    movq %rsp, (%rdi)\n"
        "    movq %rsi, %rsp\n"
        "    ldmxcsr (%rsp)\n"
        "    fldcw 4(%rsp)\n"
        "    addq $8, %rsp\n"
        "    popq %r15\n"
        "    popq %r14\n"
        "    popq %r13\n"
        "    popq %r12\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    ret\n"
        ".size fiber_swap_stacks, .-fiber_swap_stacks\n"
        /* First turn of a fiber: rbx is the entry function, r12 its argument. */
        ".globl fiber_begin\n"
        ".type fiber_begin, @function\n"
        "fiber_begin:\n"
        "    .cfi_startproc\n"
        "    .cfi_undefined rip\n"
        "    movq %r12, %rdi\n"
        "    callq *%rbx\n"
        "    ud2\n"
        "    .cfi_endproc\n"
        ".size fiber_begin, .-fiber_begin\n");

/* What fiber_swap_stacks pops, from the lowest address on. */
struct saved_frame {
    uint32_t mxcsr;
    uint16_t x87_control;
    uint16_t padding;
    uint64_t r15, r14, r13;
    void *r12;             /* at first: the argument of the entry function */
    void (*rbx)(void *);   /* at first: the entry function */
    uint64_t rbp;          /* at first 0: the outermost frame */
    void (*begin)(void);   /* where `ret` goes */
    uint64_t alignment[2]; /* fiber_begin starts on a multiple of 16 */
};

int fiber_prepare(struct fiber *fiber, unsigned slot, void (*entry)(void *arg), void *arg)
{
    if (fresh_stack(fiber, slot) == -1)
        return -1;
    struct saved_frame *frame = (struct saved_frame *)top_of(fiber) - 1;
    *frame = (struct saved_frame){.r12 = arg, .rbx = entry, .begin = fiber_begin};
    __asm__ volatile("stmxcsr %0" : "=m"(frame->mxcsr));
    __asm__ volatile("fnstcw %0" : "=m"(frame->x87_control));
    fiber->saved_stack = frame;
    fiber->saved_errno = 0;
    locals_begin(slot);
    return 0;
}

static void swap(struct fiber *from, struct fiber *to)
{
    fiber_swap_stacks(&from->saved_stack, to->saved_stack);
}

const uintptr_t *fiber_frame(const struct fiber *fiber)
{
    const struct saved_frame *frame = fiber->saved_stack;
    return (const uintptr_t *)frame->rbp;
}

#else

static struct fiber *beginning; /* the fiber whose first turn it is */

static void begin(void)
{
    beginning->entry(beginning->arg);
    __builtin_trap();
}

int fiber_prepare(struct fiber *fiber, unsigned slot, void (*entry)(void *arg), void *arg)
{
    if (fresh_stack(fiber, slot) == -1)
        return -1;
    if (getcontext(&fiber->context) == -1)
        return -1;
    fiber->context.uc_stack.ss_sp = fiber->stack;
    fiber->context.uc_stack.ss_size = FIBER_STACK_SIZE;
    fiber->context.uc_link = NULL;
    fiber->entry = entry;
    fiber->arg = arg;
    fiber->saved_errno = 0;
    locals_begin(slot);
    makecontext(&fiber->context, begin, 0);
    return 0;
}

static void swap(struct fiber *from, struct fiber *to)
{
    beginning = to;
    from->saved_stack = __builtin_frame_address(0);
    swapcontext(&from->context, &to->context);
}

const uintptr_t *fiber_frame(const struct fiber *fiber)
{
    (void)fiber;
    return NULL;
}

#endif

void fiber_switch(struct fiber *from, struct fiber *to)
{
    if (!locals_are_apart()) {
        from->saved_errno = errno;
        errno = to->saved_errno;
    }
    if (locals_exist)
        locals_switch(from->slot, to->slot);
    fiber_used(from, (uintptr_t)__builtin_frame_address(0));
    swap(from, to);
}
