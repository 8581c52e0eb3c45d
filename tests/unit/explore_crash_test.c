/*
 * explore_crash_test.c - signals that end a process end only a schedule.
 */
#include "explore_calls.h"

#include <signal.h>
#include <sys/mman.h>

/* ---- memory ---------------------------------------------------------------------- */

static int *volatile nowhere;

static void *write_to_null(void *arg)
{
    (void)arg;
    *nowhere = 1;
    return NULL;
}

static void null_in_a_thread(void *arg)
{
    (void)arg;
    run_two(write_to_null, write_to_null);
}

Test(explore_crash, null_pointer)
{
    expect(null_in_a_thread, EXPLORE_CRASH, "dereferences a null pointer");
}

static void wild_pointer(void *arg)
{
    (void)arg;
    *(volatile int *)0x123456789000 = 1;
}

static void wilder_pointer(void *arg)
{
    (void)arg;
    *(volatile int *)0xdead123456789000 = 1;
}

static void write_to_literal(void *arg)
{
    (void)arg;
    *(volatile char *)"text" = 'T';
}

static void behind_the_end_of_a_file(void *arg)
{
    FILE *file = tmpfile();
    (void)arg;
    volatile char *bytes = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fileno(file), 0);
    fclose(file);
    (void)*bytes;
}

Test(explore_crash, memory_that_is_not_there)
{
    expect(wild_pointer, EXPLORE_CRASH, "uses an address where no memory is");
    expect(wilder_pointer, EXPLORE_CRASH, "uses an address where no memory is");
    expect(write_to_literal, EXPLORE_CRASH, "writes to memory that is read-only");
    expect(behind_the_end_of_a_file, EXPLORE_CRASH, "the system can't provide");
}

static volatile int sink;

static __attribute__((noinline)) int recurse(int depth)
{
    volatile char room[1000];
    room[0] = (char)depth;
    if (depth >= 0)
        sink = recurse(depth + 1) + room[0];
    return sink;
}

static void *recurse_for_ever(void *arg)
{
    recurse(0);
    return arg;
}

static void overflow(void *arg)
{
    (void)arg;
    run_two(recurse_for_ever, recurse_for_ever);
}

static void large_local(void *arg)
{
    volatile char room[12 << 20];
    (void)arg;
    room[0] = 1;
    sink = room[0];
}

Test(explore_crash, stack_overflow)
{
    expect(overflow, EXPLORE_CRASH, "Stack overflow: the recursion of T");
    expect(large_local, EXPLORE_CRASH, "Stack overflow");
}

static int depth_of(int depth)
{
    volatile char room[1000];
    room[0] = 1;
    return depth == 0 ? 0 : depth_of(depth - 1) + room[0];
}

static void deep(void *arg)
{
    (void)arg;
    if (depth_of(6000) != 6000)
        explore_wrong("lost count");
}

Test(explore_crash, deep_recursion_is_fine)
{
    expect(deep, EXPLORE_CLEAN, "");
}

/* ---- other signals --------------------------------------------------------------- */

static volatile int zero;

static void divide(void *arg)
{
    (void)arg;
    sink = sink / zero;
}

static void trap(void *arg)
{
    (void)arg;
    __builtin_trap();
}

static void abort_in_a_library(void *arg)
{
    (void)arg;
    abort();
}

static void abort_modelled(void *arg)
{
    (void)arg;
    explore_abort();
}

static void fail_assertion(void *arg)
{
    (void)arg;
    explore___assert_fail("counter == \x01 2", "file.c", 7, "main");
}

Test(explore_crash, other_ends)
{
    expect(divide, EXPLORE_CRASH, "T0 divides by zero");
    expect(trap, EXPLORE_CRASH, "T0 comes to an illegal instruction");
    expect(abort_in_a_library, EXPLORE_ASSERTION, "T0 aborts");
    expect(abort_modelled, EXPLORE_ASSERTION, "T0 calls abort");
    expect(fail_assertion, EXPLORE_ASSERTION, "assert(counter ==  2) failed in T0");
}

/* ---- afterwards ------------------------------------------------------------------ */

static int turn;

static void *take_turn(void *arg)
{
    turn = turn * 2 + (arg != NULL);
    sched_yield();
    return NULL;
}

/* Crashes in the schedules in which T2 runs first. */
static void crash_in_some(void *arg)
{
    pthread_t threads[2];
    (void)arg;
    turn = 0;
    pthread_create(&threads[0], NULL, take_turn, NULL);
    pthread_create(&threads[1], NULL, take_turn, &turn);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    if (turn == 2)
        *nowhere = 1;
}

Test(explore_crash, the_search_goes_on_after_a_crash)
{
    struct explore_report report = explored(crash_in_some);
    expect_verdict(&report, EXPLORE_CRASH);
    cr_expect_gt(report.schedules_run, 1);
    cr_assert_geq(report.involved_count, 1);
    cr_expect_eq(report.involved[0].thread, 0);
    cr_expect_not_null(report.involved[0].site);
}

static volatile sig_atomic_t handled;

static void note_signal(int signal)
{
    (void)signal;
    handled++;
}

Test(explore_crash, handlers_are_given_back)
{
    struct sigaction mine = {.sa_handler = note_signal}, now;
    stack_t stack;
    sigaction(SIGABRT, &mine, NULL);
    expect(trap, EXPLORE_CRASH, "illegal");
    sigaction(SIGABRT, NULL, &now);
    cr_expect_eq(now.sa_handler, note_signal);
    sigaltstack(NULL, &stack);
    cr_expect(stack.ss_flags & SS_DISABLE);
    raise(SIGABRT);
    cr_expect_eq(handled, 1);
}
