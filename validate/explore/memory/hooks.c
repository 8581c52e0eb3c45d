/*
 * hooks.c - the names that gcc calls in code compiled with -fsanitize=thread and
 * -fsanitize-coverage=trace-pc.
 *
 *   read, write, volatile_..., unaligned_...   before an access of 1, 2, 4, 8 or 16 bytes
 *   read_range, write_range                    before a struct is copied
 *   vptr_...                                   C++ only; reads and writes of 8 bytes
 *   atomic8_load, ...                          in place of an atomic operation
 *   func_entry, func_exit                      around the body of a function
 *   __sanitizer_cov_trace_pc                   at the beginning of each basic block
 *
 * Nothing in the explorer refers to anything here, and this file is linked with an explored probe alone:
 * in one that has the real libtsan, these names would hide the race detector's.
 */
#include <stdint.h>

#include "access.h"
#include "atomics.h"
#include "loops.h"
#include "schedule.h"
#include "stacks.h"

#define SITE __builtin_return_address(0)

void __tsan_init(void)
{
}

/* ---- accesses -------------------------------------------------------------------- */

#define ACCESS(name, size, kind)                                                         \
    void __tsan_##name(void *address)                                                    \
    {                                                                                    \
        access_memory(address, size, kind, SITE);                                        \
    }

#define ACCESSES(prefix, size)                                                           \
    ACCESS(prefix##read##size, size, ACCESS_READ)                                        \
    ACCESS(prefix##write##size, size, ACCESS_WRITE)

#define ALL_SIZES(prefix)                                                                \
    ACCESSES(prefix, 1)                                                                  \
    ACCESSES(prefix, 2)                                                                  \
    ACCESSES(prefix, 4)                                                                  \
    ACCESSES(prefix, 8)                                                                  \
    ACCESSES(prefix, 16)

ALL_SIZES()
ALL_SIZES(unaligned_)
ALL_SIZES(volatile_)
ALL_SIZES(unaligned_volatile_)

void __tsan_read_range(void *address, unsigned long size)
{
    access_memory(address, size, ACCESS_READ, SITE);
}

void __tsan_write_range(void *address, unsigned long size)
{
    access_memory(address, size, ACCESS_WRITE, SITE);
}

void __tsan_vptr_read(void *address)
{
    access_memory(address, sizeof(void *), ACCESS_READ, SITE);
}

void __tsan_vptr_update(void *address, void *value)
{
    (void)value;
    access_memory(address, sizeof(void *), ACCESS_WRITE, SITE);
}

/* ---- functions and blocks -------------------------------------------------------- */

/* The frame of the calling function begins with what the frame pointer points to. */
void __tsan_func_entry(void *return_address)
{
    (void)return_address;
    if (explore_is_running() && schedule.recording)
        stacks_enter(SITE, *(uintptr_t *)__builtin_frame_address(0) + 2 * sizeof(void *));
}

void __tsan_func_exit(void)
{
    if (explore_is_running() && schedule.recording)
        stacks_leave();
}

#ifdef __x86_64__
/* Counts; what struct block needs is gathered only when somebody wants to see it. */
__asm__(".text\n"
        ".globl __sanitizer_cov_trace_pc\n"
        ".type __sanitizer_cov_trace_pc, @function\n"
        "__sanitizer_cov_trace_pc:\n"
        "    .cfi_startproc\n"
        "    decq loop_blocks_left(%rip)\n"
        "    js 1f\n"
        "    ret\n"
        "1:  pushq %r15\n"
        "    .cfi_adjust_cfa_offset 8\n"
        "    pushq %r14\n"
        "    .cfi_adjust_cfa_offset 8\n"
        "    pushq %r13\n"
        "    .cfi_adjust_cfa_offset 8\n"
        "    pushq %r12\n"
        "    .cfi_adjust_cfa_offset 8\n"
        "    pushq %rbx\n"
        "    .cfi_adjust_cfa_offset 8\n"
        "    pushq %rbp\n"
        "    .cfi_adjust_cfa_offset 8\n"
        "    movq %rsp, %rdi\n"
        "    subq $8, %rsp\n"
        "    .cfi_adjust_cfa_offset 8\n"
        "    call loop_look\n"
        "    addq $56, %rsp\n"
        "    .cfi_adjust_cfa_offset -56\n"
        "    ret\n"
        "    .cfi_endproc\n"
        ".size __sanitizer_cov_trace_pc, .-__sanitizer_cov_trace_pc\n");
#else
/* Without the registers nothing can be proved; the blocks are counted all the same. */
void __sanitizer_cov_trace_pc(void)
{
    if (--loop_blocks_left < 0)
        loop_look_without_registers(SITE);
}
#endif

/* ---- atomics --------------------------------------------------------------------- */

void __tsan_atomic_thread_fence(int order)
{
    atomic_fence_at(order, SITE);
}

/* Between a thread and its own signal handlers only. */
void __tsan_atomic_signal_fence(int order)
{
    (void)order;
}

#define UPDATE(bits, type, name, update)                                                 \
    type __tsan_atomic##bits##_##name(volatile type *address, type operand, int order)   \
    {                                                                                    \
        return (type)atomic_update_at(address, sizeof(type), update, operand, order,     \
                                      SITE);                                             \
    }

#define COMPARE(bits, type, name)                                                        \
    int __tsan_atomic##bits##_compare_exchange_##name(                                   \
        volatile type *address, type *expected, type desired, int success, int failure)  \
    {                                                                                    \
        return atomic_compare_at(address, sizeof(type), expected, desired, success,      \
                                 failure, SITE);                                         \
    }

#define ATOMICS(bits, type)                                                              \
    type __tsan_atomic##bits##_load(const volatile type *address, int order)             \
    {                                                                                    \
        return (type)atomic_load_at(address, sizeof(type), order, SITE);                 \
    }                                                                                    \
    void __tsan_atomic##bits##_store(volatile type *address, type value, int order)      \
    {                                                                                    \
        atomic_store_at(address, sizeof(type), value, order, SITE);                      \
    }                                                                                    \
    type __tsan_atomic##bits##_compare_exchange_val(                                     \
        volatile type *address, type expected, type desired, int success, int failure)   \
    {                                                                                    \
        atomic_compare_at(address, sizeof(type), &expected, desired, success, failure,   \
                          SITE);                                                         \
        return expected;                                                                 \
    }                                                                                    \
    COMPARE(bits, type, strong)                                                          \
    COMPARE(bits, type, weak)                                                            \
    UPDATE(bits, type, exchange, ATOMIC_EXCHANGE)                                        \
    UPDATE(bits, type, fetch_add, ATOMIC_ADD)                                            \
    UPDATE(bits, type, fetch_sub, ATOMIC_SUB)                                            \
    UPDATE(bits, type, fetch_and, ATOMIC_AND)                                            \
    UPDATE(bits, type, fetch_or, ATOMIC_OR)                                              \
    UPDATE(bits, type, fetch_xor, ATOMIC_XOR)                                            \
    UPDATE(bits, type, fetch_nand, ATOMIC_NAND)

ATOMICS(8, uint8_t)
ATOMICS(16, uint16_t)
ATOMICS(32, uint32_t)
ATOMICS(64, uint64_t)
ATOMICS(128, atomic_value)
