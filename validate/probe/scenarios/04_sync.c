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

/* One of two calls. */
struct turn {
    void (*call)(void *arg);
    void *arg;
    uint32_t number;       /* whose turn it is, 0 or 1 */
    _Atomic uint32_t *now; /* whose turn it is at this moment */
};

/* A relaxed load and a bare system call: ThreadSanitizer takes neither for
 * synchronisation. */
static void await_turn(const struct turn *turn)
{
    uint32_t now;
    if (explore_is_running())
        return; /* it tries both orders by itself */
    while ((now = atomic_load_explicit(turn->now, memory_order_relaxed)) != turn->number)
        syscall(SYS_futex, turn->now, FUTEX_WAIT, now, NULL, NULL, 0);
}

static void *take_turn(void *arg)
{
    struct turn *turn = arg;
    await_turn(turn);
    turn->call(turn->arg);
    atomic_store_explicit(turn->now, turn->number + 1, memory_order_relaxed);
    syscall(SYS_futex, turn->now, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
    return NULL;
}

void call_in_turn(void (*first)(void *arg), void (*second)(void *arg), void *arg)
{
    _Atomic uint32_t now = 0;
    struct turn turns[] = {{first, arg, 0, &now}, {second, arg, 1, &now}};
    pthread_t a = start_thread(take_turn, &turns[0]);
    pthread_t b = start_thread(take_turn, &turns[1]);
    end_thread(a);
    end_thread(b);
}
