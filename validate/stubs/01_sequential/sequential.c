/*
 * sequential.c - task 1: the nightly job as it is today, and its baseline.
 *
 * Read LESSON.md (make lesson TASK=1) and the contract in sequential.h, write the two
 * functions, then: make validate TASK=1
 */
#include "sequential.h"

#include <errno.h>
#include <time.h>

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    /* TODO: refuse arguments that can't be used (EINVAL). Then run process_job for one
     * entry after the other, each into its own result; end at the first that fails. */
    (void)catalog;
    (void)count;
    (void)results;
    errno = ENOSYS; /* not written yet */
    return -1;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    /* TODO: read a clock right before run_sequential and right after it, and store the
     * difference in seconds. Which clock is the question; see clock_gettime(2). A run
     * that fails has no time: return -1 and leave *seconds alone. */
    (void)catalog;
    (void)count;
    (void)results;
    (void)seconds;
    errno = ENOSYS; /* not written yet */
    return -1;
}
