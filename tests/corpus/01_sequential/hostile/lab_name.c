/* hostile: defines a function of the lab that the learner's calls go to
 * fails: all
 * says: lab_clock_gettime
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <time.h>

int lab_clock_gettime(clockid_t clock, struct timespec *time)
{
    (void)clock;
    time->tv_sec = 0;
    time->tv_nsec = 0;
    return 0;
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count != 0 && (!catalog || !results)) {
        errno = EINVAL;
        return -1;
    }
    for (size_t i = 0; i < count; i++)
        if (process_job(&catalog[i], &results[i]) != 0)
            return -1;
    return 0;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    if (!seconds) {
        errno = EINVAL;
        return -1;
    }
    struct timespec begin, end;
    if (clock_gettime(CLOCK_MONOTONIC, &begin) != 0 ||
        run_sequential(catalog, count, results) != 0 ||
        clock_gettime(CLOCK_MONOTONIC, &end) != 0)
        return -1;
    *seconds =
        (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    return 0;
}
