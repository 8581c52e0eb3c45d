/* Divides with more range than a double has, and looks at the narrowed result. */
#include "performance.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>

static bool refuses(double value)
{
    return isnan(value) || isinf(value) || value <= 0.0;
}

int speedup(double old_seconds, double new_seconds, double *factor)
{
    if (refuses(old_seconds) || refuses(new_seconds))
        goto invalid;
    if (!factor)
        goto invalid;

    long double exact = (long double)old_seconds / (long double)new_seconds;
    double rounded = (double)exact;
    if (refuses(rounded)) {
        errno = ERANGE;
        return -1;
    }
    *factor = rounded;
    return 0;

invalid:
    errno = EINVAL;
    return -1;
}

int is_worth_concurrency(double factor, double least_speedup)
{
    if (refuses(factor) || refuses(least_speedup) || isless(least_speedup, 1.0)) {
        errno = EINVAL;
        return -1;
    }
    return isgreaterequal(factor, least_speedup) ? 1 : 0;
}
