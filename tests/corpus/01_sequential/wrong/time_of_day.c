/* mistake: gettimeofday reads a clock that can be set
 * fails: clock_set_back
 * says: set by an hour
 */
#include "sequential.h"

#include <errno.h>
#include <sys/time.h>
#include <time.h>

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    /* An empty catalog needs no memory, so NULL is fine then. */
    if (count != 0 && (!catalog || !results)) {
        errno = EINVAL;
        return -1;
    }
    for (size_t i = 0; i < count; i++)
        if (process_job(&catalog[i], &results[i]) != 0)
            return -1; /* at once: any call in between could change the job's errno */
    return 0;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    if (!seconds) {
        errno = EINVAL;
        return -1;
    }
    struct timeval start, end;
    if (gettimeofday(&start, NULL) != 0)
        return -1;
    if (run_sequential(catalog, count, results) != 0)
        return -1;
    if (gettimeofday(&end, NULL) != 0)
        return -1;
    *seconds =
        (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_usec - start.tv_usec) / 1e6;
    return 0;
}
