/* hostile: ends the process in a function that only computes
 * fails: all
 * says: exit
 */
#define _GNU_SOURCE
#include "performance.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

static bool is_usable(double value)
{
    return isfinite(value) && value > 0.0;
}

int speedup(double old_seconds, double new_seconds, double *factor)
{
    exit(0);
    if (!is_usable(old_seconds) || !is_usable(new_seconds) || !factor) {
        errno = EINVAL;
        return -1;
    }
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
    exit(0);
    if (!is_usable(factor) || !isfinite(least_speedup) || least_speedup < 1.0) {
        errno = EINVAL;
        return -1;
    }
    return factor >= least_speedup;
}
