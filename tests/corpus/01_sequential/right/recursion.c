/* One entry, then the rest: recursion instead of a loop. */
#include "sequential.h"

#include <errno.h>
#include <time.h>

static int first_and_rest(const CatalogEntry *first, const CatalogEntry *end, JobResult *result)
{
    if (first == end)
        return 0;
    if (process_job(first, result) != 0)
        return -1;
    return first_and_rest(first + 1, end, result + 1);
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count == 0)
        return 0;
    if (catalog == NULL || results == NULL)
        return errno = EINVAL, -1;
    return first_and_rest(catalog, catalog + count, results);
}

static double since(struct timespec then)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return -1;
    return difftime(now.tv_sec, then.tv_sec) + (now.tv_nsec - then.tv_nsec) * 1e-9;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results, double *seconds)
{
    struct timespec start;
    if (seconds == NULL)
        return errno = EINVAL, -1;
    if (clock_gettime(CLOCK_MONOTONIC, &start) != 0 || run_sequential(catalog, count, results) != 0)
        return -1;
    double passed = since(start);
    if (passed < 0)
        return -1;
    *seconds = passed;
    return 0;
}
