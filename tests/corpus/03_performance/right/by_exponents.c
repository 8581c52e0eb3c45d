/* Splits the numbers into fraction and exponent, so nothing overflows on the way. The
 * floating-point environment is not asked. A stored factor may differ from the plain
 * quotient by no more than its last bit. */
#include "performance.h"

#include <errno.h>
#include <math.h>

static int good(double value)
{
    return value > 0.0 && value < HUGE_VAL;
}

int speedup(double old_seconds, double new_seconds, double *factor)
{
    int old_exponent, new_exponent;
    if (!factor || !good(old_seconds) || !good(new_seconds)) {
        errno = EINVAL;
        return -1;
    }
    double fraction =
        frexp(old_seconds, &old_exponent) / frexp(new_seconds, &new_exponent);
    double quotient = ldexp(fraction, old_exponent - new_exponent);
    if (!good(quotient)) {
        errno = ERANGE;
        return -1;
    }
    *factor = quotient;
    return 0;
}

int is_worth_concurrency(double factor, double least_speedup)
{
    if (good(factor) && good(least_speedup) && least_speedup >= 1.0)
        return !(factor < least_speedup);
    errno = EINVAL;
    return -1;
}
