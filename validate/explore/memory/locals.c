/*
 * locals.c - a block of thread-local variables for each fiber.
 *
 * On x86-64 the thread pointer is a register, fs, that a program may set. Below it lie the
 * thread-local variables of the executable and its libraries, above it what the C library
 * keeps of a thread, which begins with the thread pointer itself, twice. A fiber's copy has
 * all of that, so the C library goes on working; what the copies share by pointers, like the
 * allocator's lists, is the one kernel thread's all the same.
 *
 * The kernel thread's own block is never used by the program and so keeps the first contents.
 */
#define _GNU_SOURCE
#include "locals.h"

#include <errno.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "explore.h"
#include "layout.h"

#define MAX_RANGES 4
#define SLOTS      (EXPLORE_MAX_THREADS + 1) /* 0: the kernel thread's own */

bool locals_exist;

static struct {
    char *begin, *end; /* in the kernel thread's own block */
} ranges[MAX_RANGES];
static unsigned range_count;
static bool begun[SLOTS]; /* the slot's variables count */

static int use_range(char *begin, char *end);
static char *pointer_of(unsigned slot);
static unsigned slot_of(const void *address);

int locals_add(void *begin, void *end)
{
    if ((char *)begin >= (char *)end)
        return 0;
    if (range_count == MAX_RANGES) {
        errno = ENOMEM;
        return -1;
    }
    ranges[range_count].begin = begin;
    ranges[range_count++].end = end;
    locals_exist = true;
    return use_range(begin, end);
}

void locals_begin(unsigned slot)
{
    begun[slot] = false;
}

int64_t locals_distance(const void *address)
{
    return (const char *)address - pointer_of(slot_of(address));
}

uint32_t locals_owner(const void *address)
{
    return slot_of(address) - 1;
}

bool locals_hold(const void *address)
{
    if (!locals_exist)
        return false;
    const char *own = pointer_of(0) + locals_distance(address);
    for (unsigned i = 0; i < range_count; i++)
        if (own >= ranges[i].begin && own < ranges[i].end)
            return true;
    return false;
}

bool locals_are_swapped(const void *address)
{
    return !locals_are_apart() && locals_hold(address);
}

#ifdef __x86_64__

#define MOST_ABOVE      ((size_t)4096) /* bytes at the thread pointer: more than there are */
#define ROOM_ABOVE      ((uintptr_t)2 << 16) /* of a slot, the thread pointer included */
#define PAGE            ((uintptr_t)4096)
#define SELF            2         /* words: where the second thread pointer is */
#define ARCH_SET_FS     0x1002    /* of arch_prctl */
#define HWCAP2_FSGSBASE (1u << 1) /* the instruction that sets fs is allowed */

static char *home;   /* the kernel thread's own thread pointer; NULL: not known yet */
static char *lowest; /* of what is copied */
static size_t above; /* bytes that are copied from the thread pointer on */
static bool can_set; /* by an instruction; else by a system call */
static bool mapped[SLOTS];

static char *thread_pointer(void)
{
    char *pointer;
    __asm__("movq %%fs:0, %0" : "=r"(pointer));
    return pointer;
}

static void set_thread_pointer(char *pointer)
{
    long result;
    if (can_set)
        __asm__ volatile("wrfsbase %0" : : "r"(pointer) : "memory");
    else
        __asm__ volatile("syscall"
                         : "=a"(result)
                         : "a"(SYS_arch_prctl), "D"(ARCH_SET_FS), "S"(pointer)
                         : "rcx", "r11", "memory");
}

/* Blocks of libraries that were loaded later lie elsewhere, and aren't copied. */
static int meet_library(struct dl_phdr_info *library, size_t size, void *arg)
{
    char *block = library->dlpi_tls_data;
    (void)size;
    (void)arg;
    if (block != NULL && block < lowest &&
        (uintptr_t)(home - block) < LAYOUT_SLOT_SIZE - ROOM_ABOVE - PAGE)
        lowest = block;
    return 0;
}

/* The bytes at the thread pointer up to MOST_ABOVE, as far as there is memory. */
static size_t count_above(void)
{
    unsigned char resident;
    uintptr_t next = ((uintptr_t)home | (PAGE - 1)) + 1;
    bool more = mincore((void *)next, PAGE, &resident) == 0;
    size_t rest = next - (uintptr_t)home;
    return more || rest > MOST_ABOVE ? MOST_ABOVE : rest;
}

static int use_range(char *begin, char *end)
{
    (void)end;
    if (home == NULL) {
        home = lowest = thread_pointer();
        can_set = (getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE) != 0;
        above = count_above();
        dl_iterate_phdr(meet_library, NULL);
    }
    if (begin >= lowest && begin < home)
        return 0;
    errno = ENOMEM;
    return -1;
}

void locals_forget(void)
{
    range_count = 0;
    locals_exist = false;
    home = NULL;
}

bool locals_are_apart(void)
{
    return locals_exist;
}

/* Like the kernel thread's own modulo pages: variables may ask for an alignment. */
static char *pointer_of(unsigned slot)
{
    if (slot == 0)
        return home;
    return (char *)(LAYOUT_LOCALS + slot * LAYOUT_SLOT_SIZE - ROOM_ABOVE +
                    (uintptr_t)home % PAGE);
}

static unsigned slot_of(const void *address)
{
    uintptr_t at = (uintptr_t)address;
    if (at - LAYOUT_LOCALS >= LAYOUT_LOCALS_END - LAYOUT_LOCALS)
        return 0;
    return (unsigned)((at - LAYOUT_LOCALS) / LAYOUT_SLOT_SIZE) + 1;
}

static void map(unsigned slot)
{
    uintptr_t end = (uintptr_t)pointer_of(slot) + above;
    uintptr_t begin = ((uintptr_t)pointer_of(slot) - (uintptr_t)(home - lowest)) & -PAGE;
    if (mmap((void *)begin, end - begin, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1,
             0) == MAP_FAILED)
        abort();
    mapped[slot] = true;
}

static void fill(unsigned slot)
{
    char *pointer = pointer_of(slot);
    size_t below = (size_t)(home - lowest);
    ptrdiff_t error = (char *)&errno - thread_pointer();
    if (!mapped[slot])
        map(slot);
    memcpy(pointer - below, lowest, below + above);
    ((char **)pointer)[0] = pointer;
    ((char **)pointer)[SELF] = pointer;
    *(int *)(pointer + error) = 0;
    begun[slot] = true;
}

void locals_switch(unsigned from, unsigned to)
{
    (void)from;
    if (to != 0 && !begun[to])
        fill(to);
    set_thread_pointer(pointer_of(to));
}

#else

static char *copies[SLOTS]; /* of all ranges, while another slot runs; owned */
static size_t size;         /* of each of them */

static int use_range(char *begin, char *end)
{
    size += (size_t)(end - begin);
    for (unsigned i = 0; i < SLOTS; i++) {
        char *more = realloc(copies[i], size);
        if (more == NULL)
            return -1;
        copies[i] = more;
    }
    return 0;
}

void locals_forget(void)
{
    range_count = 0;
    locals_exist = false;
    size = 0;
}

bool locals_are_apart(void)
{
    return false;
}

static char *pointer_of(unsigned slot)
{
    (void)slot;
    return NULL;
}

static unsigned slot_of(const void *address)
{
    (void)address;
    return 0;
}

void locals_switch(unsigned from, unsigned to)
{
    char *save = copies[from], *load = begun[to] || to == 0 ? copies[to] : copies[0];
    for (unsigned i = 0; i < range_count; i++) {
        size_t count = (size_t)(ranges[i].end - ranges[i].begin);
        memcpy(save, ranges[i].begin, count);
        memcpy(ranges[i].begin, load, count);
        save += count;
        load += count;
    }
    begun[to] = true;
}

#endif
