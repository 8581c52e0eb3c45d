/* Asks the floating-point environment whether the division overflowed or vanished. */
#include "performance.h"

#include <errno.h>
#include <fenv.h>
#include <math.h>
#include <stddef.h>

static _Bool is_time(double t)
{
    return isgreater(t, 0.0) && isless(t, INFINITY);
}

int speedup(double old_seconds, double new_seconds, double *factor)
{
    if (factor != NULL && is_time(old_seconds) && is_time(new_seconds)) {
        fenv_t before;
        volatile double quotient;
        feholdexcept(&before);
        quotient = old_seconds / new_seconds;
        int overflowed = fetestexcept(FE_OVERFLOW);
        int vanished = fetestexcept(FE_UNDERFLOW) && quotient == 0.0;
        fesetenv(&before);
        if (overflowed || vanished) {
            errno = ERANGE;
            return -1;
        }
        *factor = quotient;
        return 0;
    }
    errno = EINVAL;
    return -1;
}

int is_worth_concurrency(double factor, double least_speedup)
{
    if (is_time(factor) && isgreaterequal(least_speedup, 1.0) && isless(least_speedup, INFINITY))
        return isgreaterequal(factor, least_speedup);
    errno = EINVAL;
    return -1;
}
