/* mistake: nanoseconds are divided by an integer
 * fails: elapsed_is_wall_clock
 * says: fraction of a second
 */
#include "sequential.h"

#include <errno.h>
#include <time.h>

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    /* An empty catalog needs no memory, so NULL is fine then. */
    if (count != 0 && (!catalog || !results)) {
        errno = EINVAL;
        return -1;
    }
    for (size_t i = 0; i < count; i++)
        if (process_job(&catalog[i], &results[i]) != 0)
            return -1; /* at once: any call in between could change the job's errno */
    return 0;
}

static double seconds_between(const struct timespec *start, const struct timespec *end)
{
    return (end->tv_sec - start->tv_sec) + (end->tv_nsec - start->tv_nsec) / 1000000000;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    if (!seconds) {
        errno = EINVAL;
        return -1;
    }
    /* CLOCK_MONOTONIC goes on while we wait, as a process clock doesn't, and nobody can
     * set it, as CLOCK_REALTIME can be. */
    struct timespec start, end;
    if (clock_gettime(CLOCK_MONOTONIC, &start) != 0)
        return -1;
    if (run_sequential(catalog, count, results) != 0)
        return -1; /* a run that ended early has no time */
    if (clock_gettime(CLOCK_MONOTONIC, &end) != 0)
        return -1;
    *seconds = seconds_between(&start, &end);
    return 0;
}
