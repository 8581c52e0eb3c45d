/* mistake: clock() counts the processor time, not the waiting
 * fails: elapsed_is_wall_clock
 * says: waiting is missing
 */
#include "sequential.h"

#include <errno.h>
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
    clock_t start = clock();
    if (run_sequential(catalog, count, results) != 0)
        return -1;
    *seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    return 0;
}
