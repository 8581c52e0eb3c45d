/* Everything in one long double until the end; the loop counts down what is left. */
#include "sequential.h"

#include <errno.h>
#include <time.h>

static int clock_reads(long double *seconds)
{
    struct timespec now;
    int answer = clock_gettime(CLOCK_MONOTONIC, &now);
    *seconds = answer ? 0.0L : now.tv_sec + now.tv_nsec / 1e9L;
    return answer;
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    size_t left = count;
    errno = left && (!catalog || !results) ? EINVAL : errno;
    if (left && (!catalog || !results))
        return -1;
    do {
        if (left == 0)
            return 0;
    } while (process_job(&catalog[count - left], &results[count - left]) == 0 && (left--, 1));
    return -1;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results, double *seconds)
{
    long double start, end;
    if (seconds) {
        if (clock_reads(&start) || run_sequential(catalog, count, results) || clock_reads(&end))
            return -1;
        *seconds = (double)(end - start);
        return 0;
    }
    errno = EINVAL;
    return -1;
}
