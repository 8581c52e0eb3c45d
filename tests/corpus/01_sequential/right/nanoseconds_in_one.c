/* One integer for each reading, pointers instead of indices, one exit. */
#include "sequential.h"

#include <errno.h>
#include <stdint.h>
#include <time.h>

static int64_t now_ns(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return -1;
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    int answer = 0;
    if (count == 0)
        return 0;
    if (catalog == NULL || results == NULL) {
        errno = EINVAL;
        return -1;
    }
    const CatalogEntry *end = catalog + count;
    while (catalog < end && (answer = process_job(catalog++, results++)) == 0)
        continue;
    return answer;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    int64_t began = -1, ended = -1;
    int answer = -1;
    if (seconds == NULL)
        errno = EINVAL;
    else if ((began = now_ns()) >= 0)
        answer = run_sequential(catalog, count, results);
    if (answer == 0 && (ended = now_ns()) < 0)
        answer = -1;
    if (answer == 0)
        *seconds = (double)(ended - began) / 1e9;
    return answer;
}
