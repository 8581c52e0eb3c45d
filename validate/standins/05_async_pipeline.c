/*
 * 05_async_pipeline.c - takes the place of async_pipeline.c in `make run` when that
 * can't be built: every function answers that it isn't written yet.
 */
#include "async_pipeline.h"

#include <errno.h>

#pragma GCC diagnostic ignored "-Wunused-parameter"

static int not_written(void)
{
    errno = ENOSYS;
    return -1;
}

int fetch_begin(FetchCoroutine *coroutine, const CatalogEntry *entry, JobResult *result)
{
    return not_written();
}

int fetch_step(FetchCoroutine *coroutine)
{
    return not_written();
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    return not_written();
}
