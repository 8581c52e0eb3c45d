/*
 * pace.c - how many schedules a second: runs a program of this folder under the explorer,
 * random schedules only, accesses checked.
 *
 *     pace SCHEDULES
 *
 * The program is linked in as program_main, instrumented as learner code is, its thread
 * functions redirected to the explorer's. Pin it to one processor (taskset) to compare.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "races.h"
#include "search/session.h"
#include "search/walk.h"

int program_main(void);

static void scenario(void *arg)
{
    (void)arg;
    program_main();
}

/* Of processor time: what else the machine does takes no part in it. */
static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char *argv[])
{
    unsigned long schedules = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    uint64_t steps = 0, accesses = 0;
    if (session_open(scenario, NULL, NULL, NULL) == -1)
        return EXIT_FAILURE;
    strategy_use(&walk_random);
    double begin = seconds();
    for (unsigned long i = 0; i < schedules; i++) {
        walk_seed(strategy_mix(1, i), 0);
        int verdict = session_run();
        if (verdict != EXPLORE_CLEAN || race_count() > 0)
            return EXIT_FAILURE;
        steps += schedule.step_count;
        accesses += schedule.accesses;
    }
    double passed = seconds() - begin;
    session_close();
    double runs = (double)schedules;
    printf("%.0f schedules/s: %.1f steps and %.1f accesses each, %.0f ns a step\n",
           runs / passed, (double)steps / runs, (double)accesses / runs,
           passed * 1e9 / (double)steps);
    return EXIT_SUCCESS;
}
