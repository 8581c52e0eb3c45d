/*
 * interpose_memory.c - the allocation functions: counted, made to fail, and every block that
 * learner code holds is known, so that a leak can be told. Under the explorer blocks come from its
 * own heap, which is emptied after each schedule and knows what was freed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explore.h"
#include "heap.h"
#include "interpose.h"
#include "models.h"
#include "scenario.h"

#define JUNK      0xa5
#define JUNK_MOST (1u << 20) /* bytes filled of one block: larger ones cost too much */
#define SLOTS     65536      /* a power of two; at most this many blocks are followed */

/* Open-addressing table of the blocks that learner code holds. The lock guards all three. A
 * forked child has a copy of its own; the atfork handlers keep the copy consistent. */
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static void *table[SLOTS];
static int64_t held;

static void lock_table(void)
{
    pthread_mutex_lock(&table_lock);
}

static void unlock_table(void)
{
    pthread_mutex_unlock(&table_lock);
}

__attribute__((constructor)) static void make_table_fork_safe(void)
{
    if (pthread_atfork(lock_table, unlock_table, unlock_table) != 0)
        abort();
}

static size_t slot_of(const void *block)
{
    return (size_t)(((uintptr_t)block >> 4) * 0x9e3779b97f4a7c15ull >> 48) & (SLOTS - 1);
}

static void *remember(void *block)
{
    if (!block)
        return NULL;
    lock_table();
    if (held < SLOTS - 1) {
        size_t slot = slot_of(block);
        while (table[slot])
            slot = (slot + 1) & (SLOTS - 1);
        table[slot] = block;
        held++;
    }
    unlock_table();
    return block;
}

/* Closes the gap that a removal leaves (Knuth, TAOCP vol. 3, 6.4, algorithm R). */
static void close_gap(size_t gap)
{
    for (size_t i = (gap + 1) & (SLOTS - 1); table[i]; i = (i + 1) & (SLOTS - 1)) {
        size_t home = slot_of(table[i]);
        if (((i - home) & (SLOTS - 1)) < ((i - gap) & (SLOTS - 1)))
            continue;
        table[gap] = table[i];
        gap = i;
    }
    table[gap] = NULL;
}

/* Blocks that a library allocated and learner code frees aren't in the table: fine. Returns
 * whether it was there. */
static bool forget(void *block)
{
    bool found = false;
    lock_table();
    for (size_t slot = slot_of(block); table[slot] && !found;
         slot = (slot + 1) & (SLOTS - 1)) {
        if (table[slot] != block)
            continue;
        close_gap(slot);
        held--;
        found = true;
    }
    unlock_table();
    return found;
}

bool is_learners_block(const void *block)
{
    lock_table();
    size_t slot = slot_of(block);
    while (table[slot] && table[slot] != block)
        slot = (slot + 1) & (SLOTS - 1);
    bool found = table[slot] != NULL;
    unlock_table();
    return found;
}

int64_t learner_blocks(void)
{
    lock_table();
    int64_t now = held;
    unlock_table();
    return now;
}

static bool out_of_memory(const void *site)
{
    if (!call_must_fail(CALL_MALLOC, site))
        return false;
    errno = ENOMEM;
    return true;
}

/* What malloc hands out may hold anything; here it always holds something, so that code which
 * takes it for zeros doesn't go well by luck. So does what lies behind, as far as it is ours. */
static void *fill(void *block, size_t from)
{
    size_t to = block ? malloc_usable_size(block) : 0;
    if (from < to)
        memset((char *)block + from, JUNK, to - from < JUNK_MOST ? to - from : JUNK_MOST);
    return block;
}

/* Inside a schedule: the explorer's function of the same name, called from the learner's line. */
#define RETURN_IF_EXPLORED(call)                                                         \
    do {                                                                                 \
        if (explore_is_running()) {                                                      \
            explore_at(CALL_SITE);                                                       \
            return call;                                                                 \
        }                                                                                \
    } while (0)

void *lab_malloc(size_t size)
{
    if (out_of_memory(CALL_SITE))
        return NULL;
    RETURN_IF_EXPLORED(explore_malloc(size));
    return fill(remember(malloc(size)), 0);
}

void *lab_calloc(size_t count, size_t size)
{
    if (out_of_memory(CALL_SITE))
        return NULL;
    RETURN_IF_EXPLORED(explore_calloc(count, size));
    return remember(calloc(count, size));
}

/* Forgotten first: afterwards the old address may be somebody else's block. */
static void *resize(void *block, size_t size)
{
    bool was_held = block && forget(block);
    size_t old_size = block ? malloc_usable_size(block) : 0;
    void *moved = realloc(block, size);
    if (moved)
        return fill(remember(moved), old_size);
    if (was_held && size > 0)
        remember(block); /* realloc failed: the old block is still there */
    return NULL;
}

void *lab_realloc(void *block, size_t size)
{
    if (out_of_memory(CALL_SITE))
        return NULL;
    RETURN_IF_EXPLORED(explore_realloc(block, size));
    return resize(block, size);
}

void *lab_reallocarray(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (out_of_memory(CALL_SITE))
        return NULL;
    RETURN_IF_EXPLORED(explore_reallocarray(block, count, size));
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return resize(block, bytes);
}

void *lab_aligned_alloc(size_t alignment, size_t size)
{
    if (out_of_memory(CALL_SITE))
        return NULL;
    RETURN_IF_EXPLORED(explore_aligned_alloc(alignment, size));
    return remember(aligned_alloc(alignment, size));
}

int lab_posix_memalign(void **block, size_t alignment, size_t size)
{
    if (call_must_fail(CALL_MALLOC, CALL_SITE))
        return ENOMEM;
    RETURN_IF_EXPLORED(explore_posix_memalign(block, alignment, size));
    int error = posix_memalign(block, alignment, size);
    if (error == 0)
        remember(*block);
    return error;
}

char *lab_strdup(const char *text)
{
    if (out_of_memory(CALL_SITE))
        return NULL;
    RETURN_IF_EXPLORED(explore_strdup(text));
    return remember(strdup(text));
}

char *lab_strndup(const char *text, size_t size)
{
    if (out_of_memory(CALL_SITE))
        return NULL;
    RETURN_IF_EXPLORED(explore_strndup(text, size));
    return remember(strndup(text, size));
}

int lab_vasprintf(char **text, const char *format, va_list values)
{
    if (out_of_memory(CALL_SITE))
        return -1;
    RETURN_IF_EXPLORED(explore_vasprintf(text, format, values));
    int length = vasprintf(text, format, values);
    if (length >= 0)
        remember(*text);
    return length;
}

int lab_asprintf(char **text, const char *format, ...)
{
    if (out_of_memory(CALL_SITE))
        return -1;
    va_list values;
    va_start(values, format);
    int length;
    if (explore_is_running()) {
        explore_at(CALL_SITE);
        length = explore_vasprintf(text, format, values);
    } else {
        length = vasprintf(text, format, values);
        if (length >= 0)
            remember(*text);
    }
    va_end(values);
    return length;
}

void lab_free(void *block)
{
    call_must_fail(CALL_FREE, CALL_SITE);
    RETURN_IF_EXPLORED(explore_free(block));
    if (heap_holds(block))
        return; /* of a schedule that is over: its heap goes as a whole */
    if (block)
        forget(block);
    free(block);
}
