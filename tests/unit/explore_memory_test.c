/*
 * explore_memory_test.c - stacks, static and thread-local variables under the explorer,
 * and how a message names them.
 */
#include "explore_calls.h"

#include "access.h"
#include "globals.h"
#include "locals.h"
#include "marks.h"
#include "schedule.h"
#include "stacks.h"

/* What a hook does. */
static __attribute__((noinline)) void touch(const void *address, size_t size,
                                            enum access_kind kind)
{
    access_memory(address, size, kind, __builtin_return_address(0));
}

/* ---- pointers to nowhere --------------------------------------------------------- */

static void touch_null(void *arg)
{
    touch((char *)arg + 16, 4, ACCESS_READ);
}

static void touch_far_too_much(void *arg)
{
    static char bytes[4];
    (void)arg;
    touch(bytes, (size_t)-1, ACCESS_WRITE);
}

Test(explore_memory, impossible_accesses)
{
    expect(touch_null, EXPLORE_CRASH, "T0 dereferences a null pointer");
    expect(touch_far_too_much, EXPLORE_MEMORY, "is the size a negative number?");
}

/* ---- stacks ---------------------------------------------------------------------- */

static volatile uintptr_t shown; /* address of a local variable */

static void *show_local(void *arg)
{
    int local = 1;
    shown = (uintptr_t)&local;
    return arg;
}

static void use_stack_of_ended(void *arg)
{
    pthread_t thread;
    (void)arg;
    pthread_create(&thread, NULL, show_local, NULL);
    pthread_join(thread, NULL);
    touch((void *)shown, sizeof(int), ACCESS_READ);
}

static __attribute__((noinline)) void return_local(void)
{
    int local[4] = {1};
    shown = (uintptr_t)&local[1];
}

static void use_own_dead_frame(void *arg)
{
    (void)arg;
    return_local();
    touch((void *)shown, sizeof(int), ACCESS_WRITE);
}

static sem_t looked;

static void *show_dead_frame(void *arg)
{
    return_local();
    sem_wait(&looked);
    return arg;
}

static void use_dead_frame(void *arg)
{
    pthread_t thread;
    (void)arg;
    shown = 0;
    sem_init(&looked, 0, 0);
    pthread_create(&thread, NULL, show_dead_frame, NULL);
    sched_yield();
    if (shown != 0)
        touch((void *)shown, sizeof(int), ACCESS_WRITE);
    sem_post(&looked);
    pthread_join(thread, NULL);
}

Test(explore_memory, dead_stacks)
{
    expect(use_stack_of_ended, EXPLORE_MEMORY,
           "T0 reads 4 bytes of a local variable of T1: it lay on the stack of T1, which "
           "has ended.");
    expect(use_own_dead_frame, EXPLORE_MEMORY, "in a function that has returned.");
    expect(use_dead_frame, EXPLORE_MEMORY, "the stack of T1, in a function that has");
}

static void *use_local_of_creator(void *arg)
{
    touch(arg, 4, ACCESS_WRITE);
    ++*(int *)arg;
    sched_yield();
    touch(arg, 4, ACCESS_READ);
    return NULL;
}

static void lend_local(void *arg)
{
    int local[100] = {0};
    pthread_t threads[2];
    (void)arg;
    touch(local, sizeof local, ACCESS_WRITE);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, use_local_of_creator, &local[99 * i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    touch(threads, sizeof threads, ACCESS_READ);
    touch(local, sizeof local, ACCESS_READ);
}

Test(explore_memory, locals_of_functions_that_wait_are_there)
{
    expect(lend_local, EXPLORE_CLEAN, "");
}

/* What a function finds in a local variable that it didn't initialise. */
static __attribute__((noinline)) unsigned long leftovers(unsigned long next)
{
    volatile unsigned long local[1000];
    unsigned long sum = 0;
    for (int i = 0; i < 1000; i++) {
        __asm__ volatile("" : : "r"(local) : "memory");
        sum = sum * 31 + local[i];
        local[i] = next;
    }
    return sum;
}

static unsigned schedules_begun;
static unsigned long first_sum;

static void look_at_leftovers(void *arg)
{
    (void)arg;
    unsigned long sum = leftovers(++schedules_begun);
    if (schedules_begun == 1)
        first_sum = sum;
    if (sum != first_sum)
        explore_wrong("the stack has other contents");
}

Test(explore_memory, fresh_stacks_are_alike)
{
    expect(look_at_leftovers, EXPLORE_CLEAN, "");
}

/* ---- variables ------------------------------------------------------------------- */

static int counters[3] = {1, 2, 3};
static char large[32 << 20];
static _Thread_local int own = 5;

static void change_variables(void *arg)
{
    (void)arg;
    if (counters[0] != 1 || counters[2] != 3)
        explore_wrong("a counter isn't what it was");
    if (large[0] != 'a' || large[sizeof large / 2] != 0 || large[sizeof large - 1] != 'z')
        explore_wrong("the large one isn't what it was");
    counters[0] = counters[2] = 7;
    large[0] = large[sizeof large / 2] = large[sizeof large - 1] = 'x';
}

Test(explore_memory, variables_are_put_back)
{
    struct explore_options options = {.schedules = 2000};
    struct explore_report report;
    large[0] = 'a';
    large[sizeof large - 1] = 'z';
    cr_assert_eq(globals_add(counters, counters + 3), 0);
    cr_assert_eq(globals_add(large, large + sizeof large), 0);
    cr_assert_eq(explore(change_variables, NULL, NULL, &options, &report), 0);
    expect_verdict(&report, EXPLORE_CLEAN);
    cr_expect_eq(counters[0], 7, "of the last schedule");
    cr_expect(globals_hold(&counters[1]));
    cr_expect_not(globals_hold(counters + 3));
    cr_expect_eq(globals_reset(), 0);
    cr_expect_eq(counters[0], 1);
    cr_expect_eq(large[sizeof large / 2], 0);
    globals_forget();
}

static void *count_own(void *arg)
{
    for (int i = 0; i < 3; i++) {
        own++;
        sched_yield();
    }
    if (own != 8)
        explore_wrong("another thread's variable");
    return arg;
}

static void count_in_all(void *arg)
{
    (void)arg;
    if (own != 5)
        explore_wrong("left from another schedule");
    own = 100;
    run_two(count_own, count_own);
    if (own != 100)
        explore_wrong("T0's variable was changed");
}

Test(explore_memory, threads_have_variables_of_their_own)
{
    cr_assert_eq(locals_add(&own, &own + 1), 0);
    expect(count_in_all, EXPLORE_CLEAN, "");
    cr_expect_eq(own, 5);
    cr_expect(locals_hold(&own));
    cr_expect_not(locals_hold(counters));
    locals_forget();
}

static void *write_at(void *address)
{
    access_memory(address, sizeof own, ACCESS_WRITE, NULL);
    *(int *)address = 43;
    if (own != 5)
        explore_wrong("its own variable has changed");
    return &own;
}

static void passes_its_own(void *arg)
{
    pthread_t thread;
    pthread_create(&thread, NULL, write_at, &own);
    if (arg != NULL)
        access_memory(&own, sizeof own, ACCESS_READ, NULL);
    pthread_join(thread, NULL);
    if (own != 43)
        explore_wrong("the other thread has written elsewhere");
}

static void uses_it_too_late(void *arg)
{
    pthread_t thread;
    void *theirs;
    (void)arg;
    pthread_create(&thread, NULL, write_at, &own);
    pthread_join(thread, &theirs);
    access_memory(theirs, sizeof own, ACCESS_READ, NULL);
}

Test(explore_memory, another_threads_variable_is_another_threads)
{
    cr_assert_eq(locals_add(&own, &own + 1), 0);
    expect(passes_its_own, EXPLORE_CLEAN, "");
    struct explore_report report;
    cr_assert_eq(explore(passes_its_own, &own, NULL, NULL, &report), 0);
    expect_verdict(&report, EXPLORE_RACE);
    expect(uses_it_too_late, EXPLORE_MEMORY,
           "a thread-local variable of T1, which has ended");
    locals_forget();
}

/* ---- where an address lies ------------------------------------------------------- */

static struct explore_location in_global, in_local, in_nothing;
static char frame_site; /* stands for an address in a function */

static void locate_all(void *arg)
{
    int local[2];
    (void)arg;
    uintptr_t cfa = (uintptr_t)__builtin_frame_address(0) + 16;
    stacks_enter(&frame_site, cfa);
    stacks_enter(NULL, (uintptr_t)local);
    in_global = locate(&counters[1], 4);
    in_local = locate(&local[1], 4);
    stacks_leave();
    stacks_leave();
    in_nothing = locate((void *)0x500000000000, 8);
    in_local.offset -= (int64_t)((uintptr_t)&local[1] - cfa);
}

Test(explore_memory, places)
{
    expect(locate_all, EXPLORE_CLEAN, "");
    cr_expect_eq(in_global.place, EXPLORE_PLACE_GLOBAL);
    cr_expect_eq(in_global.address, (uintptr_t)&counters[1]);
    cr_expect_eq(in_global.size, 4);
    cr_expect_eq(in_local.place, EXPLORE_PLACE_STACK);
    cr_expect_eq(in_local.site, &frame_site);
    cr_expect_eq(in_local.offset, 0);
    cr_expect_eq(in_nothing.place, EXPLORE_PLACE_NONE);
}

Test(explore_memory, messages_carry_marks)
{
    struct explore_options options = {.schedules = 1, .marks = true};
    struct explore_report report;
    char place[64], site[32];
    cr_assert_eq(explore(use_stack_of_ended, NULL, NULL, &options, &report), 0);
    expect_verdict(&report, EXPLORE_MEMORY);
    snprintf(place, sizeof place, "T0 reads %cv%lx,4,3,1,", MARK_BEGIN,
             (unsigned long)report.involved[0].location.address);
    snprintf(site, sizeof site, " at %cs%lx%c:", MARK_BEGIN,
             (unsigned long)report.involved[0].site, MARK_END);
    cr_expect_not_null(strstr(report.message, place), "%s", report.message);
    cr_expect_not_null(strstr(report.message, site), "%s", report.message);
}
