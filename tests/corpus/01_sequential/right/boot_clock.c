/* The clock that counts a suspended machine's time as well; each job done by its two
 * parts, and the loop written as a recursion over the rest of the catalog. */
#include "sequential.h"

#include <errno.h>
#include <string.h>
#include <time.h>

static int enrich(const CatalogEntry *entry, JobResult *result)
{
    memset(result, 0, sizeof *result);
    result->entry_id = entry->id;
    if (io_fetch(entry, &result->metadata) != 0)
        return -1;
    return cpu_hash(entry, &result->checksum);
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count == 0)
        return 0;
    if (!catalog || !results) {
        errno = EINVAL;
        return -1;
    }
    if (enrich(catalog, results) != 0)
        return -1;
    return run_sequential(catalog + 1, count - 1, results + 1);
}

static int read_clock(double *seconds)
{
    struct timespec now;
    if (clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return -1;
    *seconds = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
    return 0;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    double began, ended;
    if (!seconds) {
        errno = EINVAL;
        goto error;
    }
    if (read_clock(&began) != 0)
        goto error;
    if (run_sequential(catalog, count, results) != 0)
        goto error;
    if (read_clock(&ended) != 0)
        goto error;
    *seconds = ended - began;
    return 0;

error:
    return -1;
}
