/*
 * stock.c - what a process holds, before and after a call of learner code.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>

#include "explore.h"
#include "heap.h"
#include "interpose.h"
#include "scenario.h"

static int open_descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    if (!folder)
        return 0;
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

/* 1 when a child is there, running or dead but not waited for; 0 when there is none. */
static int has_children(void)
{
    siginfo_t info;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/* Under the explorer blocks come from its heap, and each schedule begins with none. */
static int64_t blocks_of_schedule(void)
{
    return explore_is_running() ? (int64_t)heap_blocks() : 0;
}

/* One number over what each signal does and which are blocked. */
static uint64_t signal_settings(void)
{
    uint64_t sum = 0;
    sigset_t blocked;
    if (explore_is_running())
        return 0; /* too many calls for each schedule */
    pthread_sigmask(SIG_BLOCK, NULL, &blocked);
    for (int number = 1; number < NSIG; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) != 0)
            continue;
        sum = sum * 31 + (uint64_t)(uintptr_t)action.sa_handler;
        sum = sum * 31 + (uint64_t)sigismember(&blocked, number);
    }
    return sum;
}

struct stock take_stock(void)
{
    int kept = errno;
    struct stock stock = {.threads = learner_threads(),
                          .children = has_children(),
                          .descriptors = open_descriptors(),
                          .blocks = learner_blocks() + blocks_of_schedule(),
                          .signals = signal_settings()};
    errno = kept;
    return stock;
}

void observe_leftovers(struct stock before)
{
    struct stock after = take_stock();
    look_after_freed_blocks();
    observe_int("left_threads", after.threads - before.threads);
    observe_int("left_children", after.children - before.children);
    observe_int("left_descriptors", after.descriptors - before.descriptors);
    observe_int("left_blocks", after.blocks - before.blocks);
    observe_int("left_signals", after.signals != before.signals);
}
