/*
 * explore_primitives_test.c - each primitive in a program that is clean and in one that
 * is wrong: semaphores, read-write locks, barriers, once, keys.
 */
#include "explore_calls.h"

static pthread_mutex_t lock;
static int count;

static void *nothing(void *arg)
{
    return arg;
}

/* ---- semaphores ------------------------------------------------------------------ */

static sem_t permits, turn;

static void *with_permit(void *arg)
{
    sem_wait(&permits);
    count++;
    cr_expect_leq(count, 1);
    sched_yield();
    count--;
    sem_post(&permits);
    return arg;
}

static void one_permit(void *arg)
{
    (void)arg;
    count = 0;
    sem_init(&permits, 0, 1);
    run_two(with_permit, with_permit);
    int value = -1;
    sem_getvalue(&permits, &value);
    cr_expect_eq(value, 1);
    cr_expect_eq(sem_trywait(&permits), 0);
    cr_expect(sem_trywait(&permits) == -1 && errno == EAGAIN);
    sem_destroy(&permits);
}

static void *wait_for_turn(void *arg)
{
    sem_wait(&turn);
    sem_post(&permits);
    return arg;
}

static void *wait_for_permit(void *arg)
{
    sem_wait(&permits);
    sem_post(&turn);
    return arg;
}

static void semaphores_in_a_circle(void *arg)
{
    (void)arg;
    sem_init(&permits, 0, 0);
    sem_init(&turn, 0, 0);
    run_two(wait_for_turn, wait_for_permit);
}

static void destroys_a_semaphore_in_use(void *arg)
{
    pthread_t thread;
    sem_init(&permits, 0, 0);
    pthread_create(&thread, NULL, with_permit, arg);
    sched_yield();
    sem_destroy(&permits);
    pthread_join(thread, NULL);
}

Test(explore_primitives, semaphores)
{
    expect(one_permit, EXPLORE_CLEAN, "");
    expect(semaphores_in_a_circle, EXPLORE_DEADLOCK, "T1 waits for semaphore S2");
    expect(destroys_a_semaphore_in_use, EXPLORE_MISUSE, "T0 destroys semaphore S1");
}

/* ---- read-write locks ------------------------------------------------------------ */

static pthread_rwlock_t shared;
static int readers, most_readers;

static void *read_shared(void *arg)
{
    pthread_rwlock_rdlock(&shared);
    if (++readers > most_readers)
        most_readers = readers;
    sched_yield();
    readers--;
    pthread_rwlock_unlock(&shared);
    return arg;
}

static void *write_shared(void *arg)
{
    pthread_rwlock_wrlock(&shared);
    cr_expect_eq(readers, 0);
    cr_expect_eq(pthread_rwlock_rdlock(&shared), EDEADLK);
    cr_expect_eq(pthread_rwlock_trywrlock(&shared), EBUSY);
    pthread_rwlock_unlock(&shared);
    return arg;
}

static void readers_and_writer(void *arg)
{
    pthread_t threads[3];
    pthread_rwlock_init(&shared, NULL);
    readers = 0;
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, i == 0 ? write_shared : read_shared, arg);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    pthread_rwlock_destroy(&shared);
}

static void *upgrade(void *arg)
{
    pthread_rwlock_rdlock(&shared);
    pthread_rwlock_wrlock(&shared);
    pthread_rwlock_unlock(&shared);
    pthread_rwlock_unlock(&shared);
    return arg;
}

static void reader_wants_to_write(void *arg)
{
    (void)arg;
    pthread_rwlock_init(&shared, NULL);
    run_two(upgrade, nothing);
}

static void unlocks_twice(void *arg)
{
    (void)arg;
    pthread_rwlock_init(&shared, NULL);
    pthread_rwlock_rdlock(&shared);
    pthread_rwlock_unlock(&shared);
    pthread_rwlock_unlock(&shared);
}

static void returns_reading(void *arg)
{
    (void)arg;
    pthread_rwlock_init(&shared, NULL);
    pthread_rwlock_rdlock(&shared);
}

Test(explore_primitives, rwlocks)
{
    expect(readers_and_writer, EXPLORE_CLEAN, "");
    cr_expect_eq(most_readers, 2, "readers never met");
    expect(reader_wants_to_write, EXPLORE_DEADLOCK, "T1 waits for rwlock R1, which T1");
    expect(unlocks_twice, EXPLORE_MISUSE, "which it doesn't hold");
    expect(returns_reading, EXPLORE_MISUSE, "still holds rwlock R1");
}

/* ---- barriers -------------------------------------------------------------------- */

static pthread_barrier_t barrier;
static int serial;

static void *two_phases(void *arg)
{
    for (int phase = 1; phase <= 2; phase++) {
        count++;
        if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
            serial++;
        cr_expect_geq(count, 2 * phase);
        pthread_barrier_wait(&barrier);
    }
    return arg;
}

static void meet_for(unsigned needed)
{
    count = serial = 0;
    pthread_barrier_init(&barrier, NULL, needed);
    run_two(two_phases, two_phases);
    cr_expect_eq(serial, 2);
    pthread_barrier_destroy(&barrier);
}

static void two_meet(void *arg)
{
    (void)arg;
    meet_for(2);
}

static void third_never_comes(void *arg)
{
    (void)arg;
    meet_for(3);
}

Test(explore_primitives, barriers)
{
    expect(two_meet, EXPLORE_CLEAN, "");
    expect(third_never_comes, EXPLORE_DEADLOCK, "barrier B1");
}

/* ---- once and keys --------------------------------------------------------------- */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int destroyed;

static void count_destroyed(void *value)
{
    cr_expect_not_null(value);
    destroyed++;
}

static void make_key(void)
{
    sched_yield();
    pthread_key_create(&key, count_destroyed);
    count++;
}

static void *use_key(void *arg)
{
    int mine;
    pthread_once(&once, make_key);
    cr_expect_null(pthread_getspecific(key));
    cr_expect_eq(pthread_setspecific(key, &mine), 0);
    sched_yield();
    cr_expect_eq(pthread_getspecific(key), &mine);
    return arg;
}

static void once_and_key(void *arg)
{
    (void)arg;
    count = destroyed = 0;
    run_two(use_key, use_key);
    cr_expect_eq(count, 1);
    cr_expect_eq(destroyed, 2);
    cr_expect_eq(pthread_key_delete(key), 0);
    cr_expect_eq(pthread_key_delete(key), EINVAL);
}

static void leaves_a_key(void *arg)
{
    (void)arg;
    cr_expect_eq(pthread_key_create(&key, NULL), 0);
}

static void call_itself(void)
{
    pthread_once(&once, call_itself);
}

static void once_in_once(void *arg)
{
    (void)arg;
    pthread_once(&once, call_itself);
}

static void lock_in_destructor(void *value)
{
    (void)value;
    pthread_mutex_lock(&lock);
}

static void *leave_value(void *arg)
{
    pthread_key_create(&key, lock_in_destructor);
    pthread_setspecific(key, &lock);
    return arg;
}

static void destructor_keeps_a_lock(void *arg)
{
    (void)arg;
    pthread_mutex_init(&lock, NULL);
    run_two(leave_value, nothing);
}

Test(explore_primitives, once_and_keys)
{
    expect(once_and_key, EXPLORE_CLEAN, "");
    expect(leaves_a_key, EXPLORE_CLEAN, "");
    expect(once_in_once, EXPLORE_DEADLOCK, "T0 waits for once O1, which T0");
    expect(destructor_keeps_a_lock, EXPLORE_MISUSE, "T1 ends while it still holds");
}
