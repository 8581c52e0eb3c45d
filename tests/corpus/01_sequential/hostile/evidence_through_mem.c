/* hostile: writes into its own memory through a file
 * fails: all
 * says: /proc/self/mem
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

static void harm(void)
{
    static const char forged[64] = {1};
    int memory = open("/proc/self/mem", O_RDWR);
    for (unsigned long at = 0x7ffff0000000; memory >= 0 && at < 0x7ffff8000000;
         at += 4096)
        if (pwrite(memory, forged, sizeof forged, (off_t)at) < 0)
            continue;
    _exit(0);
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
