/* run.c - see run.h. */
#define _GNU_SOURCE /* cpu_set_t */
#include "run.h"

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

static int count_processors(void)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
        return CPU_COUNT(&allowed);
    return (int)sysconf(_SC_NPROCESSORS_ONLN); /* more than a cpu_set_t can hold */
}

int run_open(struct run *run, bool reentrant, int repeats)
{
    *run = (struct run){
        .reentrant = reentrant, .repeats = repeats, .processors = count_processors()};
    run->scratch = calloc(CATALOG_COUNT, sizeof *run->scratch);
    if (!run->scratch)
        return -1;
    if (reference_open(&run->reference) != 0) {
        free(run->scratch);
        return -1;
    }
    return 0;
}

void run_close(struct run *run)
{
    for (int id = 0; id < PATH_COUNT; id++)
        timeline_free(&run->timelines[id]);
    reference_close(&run->reference);
    free(run->scratch);
}

void run_remember(struct run *run, const struct learner_function *function,
                  struct outcome outcome)
{
    if (outcome.kind != OUTCOME_RIGHT)
        run->trouble[function->task] = true;
}

int run_first_trouble(const struct run *run)
{
    for (int task = 1; task <= TASK_COUNT; task++)
        if (run->trouble[task])
            return task;
    return 0;
}
