/*
 * jobs.c - what a learner's file is linked with when it is played: a play has no jobs.
 */
#include "jobs.h"

#include <errno.h>

int process_job(const CatalogEntry *entry, JobResult *result)
{
    (void)entry;
    (void)result;
    errno = ENOSYS;
    return -1;
}
