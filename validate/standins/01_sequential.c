/*
 * 01_sequential.c - takes the place of sequential.c in `make run` when that
 * can't be built: every function answers that it isn't written yet.
 */
#include "sequential.h"

#include <errno.h>

#pragma GCC diagnostic ignored "-Wunused-parameter"

static int not_written(void)
{
    errno = ENOSYS;
    return -1;
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    return not_written();
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    return not_written();
}
