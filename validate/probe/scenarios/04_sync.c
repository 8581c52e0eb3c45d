/*
 * What the scenarios of task 4 share; see 04_sync.h.
 */
#define _GNU_SOURCE
#include "04_sync.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "evidence.h"

#define STATUS_LAB_FAILED 3

static void must(int error)
{
    if (error == 0)
        return;
    fprintf(stderr, "probe: a thread of the scenario: %s\n", strerror(error));
    _exit(STATUS_LAB_FAILED);
}

pthread_t start_thread(void *(*run)(void *arg), void *arg)
{
    pthread_t thread;
    must(pthread_create(&thread, NULL, run, arg));
    return thread;
}

void end_thread(pthread_t thread)
{
    must(pthread_join(thread, NULL));
}

void complain(const char *format, ...)
{
    char complaint[EXPLORE_MESSAGE_SIZE];
    va_list values;
    va_start(values, format);
    vsnprintf(complaint, sizeof complaint, format, values);
    va_end(values);
    explore_wrong(complaint);
}

/* ---- in turn ----------------------------------------------------------------------- */

/* What the two threads and the calling one share. The turns 2 * i and 2 * i + 1 are those of
 * pair i. */
struct turns {
    const struct pair *pairs;
    int count;
    const struct crowd *crowd;
    _Atomic uint32_t now; /* whose turn it is at this moment */
};

/* One of the two threads. */
struct taker {
    struct turns *turns;
    int number; /* 0 or 1 */
};

/* A relaxed load and a bare system call: ThreadSanitizer takes neither for
 * synchronisation. */
static void await_turn(struct turns *turns, uint32_t turn)
{
    uint32_t now;
    if (explore_is_running())
        return; /* it tries both orders by itself */
    while ((now = atomic_load_explicit(&turns->now, memory_order_relaxed)) < turn)
        syscall(SYS_futex, &turns->now, FUTEX_WAIT, now, NULL, NULL, 0);
}

static void end_turn(struct turns *turns, uint32_t turn)
{
    if (explore_is_running())
        return;
    atomic_store_explicit(&turns->now, turn + 1, memory_order_relaxed);
    syscall(SYS_futex, &turns->now, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static void join_crowd(struct turns *turns, int number)
{
    await_turn(turns, 2 * (uint32_t)turns->count);
    turns->crowd->calls[number](turns->crowd->arg);
}

static void *take_turns(void *arg)
{
    const struct taker *taker = arg;
    struct turns *turns = taker->turns;
    for (int i = 0; i < turns->count; i++) {
        const struct pair *pair = &turns->pairs[i];
        uint32_t turn = 2 * (uint32_t)i + (uint32_t)taker->number;
        await_turn(turns, turn);
        (taker->number == 0 ? pair->first : pair->second)(pair->arg);
        end_turn(turns, turn);
    }
    join_crowd(turns, taker->number);
    return NULL;
}

void call_in_turn(const struct pair pairs[], int count, const struct crowd *crowd)
{
    struct turns turns = {pairs, count, crowd, 0};
    struct taker takers[] = {{&turns, 0}, {&turns, 1}};
    pthread_t a = start_thread(take_turns, &takers[0]);
    pthread_t b = start_thread(take_turns, &takers[1]);
    join_crowd(&turns, 2);
    end_thread(a);
    end_thread(b);
}
