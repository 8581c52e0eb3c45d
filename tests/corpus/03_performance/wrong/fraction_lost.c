/* mistake: the times are divided as whole milliseconds
 * fails: faster_code_is_above_one
 * says: fraction is lost
 */
#include "performance.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>

/* Says what a usable number is, not what an unusable one is: NaN fails every comparison,
 * so it falls out here instead of slipping through. */
static bool is_usable(double value)
{
    return isfinite(value) && value > 0.0;
}

int speedup(double old_seconds, double new_seconds, double *factor)
{
    if (!is_usable(old_seconds) || !is_usable(new_seconds) || !factor) {
        errno = EINVAL;
        return -1;
    }
    /* Two valid times can still give infinity (1e300 / 1e-300) or 0 (the reverse). */
    long old_ms = lround(old_seconds * 1000.0), new_ms = lround(new_seconds * 1000.0);
    double quotient = new_ms > 0 ? (double)(old_ms / new_ms) : old_seconds / new_seconds;
    if (!is_usable(quotient)) {
        errno = ERANGE;
        return -1;
    }
    *factor = quotient;
    return 0;
}

int is_worth_concurrency(double factor, double least_speedup)
{
    /* Beside NaN and infinity this refuses a rule below 1.0, which would keep code that
     * is slower than the baseline. */
    if (!is_usable(factor) || !isfinite(least_speedup) || least_speedup < 1.0) {
        errno = EINVAL;
        return -1;
    }
    /* >= and no tolerance: the team named the limit, and meeting it is enough. */
    return factor >= least_speedup;
}
