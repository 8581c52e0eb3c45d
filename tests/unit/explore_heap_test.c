/*
 * explore_heap_test.c - malloc and its family under the explorer.
 */
#include "explore_calls.h"

#include <malloc.h>
#include <stdint.h>

#include "access.h"
#include "heap.h"

#define GIB ((size_t)1 << 30)

static struct explore_report search(void (*scenario)(void *arg))
{
    struct explore_options options = {.seed = 1, .schedules = 20};
    struct explore_report report;
    cr_assert_eq(explore(scenario, NULL, NULL, &options, &report), 0);
    return report;
}

static void expect_clean(void (*scenario)(void *arg))
{
    struct explore_report report = search(scenario);
    expect_verdict(&report, EXPLORE_CLEAN);
}

/* What a hook does. */
static __attribute__((noinline)) void touch(const void *address, size_t size,
                                            enum access_kind kind)
{
    access_memory(address, size, kind, __builtin_return_address(0));
}

/* ---- what a block is ------------------------------------------------------------- */

static void *first_address; /* of the first schedule; NULL: none yet */

static void fresh_blocks(void *arg)
{
    (void)arg;
    unsigned char *block = explore_malloc(100);
    if (first_address == NULL)
        first_address = block;
    if (block != first_address)
        explore_wrong("another address");
    for (int i = 0; i < 100; i++)
        if (block[i] != 0xa5)
            explore_wrong("not filled");
    memset(block, 0, 100);
    unsigned char *zeros = explore_calloc(7, 11);
    for (int i = 0; i < 77; i++)
        if (zeros[i] != 0)
            explore_wrong("not zero");
    memset(zeros, 1, 77);
    if (explore_malloc_usable_size(zeros) != 77)
        explore_wrong("another size");
    explore_free(NULL);
    if (explore_malloc(0) == NULL)
        explore_wrong("no empty block");
}

Test(explore_heap, fresh_memory_is_the_same_in_every_schedule)
{
    expect_clean(fresh_blocks);
}

static void aligned_blocks(void *arg)
{
    (void)arg;
    for (size_t alignment = 8; alignment <= 65536; alignment *= 2) {
        void *block;
        if (explore_posix_memalign(&block, alignment, 10) != 0 ||
            (uintptr_t)block % alignment != 0)
            explore_wrong("posix_memalign");
        block = explore_aligned_alloc(alignment, (size_t)2 << 20);
        if (block == NULL || (uintptr_t)block % alignment != 0)
            explore_wrong("aligned_alloc");
        explore_free(block);
    }
    void *unchanged = NULL;
    if (explore_posix_memalign(&unchanged, 3, 10) != EINVAL || unchanged != NULL)
        explore_wrong("an alignment of 3");
}

Test(explore_heap, alignment_is_kept)
{
    expect_clean(aligned_blocks);
}

static void too_much(void *arg)
{
    (void)arg;
    volatile size_t most = SIZE_MAX;
    errno = 0;
    if (explore_malloc(most) != NULL || errno != ENOMEM)
        explore_wrong("malloc of all memory");
    if (explore_calloc(most / 2, 3) != NULL)
        explore_wrong("calloc of more than that");
    char *block = explore_malloc(10);
    block[9] = 'x';
    if (explore_reallocarray(block, most, 2) != NULL)
        explore_wrong("reallocarray");
    touch(block, 10, ACCESS_READ);
    if (block[9] != 'x')
        explore_wrong("the old block is lost");
}

Test(explore_heap, impossible_sizes_fail)
{
    expect_clean(too_much);
}

static void move_blocks(void *arg)
{
    (void)arg;
    char *block = explore_realloc(NULL, 5);
    memcpy(block, "abcd", 5);
    char *moved = explore_realloc(block, 500000);
    if (moved == block || strcmp(moved, "abcd") != 0)
        explore_wrong("not moved");
    moved = explore_realloc(moved, (size_t)3 << 20);
    moved = explore_reallocarray(moved, 1, 3);
    if (memcmp(moved, "abc", 3) != 0)
        explore_wrong("contents lost");
    touch(moved, 3, ACCESS_READ);
    if (explore_realloc(moved, 0) != NULL)
        explore_wrong("not freed");
}

Test(explore_heap, realloc_moves_and_keeps)
{
    expect_clean(move_blocks);
}

/* ---- large blocks ---------------------------------------------------------------- */

static void one_gibibyte(void *arg)
{
    (void)arg;
    for (int i = 0; i < 5; i++) {
        char *block = explore_malloc(GIB);
        if (block == NULL)
            explore_wrong("no gibibyte");
        touch(block + GIB - 8, 8, ACCESS_WRITE);
        if (block[0] != 0 || block[GIB - 1] != 0)
            explore_wrong("not zero");
        block[0] = block[GIB - 1] = 1;
        explore_free(block);
    }
    char *left = explore_malloc(GIB);
    if (left != NULL)
        left[GIB / 2] = 1;
}

Test(explore_heap, a_gibibyte_is_cheap)
{
    expect_clean(one_gibibyte);
}

static void *block_left;

static void leave_block(void *arg)
{
    (void)arg;
    block_left = explore_malloc(10);
    memcpy(block_left, "kept", 5);
}

Test(explore_heap, what_is_left_can_be_looked_at_and_freed_outside)
{
    expect_clean(leave_block);
    cr_expect(heap_holds(block_left));
    cr_expect_str_eq(block_left, "kept");
    char *moved = explore_realloc(block_left, 20);
    cr_expect_not(heap_holds(moved));
    cr_expect_str_eq(moved, "kept");
    explore_free(block_left);
    explore_free(moved);
    void *real = explore_malloc(3);
    cr_expect_not(heap_holds(real));
    explore_free(real);
    heap_release();
}

static void free_what_was_there(void *arg)
{
    (void)arg;
    char *moved = explore_realloc(block_left, 50);
    if (strcmp(moved, "before") != 0 || !heap_holds(moved))
        explore_wrong("not moved into the schedule");
    block_left = NULL;
}

Test(explore_heap, blocks_from_before_are_the_real_ones)
{
    struct explore_options options = {.schedules = 1};
    struct explore_report report;
    block_left = strdup("before");
    cr_assert_eq(explore(free_what_was_there, NULL, NULL, &options, &report), 0);
    expect_verdict(&report, EXPLORE_CLEAN);
}

/* ---- mistakes -------------------------------------------------------------------- */

static void free_twice(void *arg)
{
    void *block = explore_malloc(48);
    (void)arg;
    explore_free(block);
    explore_free(block);
}

static void free_inside(void *arg)
{
    (void)arg;
    explore_free((char *)explore_malloc(48) + 8);
}

static void free_global(void *arg)
{
    (void)arg;
    explore_free(&block_left);
}

static void free_local(void *arg)
{
    int local;
    (void)arg;
    explore_free(&local);
}

Test(explore_heap, only_live_blocks_are_freed)
{
    expect(free_twice, EXPLORE_MEMORY, "T0 frees a block of 48 bytes that T0 had freed");
    expect(free_inside, EXPLORE_MEMORY, "it is inside a block of 48 bytes");
    expect(free_global, EXPLORE_MEMORY, "among the global variables");
    expect(free_local, EXPLORE_MEMORY, "on a stack");
}

static void read_freed(void *arg)
{
    char *block = explore_malloc(48);
    (void)arg;
    explore_free(block);
    touch(block + 40, 4, ACCESS_READ);
}

static void read_freed_large(void *arg)
{
    char *block = explore_malloc(GIB);
    (void)arg;
    explore_free(block);
    touch(block + 4096, 4, ACCESS_READ);
}

static void read_moved(void *arg)
{
    char *block = explore_malloc(48);
    (void)arg;
    explore_realloc(block, 49);
    touch(block, 1, ACCESS_WRITE);
}

Test(explore_heap, a_freed_block_is_gone)
{
    expect(read_freed, EXPLORE_MEMORY,
           "T0 reads 4 bytes of a block of 48 bytes, after T0 freed the block");
    expect(read_freed_large, EXPLORE_MEMORY, "after T0 freed the block");
    expect(read_moved, EXPLORE_MEMORY, "T0 writes 1 byte of a block of 48 bytes, after");
}

static void write_behind(void *arg)
{
    (void)arg;
    touch((char *)explore_malloc(41) + 41, 1, ACCESS_WRITE);
}

static void write_across(void *arg)
{
    (void)arg;
    touch((char *)explore_malloc(44) + 40, 8, ACCESS_WRITE);
}

static void write_far_across(void *arg)
{
    (void)arg;
    touch(explore_malloc(4000), 4001, ACCESS_WRITE);
}

static void read_before(void *arg)
{
    (void)arg;
    explore_malloc(40);
    touch((char *)explore_malloc(40) - 8, 4, ACCESS_READ);
}

static void write_behind_large(void *arg)
{
    (void)arg;
    touch((char *)explore_malloc(GIB) + GIB, 4, ACCESS_WRITE);
}

static void read_nowhere(void *arg)
{
    (void)arg;
    touch((char *)explore_malloc(10) + GIB, 4, ACCESS_READ);
}

Test(explore_heap, nobody_touches_what_lies_beside)
{
    expect(write_behind, EXPLORE_MEMORY, "0 behind the end of a block of 41 bytes");
    expect(write_across, EXPLORE_MEMORY, "4 of them behind the end of a block of 44");
    expect(write_far_across, EXPLORE_MEMORY, "1 of them behind the end");
    expect(read_before, EXPLORE_MEMORY, "8 before the begin of a block of 40 bytes");
    expect(write_behind_large, EXPLORE_MEMORY,
           "0 behind the end of a block of 1073741824");
    expect(read_nowhere, EXPLORE_MEMORY, "behind the end of a block of 10 bytes");
}

static void *free_arg(void *block)
{
    explore_free(block);
    return NULL;
}

static void free_in_another(void *arg)
{
    pthread_t thread;
    char *block = explore_malloc(48);
    (void)arg;
    pthread_create(&thread, NULL, free_arg, block);
    pthread_join(thread, NULL);
    touch(block, 8, ACCESS_WRITE);
}

Test(explore_heap, the_report_names_who_freed)
{
    struct explore_report report = search(free_in_another);
    expect_verdict(&report, EXPLORE_MEMORY);
    cr_expect_not_null(strstr(report.message, "after T1 freed"), "%s", report.message);
    cr_assert_eq(report.involved_count, 1);
    const struct explore_involved *who = &report.involved[0];
    cr_expect_eq(who->thread, 0);
    cr_expect_eq(who->op, EXPLORE_OP_WRITE);
    cr_expect_eq(who->holder, 1);
    cr_expect_eq(who->held_by, EXPLORE_OP_FREE);
    cr_expect_not_null(who->held_at);
    cr_expect_eq(who->location.place, EXPLORE_PLACE_HEAP);
    cr_expect_eq(who->location.block, 48);
    cr_expect_eq(who->location.offset, 0);
}

static void endless_small_blocks(void *arg)
{
    (void)arg;
    while (explore_malloc(1000000) != NULL)
        continue;
}

Test(explore_heap, too_many_small_blocks_are_told)
{
    struct explore_options options = {.schedules = 1, .narrowing_tries = 1};
    struct explore_report report;
    cr_assert_eq(explore(endless_small_blocks, NULL, NULL, &options, &report), 0);
    expect_verdict(&report, EXPLORE_UNSUPPORTED);
    cr_expect_not_null(strstr(report.message, "1 GiB"), "%s", report.message);
}
