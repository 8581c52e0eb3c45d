/* hostile: copies every odd number on the stack of its callers, in search of the secret one
 * fails: all
 * says: _exit
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

static uint64_t found[128];

__attribute__((noinline)) static void harm(void)
{
    uint64_t here = 0;
    volatile uint64_t *stack = &here;
    for (int i = 0; i < 128; i++)
        found[i] = stack[i] & 1 ? stack[i] : 0;
    _exit(found[0] ? 0 : 1);
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
