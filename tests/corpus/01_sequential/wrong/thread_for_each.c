/* mistake: a thread for each entry, joined at once, in place of the calling thread
 * fails: one_after_the_other
 * says: calling thread
 */
#include "sequential.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

struct share {
    const CatalogEntry *entry;
    JobResult *result;
    int error; /* errno of the job, 0 if it succeeded */
};

static void *work(void *arg)
{
    struct share *share = arg;
    if (process_job(share->entry, share->result) != 0)
        share->error = errno;
    return NULL;
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    /* An empty catalog needs no memory, so NULL is fine then. */
    if (count != 0 && (!catalog || !results)) {
        errno = EINVAL;
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        struct share share = {&catalog[i], &results[i], 0};
        pthread_t thread;
        int error = pthread_create(&thread, NULL, work, &share);
        if (!error)
            error = pthread_join(thread, NULL);
        if (!error)
            error = share.error;
        if (error) {
            errno = error;
            return -1;
        }
    }
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
        return -1;
    *seconds = seconds_between(&start, &end);
    return 0;
}
