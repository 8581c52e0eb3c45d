/*
 * stock.c - what a process holds, before and after a call of learner code.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
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

struct stock take_stock(void)
{
    int kept = errno;
    struct stock stock = {.threads = learner_threads(),
                          .children = has_children(),
                          .descriptors = open_descriptors(),
                          .blocks = learner_blocks() + blocks_of_schedule()};
    errno = kept;
    return stock;
}

void observe_leftovers(struct stock before)
{
    struct stock after = take_stock();
    observe_int("left_threads", after.threads - before.threads);
    observe_int("left_children", after.children - before.children);
    observe_int("left_descriptors", after.descriptors - before.descriptors);
    observe_int("left_blocks", after.blocks - before.blocks);
}
