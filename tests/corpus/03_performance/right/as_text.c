/* Clumsy: prints the numbers and looks at what they look like. */
#include "performance.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "inf", "nan" and "-1.5" don't begin with a digit; "0x0p+0" is the only zero without a sign. */
static int looks_usable(double number)
{
    char text[64];
    snprintf(text, sizeof text, "%a", number);
    if (!isdigit((unsigned char)text[0]))
        return 0;
    if (strcmp(text, "0x0p+0") == 0)
        return 0;
    return 1;
}

int speedup(double old_seconds, double new_seconds, double *factor)
{
    double result;
    if (factor == NULL || looks_usable(old_seconds) == 0 || looks_usable(new_seconds) == 0) {
        errno = EINVAL;
        return -1;
    }
    result = old_seconds / new_seconds;
    if (looks_usable(result) == 0) {
        errno = ERANGE;
        return -1;
    }
    *factor = result;
    return 0;
}

int is_worth_concurrency(double factor, double least_speedup)
{
    if (looks_usable(factor) == 0 || looks_usable(least_speedup) == 0) {
        errno = EINVAL;
        return -1;
    }
    if (least_speedup < 1) {
        errno = EINVAL;
        return -1;
    }
    if (factor < least_speedup)
        return 0;
    else
        return 1;
}
