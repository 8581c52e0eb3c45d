/*
 * explore_dpor_test.c - partial order reduction against the search that reduces nothing:
 * both end in the same states, on programs with every kind of primitive.
 *
 * The full search stops after SOME_SCHEDULES here; with EXPLORE_FULL in the environment
 * it goes to the end, which takes a minute. SHOW prints a table.
 */
#include "explore_search.h"

#define SOME_SCHEDULES 60000
#define ALL_SCHEDULES  5000000

static pthread_mutex_t lock, other;
static pthread_cond_t changed;
static sem_t permits, items;
static pthread_rwlock_t rwlock;
static pthread_barrier_t barrier;
static pthread_once_t once;

static void set_up(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_mutex_init(&other, NULL);
    pthread_cond_init(&changed, NULL);
    pthread_rwlock_init(&rwlock, NULL);
    pthread_barrier_init(&barrier, NULL, 2);
    sem_init(&permits, 0, 1);
    sem_init(&items, 0, 0);
    memset(&once, 0, sizeof once);
}

typedef void *(*body)(void *);

static const body *bodies; /* of the threads of the program, NULL at the end */

/* Runs each body as a thread; its argument is its number, from 1. */
static void run_bodies(void *arg)
{
    pthread_t threads[8];
    unsigned count = 0;
    (void)arg;
    set_up();
    for (; bodies[count] != NULL; count++)
        pthread_create(&threads[count], NULL, bodies[count],
                       (void *)(uintptr_t)(count + 1));
    for (unsigned i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

/* ---- memory
 * ---------------------------------------------------------------------------- */

static void *add_one(void *arg)
{
    set(&shared[0], get(&shared[0]) + 1);
    return arg;
}

static void *add_two(void *arg)
{
    add_one(arg);
    return add_one(arg);
}

static void *write_then_read_a(void *arg)
{
    set(&shared[0], 1);
    set(&shared[2], get(&shared[1]) + 1);
    return arg;
}

static void *write_then_read_b(void *arg)
{
    set(&shared[1], 1);
    set(&shared[3], get(&shared[0]) + 1);
    return arg;
}

static void *dekker_a(void *arg)
{
    set(&shared[0], 1);
    if (get(&shared[1]) == 0)
        set(&shared[2], get(&shared[2]) * 2 + 1);
    return arg;
}

static void *dekker_b(void *arg)
{
    set(&shared[1], 1);
    if (get(&shared[0]) == 0)
        set(&shared[2], get(&shared[2]) * 2 + 2);
    return arg;
}

/* ---- locks
 * ----------------------------------------------------------------------------- */

static void *note_order(void *arg)
{
    pthread_mutex_lock(&lock);
    shared[0] = shared[0] * 4 + (int)(uintptr_t)arg;
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *note_order_twice(void *arg)
{
    note_order(arg);
    return note_order(arg);
}

static void *note_in_both(void *arg)
{
    pthread_mutex_lock(&other);
    shared[1] = shared[1] * 4 + (int)(uintptr_t)arg;
    pthread_mutex_unlock(&other);
    return note_order(arg);
}

static void *lock_other_first(void *arg)
{
    pthread_mutex_lock(&other);
    pthread_mutex_lock(&lock);
    shared[0] = shared[0] * 4 + (int)(uintptr_t)arg;
    pthread_mutex_unlock(&lock);
    pthread_mutex_unlock(&other);
    return arg;
}

static void *lock_other_last(void *arg)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&other);
    shared[0] = shared[0] * 4 + (int)(uintptr_t)arg;
    pthread_mutex_unlock(&other);
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *try_to_lock(void *arg)
{
    if (pthread_mutex_trylock(&lock) == 0) {
        shared[0] = shared[0] * 4 + (int)(uintptr_t)arg;
        pthread_mutex_unlock(&lock);
    } else {
        set(&shared[1], get(&shared[1]) + 1);
    }
    return arg;
}

static void *lock_for_a_while(void *arg)
{
    struct timespec end = {.tv_sec = 1700000000 + 1};
    if (pthread_mutex_timedlock(&lock, &end) == 0) {
        shared[0] = shared[0] * 4 + (int)(uintptr_t)arg;
        pthread_mutex_unlock(&lock);
    } else {
        shared[(uintptr_t)arg] = 9;
    }
    return arg;
}

static void *read_shared(void *arg)
{
    pthread_rwlock_rdlock(&rwlock);
    shared[(uintptr_t)arg] = shared[0] + 1;
    pthread_rwlock_unlock(&rwlock);
    return arg;
}

static void *write_shared(void *arg)
{
    pthread_rwlock_wrlock(&rwlock);
    shared[0] = shared[0] * 4 + (int)(uintptr_t)arg;
    pthread_rwlock_unlock(&rwlock);
    return arg;
}

static void *try_shared(void *arg)
{
    int *mine = &shared[(uintptr_t)arg];
    if (pthread_rwlock_trywrlock(&rwlock) == 0) {
        shared[0] = shared[0] * 4 + (int)(uintptr_t)arg;
        pthread_rwlock_unlock(&rwlock);
    }
    *mine = pthread_rwlock_tryrdlock(&rwlock) == 0 ? 1 : 2;
    if (*mine == 1)
        pthread_rwlock_unlock(&rwlock);
    return arg;
}

/* ---- semaphores, barriers, once
 * -------------------------------------------------------- */

static void *take_permit(void *arg)
{
    sem_wait(&permits);
    shared[0] = shared[0] * 4 + (int)(uintptr_t)arg;
    sem_post(&permits);
    return arg;
}

static void *give_item(void *arg)
{
    set(&shared[0], get(&shared[0]) + 1);
    sem_post(&items);
    return arg;
}

static void *take_item(void *arg)
{
    sem_wait(&items);
    shared[(uintptr_t)arg] = get(&shared[0]) + 1;
    return arg;
}

static void *try_item(void *arg)
{
    int value;
    shared[(uintptr_t)arg] = sem_trywait(&items) == 0 ? 1 : 2;
    sem_getvalue(&items, &value);
    shared[(uintptr_t)arg + 8] = value;
    return arg;
}

static void *meet(void *arg)
{
    int *mine = &shared[(uintptr_t)arg];
    set(&shared[0], get(&shared[0]) * 2 + 1);
    *mine = pthread_barrier_wait(&barrier) == 0 ? 1 : 2;
    set(&shared[0], get(&shared[0]) * 4 + (int)(uintptr_t)arg);
    return arg;
}

static void *meet_twice(void *arg)
{
    shared[(uintptr_t)arg] = pthread_barrier_wait(&barrier) == 0 ? 1 : 2;
    shared[(uintptr_t)arg + 4] = pthread_barrier_wait(&barrier) == 0 ? 1 : 2;
    return arg;
}

static void init_once(void)
{
    set(&shared[0], get(&shared[0]) + 1);
}

static void *use_once(void *arg)
{
    shared[(uintptr_t)arg] = get(&shared[0]) + 1;
    pthread_once(&once, init_once);
    shared[(uintptr_t)arg + 4] = get(&shared[0]) + 1;
    return arg;
}

/* ---- conditions
 * ------------------------------------------------------------------------ */

static void *wait_for_change(void *arg)
{
    pthread_mutex_lock(&lock);
    while (shared[0] == 0)
        pthread_cond_wait(&changed, &lock);
    shared[1] = shared[1] * 4 + (int)(uintptr_t)arg;
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *wait_with_if(void *arg)
{
    pthread_mutex_lock(&lock);
    if (shared[0] == 0)
        pthread_cond_wait(&changed, &lock);
    shared[0]--;
    shared[1] = shared[1] * 4 + (int)(uintptr_t)arg;
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *signal_change(void *arg)
{
    pthread_mutex_lock(&lock);
    shared[0]++;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *wait_bare(void *arg)
{
    pthread_mutex_lock(&lock);
    while (get(&shared[0]) == 0)
        pthread_cond_wait(&changed, &lock);
    shared[1] = shared[1] * 4 + (int)(uintptr_t)arg;
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *signal_bare(void *arg)
{
    set(&shared[0], 1);
    pthread_cond_signal(&changed);
    return arg;
}

static void *broadcast_change(void *arg)
{
    pthread_mutex_lock(&lock);
    shared[0]++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *wait_with_limit(void *arg)
{
    struct timespec end = {.tv_sec = 1700000000 + 1};
    pthread_mutex_lock(&lock);
    if (shared[0] == 0)
        shared[(uintptr_t)arg + 2] = pthread_cond_timedwait(&changed, &lock, &end);
    shared[1] = shared[1] * 4 + (int)(uintptr_t)arg;
    pthread_mutex_unlock(&lock);
    return arg;
}

/* ---- time
 * ------------------------------------------------------------------------------ */

static void *sleep_then_write(void *arg)
{
    usleep(100);
    set(&shared[0], get(&shared[0]) * 4 + (int)(uintptr_t)arg);
    return arg;
}

static void *look_at_clock(void *arg)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    shared[(uintptr_t)arg] = (int)(now.tv_nsec / 1000);
    return arg;
}

static void *sleep_until(void *arg)
{
    struct timespec end = {.tv_sec = 1000, .tv_nsec = 1000 * (long)(uintptr_t)arg};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL);
    return arg;
}

/* ---- threads
 * --------------------------------------------------------------------------- */

static void *create_and_join(void *arg)
{
    pthread_t thread;
    pthread_create(&thread, NULL, add_one, arg);
    add_one(arg);
    pthread_join(thread, NULL);
    set(&shared[1], get(&shared[0]));
    return arg;
}

static void *detached_at_work(void *arg)
{
    pthread_t thread;
    pthread_create(&thread, NULL, add_one, arg);
    pthread_detach(thread);
    return arg;
}

static void *fail_if_second(void *arg)
{
    set(&shared[1], get(&shared[0]));
    if (shared[1] == 1)
        explore_wrong("it came second");
    return arg;
}

/* ---- the comparison
 * -------------------------------------------------------------------- */

struct program {
    const char *name;
    body bodies[7];
    bool spurious;
    unsigned less; /* DPOR needs at most one in so many of the schedules */
};

static const struct program programs[] = {
    {"counter", {add_one, add_one, add_one}, false, 2},
    {"counter, two each", {add_two, add_two}, false, 1},
    {"store buffer", {write_then_read_a, write_then_read_b}, false, 1},
    {"dekker", {dekker_a, dekker_b}, false, 1},
    {"mutex", {note_order, note_order, note_order}, false, 100},
    {"mutex, twice each", {note_order_twice, note_order_twice}, false, 10},
    {"two mutexes", {note_in_both, note_in_both, note_order}, false, 100},
    {"opposite order", {lock_other_first, lock_other_last}, false, 10},
    {"opposite order, three",
     {lock_other_first, lock_other_last, note_order},
     false,
     100},
    {"trylock", {try_to_lock, try_to_lock}, false, 10},
    {"trylock and lock", {try_to_lock, note_order, lock_for_a_while}, false, 10},
    {"timedlock", {lock_for_a_while, note_order}, false, 10},
    {"two timedlocks", {lock_for_a_while, lock_for_a_while}, false, 10},
    {"readers, writer", {read_shared, read_shared, write_shared}, false, 100},
    {"reader, writers", {read_shared, write_shared, write_shared}, false, 100},
    {"try for reading", {try_shared, read_shared}, false, 2},
    {"try for writing", {try_shared, write_shared}, false, 2},
    {"semaphore as lock", {take_permit, take_permit, take_permit}, false, 100},
    {"items", {give_item, give_item, take_item}, false, 10},
    {"item for two", {give_item, take_item, take_item}, false, 2},
    {"tried items", {give_item, try_item}, false, 2},
    {"barrier", {meet, meet}, false, 2},
    {"barrier, two rounds", {meet_twice, meet_twice}, false, 10},
    {"once", {use_once, use_once}, false, 2},
    {"condition", {wait_for_change, signal_change}, false, 2},
    {"condition, two waiters",
     {wait_for_change, wait_for_change, signal_change},
     false,
     10},
    {"broadcast", {wait_for_change, wait_for_change, broadcast_change}, false, 10},
    {"if for while", {wait_with_if, wait_with_if, signal_change}, false, 10},
    {"if for while, spurious", {wait_with_if, signal_change}, true, 2},
    {"two that wait, spurious", {wait_with_if, wait_with_if, signal_change}, true, 10},
    {"nobody signals, spurious", {wait_with_if, note_order}, true, 2},
    {"bare signal", {wait_bare, signal_bare}, false, 2},
    {"bare signal, two wait", {wait_bare, wait_bare, signal_bare}, true, 2},
    {"timed wait", {wait_with_limit, signal_change}, false, 2},
    {"timed waits", {wait_with_limit, wait_with_limit, signal_change}, false, 10},
    {"timed wait, lock", {wait_with_limit, note_order, signal_change}, false, 10},
    {"sleep", {sleep_then_write, add_one}, false, 2},
    {"sleeps", {sleep_then_write, sleep_then_write}, false, 2},
    {"clock", {look_at_clock, sleep_until, sleep_until}, false, 2},
    {"thread of a thread", {create_and_join, add_one}, false, 2},
    {"detached at work", {detached_at_work, add_one}, false, 2},
    {"failure", {add_one, fail_if_second, add_one}, false, 2},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Is every state that the first one has seen known to the second? */
static bool is_part(const struct seen *first, const struct seen *second)
{
    unsigned j = 0;
    for (unsigned i = 0; i < first->count; i++) {
        while (j < second->count && second->states[j] < first->states[i])
            j++;
        if (j == second->count || second->states[j] != first->states[i])
            return false;
    }
    return true;
}

static void show(const struct program *program, const struct seen *all,
                 const struct seen *few)
{
    if (getenv("SHOW") != NULL)
        printf("%-26s all %8d%s reduced %5d (%d completed) states %u of %u\n",
               program->name, (int)all->schedules, all->finished ? " " : "+",
               (int)few->schedules, (int)few->completed, few->count, all->count);
}

static void compare(const struct program *program)
{
    uint64_t most = getenv("EXPLORE_FULL") != NULL ? ALL_SCHEDULES : SOME_SCHEDULES;
    bodies = program->bodies;
    const struct seen *all =
        search_with(&dfs, NO_BOUND, program->spurious, run_bodies, NULL, most);
    const struct seen *few =
        search_with(&dpor, NO_BOUND, program->spurious, run_bodies, NULL, most);
    show(program, all, few);
    cr_expect(few->complete, "%s", program->name);
    cr_expect(is_part(all, few), "%s: %u states of %u in %d schedules of %d",
              program->name, few->count, all->count, (int)few->schedules,
              (int)all->schedules);
    if (all->finished)
        cr_expect(is_part(few, all), "%s: %u states instead of %u", program->name,
                  few->count, all->count);
    cr_expect_leq(few->schedules * program->less, all->schedules, "%s: %d of %d",
                  program->name, (int)few->schedules, (int)all->schedules);
}

Test(explore_dpor, ends_in_the_states_of_the_full_search)
{
    for (unsigned i = 0; i < COUNT(programs); i++)
        compare(&programs[i]);
}
