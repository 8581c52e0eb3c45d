/*
 * baton.c - runs a program's main over and over with real threads and a baton, and prints
 * how many schedules a second that makes.
 *
 *     baton SCHEDULES
 *
 * Each thread of the program is a kernel thread, made and ended in each schedule, as in tools that
 * control real threads. Only the holder of the baton touches anything in here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define THREADS 8
#define LOCKS   16

int program_main(void);

static struct worker {
    pthread_t kernel_thread;
    _Atomic uint32_t baton; /* 1: it is this one's turn */
    void *(*start)(void *); /* NULL: not in use in this schedule */
    void *arg;
    bool ended;
    const void *wants;          /* mutex that it is about to take; NULL: none */
    const void *sleeps_on;      /* condition that hasn't been signalled; NULL: none */
    const struct worker *joins; /* thread whose end it waits for; NULL: none */
} workers[THREADS];

static struct {
    const void *mutex;
    bool held;
} locks[LOCKS];

static _Thread_local struct worker *self;
static unsigned worker_count; /* in use in this schedule, T0 included */
static uint64_t random_state = 1;

static unsigned draw(unsigned bound)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)((random_state >> 32) * bound >> 32);
}

static bool *held(const void *mutex)
{
    unsigned i = 0;
    while (locks[i].mutex && locks[i].mutex != mutex)
        i++;
    locks[i].mutex = mutex;
    return &locks[i].held;
}

static bool can_run(const struct worker *worker)
{
    return !worker->ended && !worker->sleeps_on &&
           !(worker->wants && *held(worker->wants)) &&
           !(worker->joins && !worker->joins->ended);
}

static void await_baton(void)
{
    while (!atomic_load(&self->baton))
        syscall(SYS_futex, &self->baton, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
    atomic_store(&self->baton, 0);
}

static void hand_to(struct worker *next)
{
    atomic_store(&next->baton, 1);
    syscall(SYS_futex, &next->baton, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static struct worker *choose(void)
{
    struct worker *ready[THREADS];
    unsigned count = 0;
    for (unsigned i = 0; i < worker_count; i++)
        if (can_run(&workers[i]))
            ready[count++] = &workers[i];
    if (count == 0) {
        fprintf(stderr, "baton: nobody can go on\n");
        exit(1);
    }
    return ready[draw(count)];
}

static void point(void)
{
    struct worker *next = choose();
    if (next == self)
        return;
    hand_to(next);
    await_baton();
}

static void *work(void *arg)
{
    self = arg;
    await_baton();
    self->start(self->arg);
    self->ended = true;
    hand_to(choose());
    return NULL;
}

int baton_create(pthread_t *thread, const pthread_attr_t *attributes,
                 void *(*start)(void *), void *arg)
{
    point();
    if (worker_count == THREADS)
        return EAGAIN;
    struct worker *worker = &workers[worker_count];
    *worker = (struct worker){.start = start, .arg = arg};
    int error = pthread_create(&worker->kernel_thread, attributes, work, worker);
    if (error == 0)
        *thread = worker_count++;
    return error;
}

int baton_join(pthread_t thread, void **result)
{
    self->joins = &workers[thread];
    point();
    self->joins = NULL;
    return pthread_join(workers[thread].kernel_thread, result);
}

int baton_lock(pthread_mutex_t *mutex)
{
    self->wants = mutex;
    point();
    self->wants = NULL;
    *held(mutex) = true;
    return 0;
}

int baton_unlock(pthread_mutex_t *mutex)
{
    point();
    *held(mutex) = false;
    return 0;
}

int baton_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
    point();
    *held(mutex) = false;
    self->sleeps_on = cond;
    return baton_lock(mutex);
}

int baton_signal(pthread_cond_t *cond)
{
    struct worker *sleepers[THREADS];
    unsigned count = 0;
    point();
    for (unsigned i = 0; i < worker_count; i++)
        if (workers[i].sleeps_on == cond)
            sleepers[count++] = &workers[i];
    if (count > 0)
        sleepers[draw(count)]->sleeps_on = NULL;
    return 0;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    unsigned schedules = argc > 1 ? (unsigned)atoi(argv[1]) : 1000;
    self = &workers[0];
    double began = now();
    for (unsigned i = 0; i < schedules; i++) {
        worker_count = 1;
        program_main();
    }
    printf("%.0f\n", schedules / (now() - began));
    return 0;
}
