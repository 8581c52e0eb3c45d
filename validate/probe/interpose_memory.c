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

#define JUNK       0xa5
#define JUNK_MOST  (1u << 20) /* bytes filled of one block: larger ones cost too much */
#define SLOTS      65536      /* a power of two; at most this many blocks are followed */
#define TAIL       64 /* bytes of junk behind a block, which the learner didn't ask for */
#define MOVED_MOST (1u << 20) /* bytes of a block that realloc always moves */
#define NO_TAIL    SIZE_MAX
#define GRAVE_MOST 65536 /* bytes of a block that is kept there */
#define GRAVES     64    /* blocks that were freed last and are looked after still */

/* A block that learner code holds. */
struct block {
    void *start; /* NULL: the slot is free */
    size_t size; /* as asked for, the tail behind it; NO_TAIL: there is none */
};

/* Open-addressing table of the blocks that learner code holds. The lock guards all three. A
 * forked child has a copy of its own; the atfork handlers keep the copy consistent. */
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static struct block table[SLOTS];
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

static void *remember_sized(void *block, size_t size)
{
    if (!block)
        return NULL;
    lock_table();
    if (held < SLOTS - 1) {
        size_t slot = slot_of(block);
        while (table[slot].start)
            slot = (slot + 1) & (SLOTS - 1);
        table[slot] = (struct block){block, size};
        held++;
    }
    unlock_table();
    return block;
}

static void *remember(void *block)
{
    return remember_sized(block, NO_TAIL);
}

/* Closes the gap that a removal leaves (Knuth, TAOCP vol. 3, 6.4, algorithm R). */
static void close_gap(size_t gap)
{
    for (size_t i = (gap + 1) & (SLOTS - 1); table[i].start; i = (i + 1) & (SLOTS - 1)) {
        size_t home = slot_of(table[i].start);
        if (((i - home) & (SLOTS - 1)) < ((i - gap) & (SLOTS - 1)))
            continue;
        table[gap] = table[i];
        gap = i;
    }
    table[gap].start = NULL;
}

/* Whoever wrote behind the end of a block is told when the block is given back: as the C library
 * does where it notices. */
static void check_tail(struct block block)
{
    const unsigned char *tail = (const unsigned char *)block.start + block.size;
    for (size_t i = 0; block.size != NO_TAIL && i < TAIL; i++) {
        if (tail[i] == JUNK)
            continue;
        fprintf(stderr, "somebody wrote behind the end of a block of %zu bytes\n",
                block.size);
        abort();
    }
}

/* Blocks that a library allocated and learner code frees aren't in the table: fine. Returns
 * whether it was there. */
static bool forget(void *block, struct block *known)
{
    *known = (struct block){NULL, NO_TAIL};
    bool found = false;
    lock_table();
    for (size_t slot = slot_of(block); table[slot].start && !found;
         slot = (slot + 1) & (SLOTS - 1)) {
        if (table[slot].start != block)
            continue;
        *known = table[slot];
        close_gap(slot);
        held--;
        found = true;
    }
    unlock_table();
    check_tail(*known);
    return found;
}

size_t learners_block_size(const void *block)
{
    lock_table();
    size_t slot = slot_of(block);
    while (table[slot].start && table[slot].start != block)
        slot = (slot + 1) & (SLOTS - 1);
    size_t size = table[slot].start && table[slot].size != NO_TAIL ? table[slot].size : 0;
    unlock_table();
    return size;
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
 * takes it for zeros doesn't go well by luck. */
static void *fill(void *block, size_t from, size_t to)
{
    if (block && from < to)
        memset((char *)block + from, JUNK, to - from < JUNK_MOST ? to - from : JUNK_MOST);
    return block;
}

/* A new block with junk behind it, so that what lies there is never zero by luck. */
static void *allocate(size_t size, bool zeroed)
{
    if (size > SIZE_MAX - TAIL) {
        errno = ENOMEM;
        return NULL;
    }
    void *block = zeroed ? calloc(1, size + TAIL) : fill(malloc(size + TAIL), 0, size);
    return remember_sized(fill(block, size, size + TAIL), size);
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
    return allocate(size, false);
}

void *lab_calloc(size_t count, size_t size)
{
    if (out_of_memory(CALL_SITE))
        return NULL;
    RETURN_IF_EXPLORED(explore_calloc(count, size));
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return allocate(bytes, true);
}

/* Freed blocks rest for a while before they may be handed out again: whoever still reads one finds
 * junk, and whoever writes to one is found. */
static struct block graves[GRAVES];
static unsigned next_grave;
static pthread_mutex_t graves_lock = PTHREAD_MUTEX_INITIALIZER;

static void check_grave(struct block block)
{
    const unsigned char *bytes = block.start;
    for (size_t i = 0; i < block.size && i < JUNK_MOST; i++) {
        if (bytes[i] == JUNK)
            continue;
        fprintf(stderr, "somebody wrote to a block of %zu bytes after it was freed\n",
                block.size);
        abort();
    }
}

void look_after_freed_blocks(void)
{
    pthread_mutex_lock(&graves_lock);
    for (unsigned i = 0; i < GRAVES; i++)
        if (graves[i].start)
            check_grave(graves[i]);
    pthread_mutex_unlock(&graves_lock);
}

static bool is_buried(const void *block)
{
    bool found = false;
    pthread_mutex_lock(&graves_lock);
    for (unsigned i = 0; i < GRAVES; i++)
        found |= graves[i].start == block;
    pthread_mutex_unlock(&graves_lock);
    return found;
}

static void bury(struct block block)
{
    if (block.size == NO_TAIL || block.size > GRAVE_MOST) {
        free(block.start);
        return;
    }
    fill(block.start, 0, block.size);
    pthread_mutex_lock(&graves_lock);
    struct block oldest = graves[next_grave];
    graves[next_grave] = block;
    next_grave = (next_grave + 1) % GRAVES;
    pthread_mutex_unlock(&graves_lock);
    if (oldest.start)
        check_grave(oldest);
    free(oldest.start);
}

/* Who builds a large block piece by piece would wait for all the copying. */
static void *resize_large(void *block, size_t old_size, size_t size)
{
    void *moved = size <= SIZE_MAX - TAIL ? realloc(block, size + TAIL) : NULL;
    if (!moved)
        return remember_sized(block, old_size), NULL;
    fill(moved, old_size, size);
    return remember_sized(fill(moved, size, size + TAIL), size);
}

/* Always moves what can be moved, as realloc may: who keeps the old address finds junk there. */
static void *resize(void *block, size_t size)
{
    struct block known;
    if (!block)
        return allocate(size, false);
    if (!forget(block, &known) || known.size == NO_TAIL)
        return remember(realloc(block, size));
    if (known.size > MOVED_MOST && size > 0)
        return resize_large(block, known.size, size);
    void *moved = size > 0 ? allocate(size, false) : NULL;
    if (!moved && size > 0) {
        remember_sized(block, known.size);
        return NULL;
    }
    if (moved)
        memcpy(moved, block, size < known.size ? size : known.size);
    bury(known);
    return moved;
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
    struct block known;
    call_must_fail(CALL_FREE, CALL_SITE);
    RETURN_IF_EXPLORED(explore_free(block));
    if (heap_holds(block))
        return; /* of a schedule that is over: its heap goes as a whole */
    if (block && is_buried(block)) {
        fprintf(stderr, "a block was freed twice\n");
        abort();
    }
    if (block && forget(block, &known))
        bury(known);
    else
        free(block);
}
