/* A failure is left by longjmp, as one does with exceptions elsewhere. */
#include "sequential.h"

#include <errno.h>
#include <setjmp.h>
#include <time.h>

static void attempt(jmp_buf failure, int answer)
{
    if (answer != 0)
        longjmp(failure, errno ? errno : EIO);
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    jmp_buf failure;
    int error = setjmp(failure);
    if (error != 0) {
        errno = error;
        return -1;
    }
    if (count > 0 && (!catalog || !results))
        longjmp(failure, EINVAL);
    for (const CatalogEntry *entry = catalog; entry != catalog + count; entry++)
        attempt(failure, process_job(entry, &results[entry - catalog]));
    return 0;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results, double *seconds)
{
    jmp_buf failure;
    struct timespec begin, end;
    int error = setjmp(failure);
    if (error != 0) {
        errno = error;
        return -1;
    }
    if (!seconds)
        longjmp(failure, EINVAL);
    attempt(failure, clock_gettime(CLOCK_MONOTONIC, &begin));
    attempt(failure, run_sequential(catalog, count, results));
    attempt(failure, clock_gettime(CLOCK_MONOTONIC, &end));
    end.tv_sec -= begin.tv_sec;
    end.tv_nsec -= begin.tv_nsec;
    while (end.tv_nsec < 0) {
        end.tv_nsec += 1000000000;
        end.tv_sec--;
    }
    *seconds = end.tv_sec + end.tv_nsec / 1e9;
    return 0;
}
