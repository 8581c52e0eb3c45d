/*
 * counterexample_debug_test.c - unit tests of debug information: this very executable is
 * looked up, its own lines, variables and blocks. Link with
 * validate/counterexample/debug_*.c, marks.c, validate/report/utf8.c,
 * validate/common/files.c and -ldw.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counterexample.h"
#include "debug_info.h"
#include "marks.h"

#define EXECUTABLE "/proc/self/exe"
#define THIS_FILE  "tests/unit/counterexample_debug_test.c"

enum phase { IDLE, DONE = 3 };

struct account {
    int number;
    long balance;
    struct {
        pthread_mutex_t lock;
    };
    enum phase phase;
    unsigned ready : 1, busy : 1;
};

struct list {
    struct list *next;
    short values[2][3];
};

int counter = 7;
static struct account accounts[3];
static struct {
    int number;
    struct account inside;
} market;
static volatile double ratio;
static bool finished;
static char letter;
static struct list *head;

/* Without optimisation: each variable has its place on the stack. */
#define PLAIN __attribute__((noinline, optimize("O0")))

static struct debug_info *info;

static void open_it(void)
{
    info = debug_open(EXECUTABLE, NULL);
    cr_assert(info);
}

static void close_it(void)
{
    debug_close(info);
}

TestSuite(counterexample_debug, .init = open_it, .fini = close_it);

static PLAIN const void *return_site(void)
{
    return __builtin_return_address(0);
}

/* ---- static storage -------------------------------------------------------------- */

static struct explore_location global(const volatile void *address, uint32_t size)
{
    return (struct explore_location){
        .address = (uintptr_t)address, .size = size, .place = EXPLORE_PLACE_GLOBAL};
}

static void assert_named(struct explore_location location, const char *expected)
{
    char name[DEBUG_NAME];
    cr_assert_eq(debug_name(info, &location, NULL, name), expected[0] != '\0');
    cr_assert_str_eq(name, expected);
}

static void assert_value(struct explore_location location, uint64_t value,
                         const char *expected)
{
    char text[DEBUG_VALUE];
    debug_value(info, &location, value, text);
    cr_assert_str_eq(text, expected);
}

Test(counterexample_debug, variables_fields_and_elements)
{
    static long inner;
    inner = 1;
    assert_named(global(&counter, 4), "counter");
    assert_named(global(&inner, 8), "inner");
    assert_named(global(&accounts[1].balance, 8), "accounts[1].balance");
    assert_named(global(&accounts[2], 4), "accounts[2].number");
    assert_named(global(&accounts[2], sizeof accounts[2]), "accounts[2]");
    assert_named(global(accounts, sizeof accounts), "accounts");
    assert_named(global(&accounts[1], 2 * sizeof *accounts), "accounts[1..2]");
    assert_named(global(&head, 8), "head");
}

Test(counterexample_debug, a_lock_is_not_taken_apart)
{
    assert_named(global(&accounts[0].lock, 0), "accounts[0].lock");
    assert_named(global(&accounts[0].lock, 4), "accounts[0].lock");
}

Test(counterexample_debug, bit_fields_share_their_byte)
{
    const char *byte = (const char *)&accounts[0].phase + sizeof(enum phase);
    assert_named(global(byte, 1), "accounts[0].ready/busy");
}

Test(counterexample_debug, unknown_addresses_have_no_name)
{
    assert_named(global((const void *)8, 4), "");
    assert_named((struct explore_location){0}, "");
}

Test(counterexample_debug, values_look_as_their_type_wants)
{
    assert_value(global(&counter, 4), 0xffffffff, "-1");
    assert_value(global(&counter, 2), 0xffff, "65535"); /* half of an int */
    assert_value(global(&accounts[1].balance, 8), (uint64_t)-5, "-5");
    struct explore_location unknown = {.place = EXPLORE_PLACE_STACK, .size = 8};
    assert_value(unknown, (uint64_t)-777777, "-777777");
    assert_value(unknown, UINT64_MAX / 3 * 2, "12297829382473034410"); /* a hash, say */
    assert_value(global(&accounts[0].phase, 4), 3, "DONE");
    assert_value(global(&accounts[0].phase, 4), 8, "8");
    assert_value(global(&finished, 1), 1, "true");
    assert_value(global(&finished, 1), 7, "7");
    assert_value(global(&letter, 1), 'x', "'x'");
    assert_value(global(&letter, 1), 0, "0");
    assert_value(global(&head, 8), 0, "NULL");
    assert_value(global(&head, 8), 0x1234, "0x1234");
    assert_value(global(&ratio, 8), 0x3fe0000000000000, "0.5");
    assert_value((struct explore_location){0}, 12, "12");
}

/* ---- lines ----------------------------------------------------------------------- */

Test(counterexample_debug, lines_with_their_text_and_function)
{
    struct debug_line line;
    char place[64], expected[64];
    const void *site = return_site(); /* this line */
    snprintf(expected, sizeof expected, THIS_FILE ":%d", __LINE__ - 1);
    cr_assert(debug_find_line(info, site, &line));
    cr_assert_str_eq(line.file, THIS_FILE);
    cr_assert_eq(line.line, __LINE__ - 4);
    cr_assert_str_eq(line.text, "const void *site = return_site(); /* this line */");
    cr_assert(strstr(line.function, "lines_with_their_text"));
    cr_assert_str_eq(debug_place(info, site, place, sizeof place), expected);
}

Test(counterexample_debug, sites_without_a_line)
{
    struct debug_line line;
    char place[8];
    cr_assert_not(debug_find_line(info, NULL, &line));
    cr_assert_not(debug_find_line(info, (const void *)1, &line));
    cr_assert_eq(line.line, 0);
    cr_assert_str_eq(line.text, "");
    cr_assert_not(debug_find_line(NULL, return_site(), &line));
    cr_assert_str_eq(debug_place(info, NULL, place, sizeof place), "");
}

Test(counterexample_debug, only_files_with_the_prefix)
{
    struct debug_line line;
    struct debug_sources sources = {.prefix = "unit/counterexample_",
                                    .folder = "tests/unit"};
    struct debug_info *some = debug_open(EXECUTABLE, &sources);
    cr_assert(debug_find_line(some, return_site(), &line));
    cr_assert_str_eq(line.file, "debug_test.c");
    cr_assert_str_eq(line.text, ""); /* there is no tests/unit/debug_test.c */
    debug_close(some);
    sources.prefix = "learner:";
    some = debug_open(EXECUTABLE, &sources);
    cr_assert_not(debug_find_line(some, return_site(), &line));
    debug_close(some);
}

/* What the learner's data is wrapped in, outside of the files that are shown, isn't named. */
Test(counterexample_debug, names_without_their_wrapping)
{
    char name[DEBUG_NAME];
    struct debug_sources sources = {.prefix = "learner:"};
    struct debug_info *some = debug_open(EXECUTABLE, &sources);
    struct explore_location deep = global(&market.inside.balance, 8);
    struct explore_location flat = global(&accounts[1].balance, 8);
    cr_assert(debug_name(some, &deep, NULL, name));
    cr_assert_str_eq(name, "inside.balance");
    cr_assert(debug_name(some, &flat, NULL, name));
    cr_assert_str_eq(name, "accounts[1].balance");
    debug_close(some);
    assert_named(deep, "market.inside.balance");
}

Test(counterexample_debug, what_is_no_executable)
{
    cr_assert_null(debug_open("tests/unit/no such file", NULL));
    cr_assert_null(debug_open("Makefile", NULL));
}

/* ---- the stack ------------------------------------------------------------------- */

static PLAIN void name_locals(int parameter)
{
    const char *frame = __builtin_dwarf_cfa();
    const void *site = return_site();
    struct account local = {.number = parameter};
    struct explore_location location = {.place = EXPLORE_PLACE_STACK, .site = site};
    for (int inside = 0; inside < 1; inside++) {
        location.address = (uintptr_t)&inside;
        location.offset = (const char *)&inside - frame;
        location.size = sizeof inside;
        assert_named(location, "inside");
        assert_value(location, 0xfffffffe, "-2");
    }
    location.address = (uintptr_t)&local.balance;
    location.offset = (const char *)&local.balance - frame;
    location.size = sizeof local.balance;
    assert_named(location, "local.balance");
    location.address = (uintptr_t)&parameter;
    location.offset = (const char *)&parameter - frame;
    location.size = sizeof parameter;
    assert_named(location, "parameter");
    location.offset = 4096;
    assert_named(location, "");
}

Test(counterexample_debug, variables_of_a_frame)
{
    name_locals(1);
}

/* ---- the heap -------------------------------------------------------------------- */

static const void *allocated_at;

static PLAIN void *allocate(size_t size)
{
    allocated_at = __builtin_return_address(0);
    return malloc(size);
}

static struct explore_location in_block(size_t block, int64_t offset, uint32_t size)
{
    return (struct explore_location){.address = 0x10000 + (uintptr_t)offset,
                                     .size = size,
                                     .place = EXPLORE_PLACE_HEAP,
                                     .thread = 2,
                                     .site = allocated_at,
                                     .offset = offset,
                                     .block = block};
}

static PLAIN void name_blocks(void)
{
    struct account *account = allocate(sizeof *account);
    size_t size = sizeof *account;
    assert_named(in_block(size, offsetof(struct account, balance), 8),
                 "account->balance");
    assert_named(in_block(size, offsetof(struct account, lock), 0), "account->lock");
    assert_named(in_block(size, 0, (uint32_t)size), "*account");
    assert_value(in_block(size, 0, 4), 0xffffffff, "-1");
    free(account);

    struct account *several = allocate(3 * sizeof *several);
    assert_named(in_block(3 * size, (int64_t)size, 4), "several[1].number");
    assert_named(in_block(3 * size, 0, 3 * (uint32_t)size), "several");
    free(several);

    int *number = allocate(sizeof *number);
    assert_named(in_block(4, 0, 4), "*number");
    free(number);

    char *bytes = NULL;
    if ((bytes = allocate(6)) != NULL)
        assert_named(in_block(6, 5, 1), "bytes[5]");
    free(bytes);

    struct list list;
    list.next = allocate(sizeof *list.next);
    assert_named(in_block(16, 8 + 5 * sizeof(short), 2), "list.next->values[1][2]");
    free(list.next);
}

Test(counterexample_debug, blocks_are_called_after_the_line_of_their_malloc)
{
    name_blocks();
}

static PLAIN void *wrapped(size_t size)
{
    return allocate(size);
}

// clang-format off
static PLAIN void name_block_by_access(struct list *found, struct account *other)
{
    char name[DEBUG_NAME];
    void *block = wrapped(sizeof *found);
    struct explore_location location = in_block(24, 0, 8);
    const void *site = return_site(); found = found->next;
    cr_assert(debug_name(info, &location, site, name));
    cr_assert_str_eq(name, "found->next");
    site = return_site(); (void)(found ? found->next : 0); (void)(other ? other->balance : 0);
    cr_assert(debug_name(info, &location, site, name)); /* it may be either */
    cr_assert(strstr(name, "the 24 bytes that T2 allocated at tests/unit/"));
    free(block);
}
// clang-format on

Test(counterexample_debug, other_blocks_by_the_line_of_the_access)
{
    struct list last = {0};
    char expected[DEBUG_NAME + 16], name[DEBUG_NAME];
    name_block_by_access(&last, NULL);
    struct explore_location location = in_block(24, 8, 2);
    cr_assert(debug_name(info, &location, NULL, name));
    debug_place(info, allocated_at, expected, DEBUG_FILE);
    cr_assert(strstr(name, "byte 8 of the 24 bytes that T2 allocated at "));
    cr_assert(strstr(name, expected), "%s", name);
}

/* ---- a whole report -------------------------------------------------------------- */

Test(counterexample_debug, a_report_in_the_names_of_the_learner)
{
    static struct explore_report report;
    struct explore_location lock = global(&accounts[1].lock, 0);
    report = (struct explore_report){.verdict = EXPLORE_MISUSE,
                                     .message = "T1 unlocks mutex M1, not M12; M1!",
                                     .step_count = 2,
                                     .total_steps = 2};
    report.steps[0] = (struct explore_step){.number = 1,
                                            .thread = 1,
                                            .op = EXPLORE_OP_LOCK,
                                            .object = (const void *)lock.address,
                                            .name = "M1",
                                            .location = lock};
    report.steps[1] = (struct explore_step){.number = 2,
                                            .thread = 1,
                                            .op = EXPLORE_OP_WRITE,
                                            .site = return_site(),
                                            .location = global(&counter, 4),
                                            .has_value = true,
                                            .value = UINT32_MAX,
                                            .before = 7};
    struct counterexample *cx = cx_make(&report, info);
    cr_assert_str_eq(cx->message, "T1 unlocks mutex accounts[1].lock, not M12; "
                                  "accounts[1].lock!");
    cr_assert_str_eq(cx->steps[0].text, "locks accounts[1].lock");
    cr_assert_str_eq(cx->steps[1].text, "writes counter = -1 (was 7)");
    cr_assert_str_eq(cx->steps[1].place.file, THIS_FILE);
    cr_assert_str_eq(cx->steps[1].place.source, ".site = return_site(),");
    cx_free(cx);
}

/* ---- marks ----------------------------------------------------------------------- */

Test(counterexample_debug, marks_become_words)
{
    char message[256], text[256], expected[256], place[64];
    const void *site = return_site();
    snprintf(message, sizeof message,
             "T1 writes %cv%lx,4,%x,0,0,0,0%c at %cs%lx%c and is lost at %cs8%c.",
             MARK_BEGIN, (unsigned long)&counter, EXPLORE_PLACE_GLOBAL, MARK_END,
             MARK_BEGIN, (unsigned long)site, MARK_END, MARK_BEGIN, MARK_END);
    snprintf(expected, sizeof expected, "T1 writes counter at %s and is lost.",
             debug_place(info, site, place, sizeof place));
    cr_assert_str_eq(expand_marks(info, message, text, sizeof text), expected);
    cr_assert_str_eq(expand_marks(NULL, message, text, sizeof text),
                     "T1 writes a variable and is lost.");
}

Test(counterexample_debug, damaged_marks_do_no_harm)
{
    char text[32];
    cr_assert_str_eq(expand_marks(info,
                                  "a \x01"
                                  "s",
                                  text, sizeof text),
                     "a \x01"
                     "s");
    cr_assert_str_eq(expand_marks(info,
                                  "a\x01\x02"
                                  "b",
                                  text, sizeof text),
                     "ab");
    cr_assert_str_eq(expand_marks(info,
                                  "a\x01"
                                  "v1,2\x02"
                                  "b",
                                  text, sizeof text),
                     "ab");
    cr_assert_str_eq(expand_marks(info,
                                  "a\x01"
                                  "q1\x02"
                                  "b",
                                  text, sizeof text),
                     "ab");
    cr_assert_str_eq(expand_marks(info,
                                  "a\x01"
                                  "szz\x02"
                                  "b",
                                  text, sizeof text),
                     "ab");
}

Test(counterexample_debug, messages_are_cut_between_characters)
{
    char text[6];
    cr_assert_str_eq(expand_marks(NULL, "abcd\xC3\xA9", text, sizeof text), "abcd");
    cr_assert_str_eq(expand_marks(NULL,
                                  "abc\xC3\xA9"
                                  "f",
                                  text, sizeof text),
                     "abc\xC3\xA9");
}
