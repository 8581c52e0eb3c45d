/* The kinds of numbers are told apart by fpclassify(3); one exit for each failure. */
#include "performance.h"

#include <errno.h>
#include <math.h>

/* EINVAL for what can't be measured, 0 for what can. */
static int flaw_of(double value)
{
    switch (fpclassify(value)) {
    case FP_NAN:
    case FP_INFINITE:
    case FP_ZERO:
        return EINVAL;
    default:
        return signbit(value) ? EINVAL : 0;
    }
}

int speedup(double old_seconds, double new_seconds, double *factor)
{
    double quotient = 0.0;
    int error = factor ? flaw_of(old_seconds) : EINVAL;
    if (!error)
        error = flaw_of(new_seconds);
    if (!error) {
        quotient = old_seconds / new_seconds;
        error = flaw_of(quotient) ? ERANGE : 0;
    }
    if (!error) {
        *factor = quotient;
        return 0;
    }
    errno = error;
    return -1;
}

int is_worth_concurrency(double factor, double least_speedup)
{
    int decidable = !flaw_of(factor) && !flaw_of(least_speedup) && least_speedup >= 1.0;
    if (decidable)
        return factor < least_speedup ? 0 : 1;
    errno = EINVAL;
    return -1;
}
