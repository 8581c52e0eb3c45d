/* mistake: the first old time is kept as the baseline of all later calls
 * fails: faster_code_is_above_one
 * says: wrong factor
 */
#include "performance.h"

#include <errno.h>
#include <math.h>

static int usable(double value)
{
    return isfinite(value) && value > 0;
}

int speedup(double old_seconds, double new_seconds, double *factor)
{
    if (!factor || !usable(old_seconds) || !usable(new_seconds)) {
        errno = EINVAL;
        return -1;
    }
    static double baseline;
    if (baseline == 0)
        baseline = old_seconds;
    double quotient = baseline / new_seconds;
    if (!usable(quotient)) {
        errno = ERANGE;
        return -1;
    }
    *factor = quotient;
    return 0;
}

int is_worth_concurrency(double factor, double least_speedup)
{
    if (!usable(factor) || !isfinite(least_speedup) || least_speedup < 1) {
        errno = EINVAL;
        return -1;
    }
    return factor >= least_speedup;
}
