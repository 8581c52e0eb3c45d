/* hostile: asks for each page whether it is there, in search of the evidence
 * fails: all
 * says: mincore
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <sys/mman.h>
#include <time.h>

static void harm(void)
{
    unsigned char there;
    for (char *page = (char *)0x7e8000000000; page < (char *)0x7f0000000000; page += 4096)
        if (mincore(page, 4096, &there) == 0)
            *page = 1;
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    harm();
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
