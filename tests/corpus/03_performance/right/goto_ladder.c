/* One label for each way out, in the manner of kernel code. */
#include "performance.h"

#include <errno.h>
#include <math.h>

int speedup(double old_seconds, double new_seconds, double *factor)
{
    int ret = -EINVAL;
    double quot;

    if (!factor)
        goto out;
    if (isnan(old_seconds) || isnan(new_seconds))
        goto out;
    if (isinf(old_seconds) || isinf(new_seconds))
        goto out;
    if (old_seconds <= 0 || new_seconds <= 0)
        goto out;

    ret = -ERANGE;
    quot = old_seconds / new_seconds;
    if (isinf(quot) || quot == 0)
        goto out;

    *factor = quot;
    ret = 0;
out:
    if (ret == 0)
        return 0;
    errno = -ret;
    return -1;
}

int is_worth_concurrency(double factor, double least_speedup)
{
    if (isnan(factor) || isinf(factor) || factor <= 0)
        goto inval;
    if (isnan(least_speedup) || isinf(least_speedup) || least_speedup < 1)
        goto inval;
    return fmax(factor, least_speedup) == factor;
inval:
    errno = EINVAL;
    return -1;
}
