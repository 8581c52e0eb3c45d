/* The job as a little state machine, stepped until it is over. */
#include "sequential.h"

#include <errno.h>
#include <stdint.h>
#include <time.h>

enum state { CHECK_ARGUMENTS, NEXT_ENTRY, PROCESS, SUCCEEDED, FAILED };

struct machine {
    enum state state;
    const CatalogEntry *catalog;
    JobResult *results;
    size_t position, count;
};

static void step(struct machine *m)
{
    switch (m->state) {
    case CHECK_ARGUMENTS:
        m->state = NEXT_ENTRY;
        if (m->count && (!m->catalog || !m->results)) {
            errno = EINVAL;
            m->state = FAILED;
        }
        break;
    case NEXT_ENTRY:
        m->state = m->position < m->count ? PROCESS : SUCCEEDED;
        break;
    case PROCESS:
        if (process_job(m->catalog + m->position, m->results + m->position) == 0) {
            m->position++;
            m->state = NEXT_ENTRY;
        } else {
            m->state = FAILED;
        }
        break;
    case SUCCEEDED:
    case FAILED:
        break;
    }
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    struct machine m = {CHECK_ARGUMENTS, catalog, results, 0, count};
    while (m.state != SUCCEEDED && m.state != FAILED)
        step(&m);
    return m.state == SUCCEEDED ? 0 : -1;
}

/* Nanoseconds on the monotonic clock, or 0 with errno: nobody was there at its 0. */
static uint64_t ticks(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t))
        return 0;
    return (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results, double *seconds)
{
    uint64_t from, to;
    if (!seconds)
        errno = EINVAL;
    else if ((from = ticks()) && !run_sequential(catalog, count, results) && (to = ticks())) {
        *seconds = (to - from) / 1e9;
        return 0;
    }
    return -1;
}
