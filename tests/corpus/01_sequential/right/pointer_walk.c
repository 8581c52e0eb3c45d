/* Pointers walk through both arrays; microseconds as integers, by the macros of sys/time.h. */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <stdint.h>
#include <sys/time.h>
#include <time.h>

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    if (count && !(catalog && results)) {
        errno = EINVAL;
        return -1;
    }
    while (count--)
        if (process_job(catalog++, results++))
            return -1;
    return 0;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results, double *seconds)
{
    struct timespec t;
    struct timeval from, to, took;
    int64_t us;
    if (!seconds) {
        errno = EINVAL;
        return -1;
    }
    if (clock_gettime(CLOCK_MONOTONIC, &t))
        return -1;
    TIMESPEC_TO_TIMEVAL(&from, &t);
    if (run_sequential(catalog, count, results))
        return -1;
    if (clock_gettime(CLOCK_MONOTONIC, &t))
        return -1;
    TIMESPEC_TO_TIMEVAL(&to, &t);
    timersub(&to, &from, &took);
    us = (int64_t)took.tv_sec * 1000000 + took.tv_usec;
    *seconds = us / 1e6;
    return 0;
}
