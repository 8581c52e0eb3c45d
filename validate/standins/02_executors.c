/*
 * 02_executors.c - takes the place of executors.c in `make run` when that
 * can't be built: every function answers that it isn't written yet.
 */
#include "executors.h"

#include <errno.h>

#pragma GCC diagnostic ignored "-Wunused-parameter"

static int not_written(void)
{
    errno = ENOSYS;
    return -1;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count,
                 JobResult *results, unsigned workers)
{
    return not_written();
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count,
                     JobResult *results, unsigned workers)
{
    return not_written();
}

Executor recommended_executor(WorkKind kind)
{
    not_written();
    return EXECUTOR_UNDECIDED;
}
