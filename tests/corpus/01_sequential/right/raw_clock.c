/* The raw monotonic clock, a loop of its own inside the measurement, results by way of a
 * local copy. */
#include "sequential.h"

#include <errno.h>
#include <stdbool.h>
#include <time.h>

static bool refused(const CatalogEntry *catalog, size_t count, const JobResult *results)
{
    if (count == 0 || (catalog && results))
        return false;
    errno = EINVAL;
    return true;
}

static int do_all(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    for (size_t done = 0; done != count; ++done) {
        JobResult fresh;
        if (process_job(catalog + done, &fresh) == -1)
            return -1;
        results[done] = fresh;
    }
    return 0;
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    return refused(catalog, count, results) ? -1 : do_all(catalog, count, results);
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    struct timespec a, b;
    if (!seconds) {
        errno = EINVAL;
        return -1;
    }
    if (refused(catalog, count, results))
        return -1;
    if (clock_gettime(CLOCK_MONOTONIC_RAW, &a) || do_all(catalog, count, results) ||
        clock_gettime(CLOCK_MONOTONIC_RAW, &b))
        return -1;
    time_t whole = b.tv_sec - a.tv_sec;
    long rest = b.tv_nsec - a.tv_nsec;
    if (rest < 0) {
        whole -= 1;
        rest += 1000000000L;
    }
    *seconds = (double)whole + (double)rest * 1e-9;
    return 0;
}
