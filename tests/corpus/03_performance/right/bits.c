/* Looks at the bits of the numbers: sign, exponent and fraction of IEEE 754. */
#include "performance.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#define INFINITY_BITS UINT64_C(0x7ff0000000000000)
#define ONE_BITS      UINT64_C(0x3ff0000000000000)

static uint64_t bits_of(double d)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return bits;
}

/* Positive numbers are ordered as their bits are: 0, the small ones, ..., infinity, NaN; then all negative ones. */
static int positive_and_finite(double d)
{
    uint64_t bits = bits_of(d);
    return bits != 0 && bits < INFINITY_BITS;
}

int speedup(double old_seconds, double new_seconds, double *factor)
{
    double q;
    errno = EINVAL;
    if (!positive_and_finite(old_seconds) || !positive_and_finite(new_seconds) || !factor)
        return -1;
    q = old_seconds / new_seconds;
    errno = ERANGE;
    if (!positive_and_finite(q))
        return -1;
    errno = 0;
    *factor = q;
    return 0;
}

int is_worth_concurrency(double factor, double least_speedup)
{
    uint64_t got = bits_of(factor), wanted = bits_of(least_speedup);
    if (!positive_and_finite(factor) || wanted < ONE_BITS || wanted >= INFINITY_BITS) {
        errno = EINVAL;
        return -1;
    }
    return got >= wanted;
}
