/*
 * explore_traced_race_test.c - which accesses race: two threads, the same bytes, one of
 * them writes, and nothing orders the two.
 *
 * This file is compiled as learner code is, so the explorer sees its accesses.
 */
#include "explore_calls.h"

#include <stdatomic.h>

#include "races.h"

static pthread_mutex_t lock;
static pthread_rwlock_t rwlock;
static pthread_barrier_t barrier;
static sem_t semaphore;
static pthread_once_t once;
static int x, y;
static struct {
    char letters[8];
    int left, right;
    unsigned low : 4;
    unsigned high : 4;
} parts;
static char bytes[64];
static atomic_int flag;
static atomic_int other;

static void set_up(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_rwlock_init(&rwlock, NULL);
    pthread_barrier_init(&barrier, NULL, 2);
    sem_init(&semaphore, 0, 0);
    once = PTHREAD_ONCE_INIT;
    x = y = 0;
    memset(&parts, 0, sizeof parts);
    memset(bytes, 0, sizeof bytes);
    atomic_init(&flag, 0);
    atomic_init(&other, 0);
}

/* Runs both as threads in 200 schedules; returns how many pairs of sites raced. */
static unsigned races_of(void *(*first)(void *), void *(*second)(void *));

static void *(*bodies[2])(void *);

static void two_threads(void *arg)
{
    (void)arg;
    set_up();
    run_two(bodies[0], bodies[1]);
}

static unsigned races_of(void *(*first)(void *), void *(*second)(void *))
{
    struct explore_options options = {.schedules = 200, .ignore_races = true};
    static struct explore_report report;
    bodies[0] = first;
    bodies[1] = second;
    races_reset();
    cr_assert_eq(explore(two_threads, NULL, NULL, &options, &report), 0);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
    return race_count();
}

#define BODY(name, ...)                                                                  \
    static void *name(void *arg)                                                         \
    {                                                                                    \
        __VA_ARGS__                                                                      \
        return arg;                                                                      \
    }

/* ---- plain accesses -------------------------------------------------------------- */

BODY(write_x, x = 1;)
BODY(read_x, y = x;)
BODY(only_read_x, (void)*(volatile int *)&x;)
BODY(increment, x++;)

Test(explore_race, two_threads_and_a_write)
{
    cr_expect_eq(races_of(write_x, write_x), 1);
    cr_expect_eq(races_of(write_x, read_x), 1);
    cr_expect_eq(races_of(only_read_x, only_read_x), 0);
    cr_expect_geq(races_of(increment, increment), 2);
}

/* What another module writes, which isn't compiled so and says that it is about to. */
BODY(told_to_write_x, explore_writing(&x, sizeof x);)

Test(explore_race, a_write_that_is_told_counts_as_one)
{
    cr_expect_eq(races_of(told_to_write_x, told_to_write_x), 1);
    cr_expect_eq(races_of(told_to_write_x, read_x), 1);
    explore_writing(&x, sizeof x); /* outside of a schedule nothing happens */
}

Test(explore_race, is_described)
{
    cr_assert_eq(races_of(write_x, only_read_x), 1);
    const struct race *race = race_at(0);
    bool write_first = race->first.op == EXPLORE_OP_WRITE;
    const struct race_access *write = write_first ? &race->first : &race->second;
    const struct race_access *read = write_first ? &race->second : &race->first;
    cr_expect_eq(write->op, EXPLORE_OP_WRITE);
    cr_expect_eq(read->op, EXPLORE_OP_READ);
    cr_expect_eq(write->thread, 1);
    cr_expect_eq(read->thread, 2);
    cr_expect((const char *)write->site > (const char *)write_x);
    cr_expect((const char *)write->site < (const char *)read_x);
    cr_expect_eq(race->location.address, (uintptr_t)&x);
    cr_expect_eq(race->location.size, sizeof x);
}

BODY(write_left, parts.left = 1;)
BODY(write_right, parts.right = 1;)
BODY(write_low, parts.low = 1;)
BODY(write_high, parts.high = 1;)
BODY(write_letter_2, parts.letters[2] = 'a';)
BODY(write_letter_3, parts.letters[3] = 'b';)
BODY(write_all_letters, memset(parts.letters, 0, 8);)
BODY(write_word, *(long *)parts.letters = 1;)
BODY(write_half, *(int *)&parts.letters[4] = 1;)
BODY(write_letters_singly, for (int i = 0; i < 8; i++) parts.letters[i] = 1;)
BODY(write_first_half, for (int i = 0; i < 32; i++) bytes[i] = 1;)
BODY(write_second_half, for (int i = 32; i < 64; i++) bytes[i] = 1;)
BODY(write_across, *(int *)&bytes[30] = 1;)

Test(explore_race, byte_by_byte)
{
    cr_expect_eq(races_of(write_left, write_right), 0);
    cr_expect_eq(races_of(write_letter_2, write_letter_3), 0);
    cr_expect_geq(races_of(write_low, write_high), 1, "bit-fields share their bytes");
    cr_expect_eq(races_of(write_letter_2, write_half), 0);
    cr_expect_eq(races_of(write_letter_2, write_word), 1);
    cr_expect_eq(races_of(write_half, write_word), 1);
    cr_expect_eq(races_of(write_letters_singly, write_word), 1);
    cr_expect_eq(races_of(write_first_half, write_second_half), 0);
    cr_expect_eq(races_of(write_second_half, write_across), 1);
    (void)write_all_letters;
}

/* The last write was ordered, the one before to half of the bytes wasn't. */
BODY(halves, parts.letters[6] = 1; pthread_mutex_lock(&lock); parts.letters[1] = 1;
     pthread_mutex_unlock(&lock);)
BODY(whole, pthread_mutex_lock(&lock); *(long *)parts.letters = 2;
     pthread_mutex_unlock(&lock);)

Test(explore_race, pieces_have_histories_of_their_own)
{
    cr_expect_eq(races_of(halves, whole), 1);
}

/* ---- what orders ----------------------------------------------------------------- */

BODY(locked, pthread_mutex_lock(&lock); x++; pthread_mutex_unlock(&lock);)
BODY(reads_shared, pthread_rwlock_rdlock(&rwlock); y = y; pthread_rwlock_unlock(&rwlock);)
BODY(only_reads_shared, pthread_rwlock_rdlock(&rwlock); (void)*(volatile int *)&x;
     pthread_rwlock_unlock(&rwlock);)
BODY(writes_alone, pthread_rwlock_wrlock(&rwlock); x++; pthread_rwlock_unlock(&rwlock);)
BODY(writes_as_reader, pthread_rwlock_rdlock(&rwlock); x++;
     pthread_rwlock_unlock(&rwlock);)
BODY(before_barrier, x = 1; pthread_barrier_wait(&barrier);)
BODY(after_barrier, pthread_barrier_wait(&barrier); x = 2;)
BODY(posts, x = 1; sem_post(&semaphore);)
BODY(takes, sem_wait(&semaphore); x = 2;)
BODY(posts_first, sem_post(&semaphore); x = 1;)
static void initialise(void)
{
    x = 1;
}
BODY(uses_once, pthread_once(&once, initialise); (void)*(volatile int *)&x;)
BODY(sleeps, usleep(1000); x = 1;)

Test(explore_race, primitives_order)
{
    cr_expect_eq(races_of(locked, locked), 0);
    cr_expect_geq(races_of(locked, increment), 2);
    cr_expect_eq(races_of(writes_alone, only_reads_shared), 0);
    cr_expect_eq(races_of(writes_alone, writes_alone), 0);
    cr_expect_geq(races_of(writes_as_reader, writes_as_reader), 2, "readers don't order");
    cr_expect_geq(races_of(reads_shared, reads_shared), 1);
    cr_expect_eq(races_of(before_barrier, after_barrier), 0);
    cr_expect_eq(races_of(before_barrier, before_barrier), 1);
    cr_expect_eq(races_of(posts, takes), 0);
    cr_expect_eq(races_of(posts_first, takes), 1);
    cr_expect_eq(races_of(uses_once, uses_once), 0);
    cr_expect_eq(races_of(write_x, sleeps), 1, "sleeping orders nothing");
}

/* ---- atomics --------------------------------------------------------------------- */

#define PUBLISH(name, order) BODY(name, x = 1; atomic_store_explicit(&flag, 1, order);)
#define CONSUME(name, order)                                                             \
    BODY(name, if (atomic_load_explicit(&flag, order) == 1)(void) * (volatile int *)&x;)
PUBLISH(publish_release, memory_order_release)
PUBLISH(publish_relaxed, memory_order_relaxed)
PUBLISH(publish_strong, memory_order_seq_cst)
CONSUME(consume_acquire, memory_order_acquire)
CONSUME(consume_relaxed, memory_order_relaxed)
CONSUME(consume_strong, memory_order_seq_cst)
BODY(add_atomically, atomic_fetch_add_explicit(&flag, 1, memory_order_relaxed);)
BODY(write_plainly, *(int *)&flag = 3;)
BODY(read_plainly, (void)*(volatile int *)&flag;)
BODY(load_atomically, (void)atomic_load(&flag);)

Test(explore_race, memory_orders)
{
    cr_expect_eq(races_of(publish_release, consume_acquire), 0);
    cr_expect_eq(races_of(publish_strong, consume_strong), 0);
    cr_expect_eq(races_of(publish_relaxed, consume_acquire), 1);
    cr_expect_eq(races_of(publish_release, consume_relaxed), 1);
    cr_expect_eq(races_of(add_atomically, add_atomically), 0);
    cr_expect_eq(races_of(add_atomically, write_plainly), 1);
    cr_expect_eq(races_of(add_atomically, read_plainly), 1);
    cr_expect_eq(races_of(load_atomically, read_plainly), 0);
    cr_expect_eq(races_of(load_atomically, write_plainly), 1);
}

BODY(fenced_publish, x = 1; atomic_thread_fence(memory_order_release);
     atomic_store_explicit(&flag, 1, memory_order_relaxed);)
BODY(late_fence, atomic_thread_fence(memory_order_release); x = 1;
     atomic_store_explicit(&flag, 1, memory_order_relaxed);)
BODY(
    fenced_consume, if (atomic_load_explicit(&flag, memory_order_relaxed) == 1) {
        atomic_thread_fence(memory_order_acquire);
        (void)*(volatile int *)&x;
    })

Test(explore_race, fences)
{
    cr_expect_eq(races_of(fenced_publish, fenced_consume), 0);
    cr_expect_eq(races_of(fenced_publish, consume_acquire), 0);
    cr_expect_eq(races_of(publish_release, fenced_consume), 0);
    cr_expect_eq(races_of(late_fence, fenced_consume), 1);
    cr_expect_eq(races_of(fenced_publish, consume_relaxed), 1);
}

/* flag 1: published; an update by a third party keeps the release sequence, a store by
 * another thread breaks it. */
BODY(publish_and_go_on, x = 1; atomic_store_explicit(&flag, 1, memory_order_release);
     atomic_store_explicit(&flag, 2, memory_order_relaxed);)
BODY(consume_two, if (atomic_load_explicit(&flag, memory_order_acquire) == 2)(void) *
                      (volatile int *)&x;)
BODY(update_then_consume,
     if (atomic_fetch_add_explicit(&flag, 1, memory_order_relaxed) == 1 &&
         atomic_load_explicit(&flag, memory_order_acquire) == 2)(void) *
         (volatile int *)&x;)
BODY(
    store_then_consume, if (atomic_load_explicit(&flag, memory_order_relaxed) == 1) {
        atomic_store_explicit(&flag, 3, memory_order_relaxed);
        if (atomic_load_explicit(&flag, memory_order_acquire) == 3)
            (void)*(volatile int *)&x;
    })

Test(explore_race, release_sequences)
{
    cr_expect_eq(races_of(publish_and_go_on, consume_two), 0);
    cr_expect_eq(races_of(publish_release, update_then_consume), 0);
    cr_expect_eq(races_of(publish_release, store_then_consume), 1);
}

BODY(spin_locked, int expected = 0;
     while (!atomic_compare_exchange_weak_explicit(&flag, &expected, 1,
                                                   memory_order_acquire,
                                                   memory_order_relaxed)) expected = 0;
     x++; atomic_store_explicit(&flag, 0, memory_order_release);)

Test(explore_race, a_lock_of_ones_own)
{
    cr_expect_eq(races_of(spin_locked, spin_locked), 0);
}

/* ---- points ---------------------------------------------------------------------- */

static const char *is_two(void *arg)
{
    (void)arg;
    return x == 2 ? NULL : "an increment is lost";
}

Test(explore_race, promoted_addresses_show_what_races_lead_to)
{
    static struct explore_report report;
    struct explore_options options = {.schedules = 200, .ignore_races = true};
    points_clear();
    cr_expect_geq(races_of(increment, increment), 2);
    points_add_races();
    cr_expect_eq(point_count(), 1);
    cr_expect_eq((uintptr_t)point_at(0), (uintptr_t)&x & ~(uintptr_t)7);
    cr_assert_eq(explore(two_threads, NULL, is_two, &options, &report), 0);
    cr_expect_eq(report.verdict, EXPLORE_WRONG, "%s", report.message);
    points_clear();
    cr_expect_eq(point_count(), 0);
}

/* ---- much memory ----------------------------------------------------------------- */

static char large[32 << 20];

BODY(fill, for (size_t i = 0; i < sizeof large; i += 4096) large[i] = 1;)
BODY(touch_the_end, large[sizeof large - 4096] = 2;)

Test(explore_race, large_variables)
{
    struct explore_options options = {.schedules = 4, .ignore_races = true};
    static struct explore_report report;
    bodies[0] = fill;
    bodies[1] = touch_the_end;
    races_reset();
    cr_assert_eq(explore(two_threads, NULL, NULL, &options, &report), 0);
    cr_expect_eq(race_count(), 1);
}

/* ---- what follows ---------------------------------------------------------------- */

static int steps_after; /* pairs of them */
static long word;       /* what is accessed as a whole takes more effort to record */

static void race_and_go_on(void *arg)
{
    two_threads(arg);
    for (int i = 0; i < steps_after; i++) {
        pthread_mutex_lock(&lock);
        word++;
        pthread_mutex_unlock(&lock);
    }
}

/* Where a race is shown, what follows is left out from some length on: around it too, the schedule
 * that is shown is the one that was found. */
Test(explore_race, is_shown_whatever_the_length_of_the_rest)
{
    struct explore_options options = {.schedules = 4};
    static struct explore_report report;
    bodies[0] = bodies[1] = increment;
    for (steps_after = 100; steps_after < 250; steps_after++) {
        races_reset();
        points_clear();
        cr_assert_eq(explore(race_and_go_on, NULL, NULL, &options, &report), 0);
        cr_expect_eq(report.verdict, EXPLORE_RACE, "%d pairs of steps: %s", steps_after,
                     report.message);
    }
}
