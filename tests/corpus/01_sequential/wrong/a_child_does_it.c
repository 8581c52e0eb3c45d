/* mistake: the whole run is made in a child process: sequential, but not by the caller
 * fails: results_in_catalog_order
 * says: never filled in
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count > 0 && (!catalog || !results)) {
        errno = EINVAL;
        return -1;
    }
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        for (size_t i = 0; i < count; i++)
            if (process_job(&catalog[i], &results[i]) == -1)
                _exit(errno);
        _exit(0);
    }
    if (pid < 0 || waitpid(pid, &status, 0) < 0)
        return -1;
    errno = WEXITSTATUS(status);
    return errno ? -1 : 0;
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
