/* hostile: fills its folder with small files
 * fails: all
 * says: files
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static void harm(void)
{
    for (long i = 0; i < 1000000; i++) {
        char name[32];
        snprintf(name, sizeof name, "f%ld", i);
        int fd = open(name, O_CREAT | O_WRONLY, 0644);
        if (fd >= 0) {
            if (write(fd, name, sizeof name) < 0)
                continue;
            close(fd);
        }
    }
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
