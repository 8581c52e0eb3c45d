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
    double quotient = old_seconds / new_seconds;
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
