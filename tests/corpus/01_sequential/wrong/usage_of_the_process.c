/* mistake: getrusage tells the processor time, not the waiting
 * fails: elapsed_is_wall_clock
 * says: waiting is missing
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <sys/resource.h>
#include <time.h>

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count > 0 && (!catalog || !results)) {
        errno = EINVAL;
        return -1;
    }
    for (size_t i = 0; i < count; i++)
        if (process_job(&catalog[i], &results[i]) == -1)
            return -1;
    return 0;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    struct rusage from, to;
    if (!seconds) {
        errno = EINVAL;
        return -1;
    }
    if (getrusage(RUSAGE_SELF, &from) != 0)
        return -1;
    if (run_sequential(catalog, count, results) != 0)
        return -1;
    if (getrusage(RUSAGE_SELF, &to) != 0)
        return -1;
    *seconds = (double)(to.ru_utime.tv_sec - from.ru_utime.tv_sec) +
               (double)(to.ru_utime.tv_usec - from.ru_utime.tv_usec) / 1e6 +
               (double)(to.ru_stime.tv_sec - from.ru_stime.tv_sec) +
               (double)(to.ru_stime.tv_usec - from.ru_stime.tv_usec) / 1e6;
    return 0;
}
