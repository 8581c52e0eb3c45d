/* mistake: the quotient is stored without a look at it
 * fails: unholdable_quotient_is_refused
 * says: too large
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
    double quotient = old_seconds / new_seconds;
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
