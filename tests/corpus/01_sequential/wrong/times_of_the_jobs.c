/* mistake: the times of the jobs are read around each, and the last one kept instead of their sum
 * fails: elapsed_is_wall_clock
 * says: between your two readings
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <time.h>

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count > 0 && (!catalog || !results)) {
        errno = EINVAL;
        return -1;
    }
    for (size_t i = 0; i < count; i++)
        if (process_job(&catalog[i], &results[i]) == -1)
            return -1;
    return 0;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    struct timespec from, to;
    if (!seconds) {
        errno = EINVAL;
        return -1;
    }
    if (count == 0)
        return run_sequential(catalog, count, results) == 0 ? *seconds = 0, 0 : -1;
    if (!catalog || !results)
        return run_sequential(catalog, count, results);
    double took = 0;
    for (size_t i = 0; i < count; i++) {
        if (clock_gettime(CLOCK_MONOTONIC, &from) != 0 ||
            run_sequential(&catalog[i], 1, &results[i]) != 0 ||
            clock_gettime(CLOCK_MONOTONIC, &to) != 0)
            return -1;
        took = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    }
    *seconds = took;
    return 0;
}
