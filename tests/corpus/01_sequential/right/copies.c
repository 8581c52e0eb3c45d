/* Cautious: works on a copy of each entry, and copies each result when it is whole. */
#include "sequential.h"

#include <errno.h>
#include <string.h>
#include <time.h>

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    size_t i = 0;
    CatalogEntry entry;
    JobResult result;
    if (count != 0) {
        if (catalog == NULL) {
            errno = EINVAL;
            return -1;
        }
        if (results == NULL) {
            errno = EINVAL;
            return -1;
        }
    }
    for (;;) {
        if (i == count)
            break;
        memcpy(&entry, catalog + i, sizeof(entry));
        memset(&result, 0, sizeof(result));
        if (process_job(&entry, &result) < 0) {
            int error = errno;
            memset(&result, 0, sizeof(result));
            errno = error;
            return -1;
        }
        memcpy(results + i, &result, sizeof(result));
        i = i + 1;
    }
    return 0;
}

static long long nanoseconds(const struct timespec *t)
{
    return (long long)t->tv_sec * 1000000000LL + t->tv_nsec;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results, double *seconds)
{
    struct timespec t0, t1;
    int answer;
    if (seconds == NULL) {
        errno = EINVAL;
        return -1;
    }
    if (clock_gettime(CLOCK_MONOTONIC, &t0) == -1)
        return -1;
    answer = run_sequential(catalog, count, results);
    if (answer == 0) {
        if (clock_gettime(CLOCK_MONOTONIC, &t1) == -1)
            return -1;
        *seconds = (double)(nanoseconds(&t1) - nanoseconds(&t0)) / 1e9;
    }
    return answer;
}
