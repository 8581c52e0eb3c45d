/* mistake: when the clock cannot be read the answer is a success of 0 seconds
 * fails: failed_run_has_no_time
 * says: the clock can't be read
 */
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

/* Whole seconds and nanoseconds are subtracted before they become doubles: the two
 * differences are small, so no digit is lost. The second one may be negative (a second
 * has just begun); the sum is right all the same. */
static double seconds_between(const struct timespec *start, const struct timespec *end)
{
    return (double)(end->tv_sec - start->tv_sec) +
           (double)(end->tv_nsec - start->tv_nsec) / 1e9;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    if (!seconds) {
        errno = EINVAL;
        return -1;
    }
    /* CLOCK_MONOTONIC goes on while we wait, as a process clock doesn't, and nobody can
     * set it, as CLOCK_REALTIME can be. */
    struct timespec start, end;
    if (clock_gettime(CLOCK_MONOTONIC, &start) != 0)
        return -1;
    if (run_sequential(catalog, count, results) != 0)
        return -1; /* a run that ended early has no time */
    if (clock_gettime(CLOCK_MONOTONIC, &end) != 0)
        end = start; /* better than nothing */
    *seconds = seconds_between(&start, &end);
    return 0;
}
