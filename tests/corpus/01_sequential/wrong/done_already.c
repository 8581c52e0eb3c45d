/* mistake: entries that were processed before are not processed again
 * fails: second_call
 * says: never filled in
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <time.h>

static int done_ids[1000];
static size_t done;

static int is_done(int id)
{
    for (size_t i = 0; i < done; i++)
        if (done_ids[i] == id)
            return 1;
    return 0;
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count > 0 && (!catalog || !results)) {
        errno = EINVAL;
        return -1;
    }
    for (size_t i = 0; i < count; i++)
        if (!is_done(catalog[i].id)) {
            if (process_job(&catalog[i], &results[i]) == -1)
                return -1;
            if (done < 1000)
                done_ids[done++] = catalog[i].id;
        }
    return 0;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    struct timespec from, to;
    if (!seconds) {
        errno = EINVAL;
        return -1;
    }
    if (clock_gettime(CLOCK_MONOTONIC, &from) != 0)
        return -1;
    if (run_sequential(catalog, count, results) != 0)
        return -1;
    if (clock_gettime(CLOCK_MONOTONIC, &to) != 0)
        return -1;
    *seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    return 0;
}
