/* hostile: jumps out of its function through a handler of its own
 * fails: all
 * says: crashed
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <time.h>

static jmp_buf start;

static void again(int number)
{
    (void)number;
    longjmp(start, 1);
}

static void harm(void)
{
    setjmp(start);
    signal(SIGSEGV, again);
    *(volatile int *)NULL = 1;
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
