/*
 * explore_known_counts_test.c - programs of the literature on partial order reduction, for which the
 * number of interleavings is known.
 *
 * The programs are those of Flanagan and Godefroid (POPL 2005) and of Abdulla, Aronis, Jonsson and
 * Sagonas (POPL 2014). That there are 2^n interleavings of readers(n), (n + 3) * 2^(n - 2) of
 * last_zero(n) and 8 of indexer(12) stands with the examples of the model checker interweave 0.1,
 * an optimal DPOR, which reproduces the counts of the second paper. The other figures are this
 * explorer's own, kept so that a change shows. A search with source sets may begin more schedules
 * than there are interleavings, which it abandons; the completed ones are the interleavings.
 */
#include "explore_search.h"

#define MOST 100000

static unsigned size; /* of the program */

/* Threads with numbers from 0 to count - 1. */
static void run_threads(unsigned count, void *(*body)(void *))
{
    pthread_t threads[EXPLORE_MAX_THREADS];
    for (unsigned i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, body, (void *)(uintptr_t)i);
    for (unsigned i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

static void expect_interleavings(void (*scenario)(void *), unsigned of_size,
                                 unsigned count, unsigned most_schedules)
{
    size = of_size;
    const struct seen *seen = search_with(&dpor, NO_BOUND, false, scenario, NULL, MOST);
    cr_expect(seen->complete);
    cr_expect_eq(seen->completed, count, "size %u: %d interleavings, not %u", of_size,
                 (int)seen->completed, count);
    cr_expect_leq(seen->schedules, most_schedules, "size %u: %d schedules", of_size,
                  (int)seen->schedules);
}

/* ---- one writer, many readers ---------------------------------------------------------
 * */

static void *write_or_read(void *arg)
{
    if (arg == NULL)
        set(&shared[0], 1);
    else
        get(&shared[0]);
    return NULL;
}

static void readers(void *arg)
{
    (void)arg;
    run_threads(size + 1, write_or_read);
}

Test(explore_known_counts, readers)
{
    expect_interleavings(readers, 2, 4, 4);
    expect_interleavings(readers, 8, 256, 256);
    expect_interleavings(readers, 13, 8192, 8192);
}

/* ---- the last zero of an array, while it is changed
 * ------------------------------------ */

static void *search_or_change(void *arg)
{
    unsigned i = (unsigned)(uintptr_t)arg;
    if (i > 0)
        set(&shared[i], get(&shared[i - 1]) + 1);
    for (unsigned j = size; i == 0 && get(&shared[j]) != 0; j--)
        continue;
    return NULL;
}

static void last_zero(void *arg)
{
    (void)arg;
    run_threads(size + 1, search_or_change);
}

Test(explore_known_counts, last_zero)
{
    expect_interleavings(last_zero, 5, 64, 79);
    expect_interleavings(last_zero, 10, 3328, 7204);
}

/* ---- a file system's tables
 * ------------------------------------------------------------ */

#define INODES 32
#define BLOCKS 26

static pthread_mutex_t inode_locks[INODES], block_locks[BLOCKS];
static int inodes[INODES];
static bool busy[BLOCKS];

static int take_block(int i)
{
    for (int b = i * 2 % BLOCKS;; b = (b + 1) % BLOCKS) {
        pthread_mutex_lock(&block_locks[b]);
        bool free_block = !busy[b];
        busy[b] = true;
        pthread_mutex_unlock(&block_locks[b]);
        if (free_block)
            return b + 1;
    }
}

static void *use_inode(void *arg)
{
    int i = (int)(uintptr_t)arg % INODES;
    pthread_mutex_lock(&inode_locks[i]);
    if (inodes[i] == 0)
        inodes[i] = take_block(i);
    pthread_mutex_unlock(&inode_locks[i]);
    return NULL;
}

static void file_system(void *arg)
{
    (void)arg;
    memset(inodes, 0, sizeof inodes);
    memset(busy, 0, sizeof busy);
    for (int i = 0; i < INODES; i++)
        pthread_mutex_init(&inode_locks[i], NULL);
    for (int i = 0; i < BLOCKS; i++)
        pthread_mutex_init(&block_locks[i], NULL);
    run_threads(size, use_inode);
}

Test(explore_known_counts, file_system)
{
    expect_interleavings(file_system, 14, 2, 2);
    expect_interleavings(file_system, 16, 8, 8);
    expect_interleavings(file_system, 18, 32, 32);
    expect_interleavings(file_system, 19, 64, 64);
}

/* ---- a hash table that many fill
 * ------------------------------------------------------- */

#define PLACES   128
#define MESSAGES 4

static int table[PLACES];

static bool put_if_empty(int *place, int value)
{
    step_at(EXPLORE_OP_ATOMIC_UPDATE, place);
    last_step()->failed = *place != 0;
    if (*place == 0)
        *place = value;
    return *place == value;
}

static void *fill(void *arg)
{
    for (int i = 1; i <= MESSAGES; i++) {
        int message = i * 11 + (int)(uintptr_t)arg;
        int place = message * 7 % PLACES;
        while (!put_if_empty(&table[place], message))
            place = (place + 1) % PLACES;
    }
    return NULL;
}

static void indexer(void *arg)
{
    (void)arg;
    memset(table, 0, sizeof table);
    run_threads(size, fill);
}

Test(explore_known_counts, indexer)
{
    expect_interleavings(indexer, 12, 8, 8);
    expect_interleavings(indexer, 15, 4096, 4096);
}

/* ---- beside a search without reduction -------------------------------------------
 * */

#define RATIO 100

/* A search of all orders isn't over after so many times the schedules that the reduced one needs. */
static void expect_reduction(void (*scenario)(void *), unsigned of_size)
{
    size = of_size;
    const struct seen *seen = search_with(&dpor, NO_BOUND, false, scenario, NULL, MOST);
    unsigned reduced = (unsigned)seen->schedules;
    cr_expect(seen->complete);
    seen = search_with(&dfs, NO_BOUND, false, scenario, NULL, RATIO * reduced);
    cr_expect(!seen->complete, "size %u: %u schedules with reduction, %d without",
              of_size, reduced, (int)seen->schedules);
}

Test(explore_known_counts, at_most_a_hundredth_of_all_orders)
{
    expect_reduction(readers, 4);
    expect_reduction(readers, 8);
    expect_reduction(last_zero, 5);
    expect_reduction(file_system, 16);
    expect_reduction(indexer, 12);
}
