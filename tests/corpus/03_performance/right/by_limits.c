/* Bounds of <float.h> instead of <math.h>: a chain of comparisons, no call at all. */
#include "performance.h"

#include <errno.h>
#include <float.h>
#include <stddef.h>

#define WITHIN(value, low, high) ((value) >= (low) && (value) <= (high))

static int refuse(int error)
{
    errno = error;
    return -1;
}

int speedup(double old_seconds, double new_seconds, double *factor)
{
    if (factor == NULL)
        return refuse(EINVAL);
    if (!WITHIN(old_seconds, DBL_TRUE_MIN, DBL_MAX))
        return refuse(EINVAL);
    if (!WITHIN(new_seconds, DBL_TRUE_MIN, DBL_MAX))
        return refuse(EINVAL);

    const double quotient = old_seconds / new_seconds;
    if (!WITHIN(quotient, DBL_TRUE_MIN, DBL_MAX))
        return refuse(ERANGE);
    *factor = quotient;
    return 0;
}

int is_worth_concurrency(double factor, double least_speedup)
{
    if (!WITHIN(factor, DBL_TRUE_MIN, DBL_MAX) || !WITHIN(least_speedup, 1.0, DBL_MAX))
        return refuse(EINVAL);
    if (factor >= least_speedup)
        return 1;
    return 0;
}
