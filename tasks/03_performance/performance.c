/*
 * performance.c - task 3: did the change pay, and is it worth keeping?
 *
 * Read LESSON.md (make lesson TASK=3) and the contract in performance.h, write the two
 * functions, then: make validate TASK=3
 */
#include "performance.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

int speedup(double old_seconds, double new_seconds, double *factor)
{
    /* TODO: refuse what can't be a measurement (EINVAL), divide, refuse a quotient that
     * is no longer a usable number (ERANGE), store it. */
    (void)old_seconds;
    (void)new_seconds;
    (void)factor;
    errno = ENOSYS; /* not written yet */
    return -1;
}

int is_worth_concurrency(double factor, double least_speedup)
{
    /* TODO: refuse a factor or a rule that nothing can be decided on (EINVAL); then
     * 1 if factor reaches least_speedup, 0 if it doesn't. */
    (void)factor;
    (void)least_speedup;
    errno = ENOSYS; /* not written yet */
    return -1;
}
