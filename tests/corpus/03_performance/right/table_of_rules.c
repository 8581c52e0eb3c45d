/* Over-engineered: each condition is an object with a name and a function, and arguments pass through
 * the table. */
#include "performance.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Condition {
    const char *name; /* for the debugger */
    bool (*holds)(double value);
    int error;
} Condition;

static bool is_a_number(double v)
{
    return v == v;
}

static bool is_bounded(double v)
{
    return fabs(v) <= 1.7976931348623157e308;
}

static bool is_above_zero(double v)
{
    return v > 0;
}

static bool is_at_least_one(double v)
{
    return v >= 1;
}

static const Condition TIME[] = {
    {"a number", is_a_number, EINVAL},
    {"finite", is_bounded, EINVAL},
    {"positive", is_above_zero, EINVAL},
    {NULL, NULL, 0},
};

static const Condition QUOTIENT[] = {
    {"not too large", is_bounded, ERANGE},
    {"not too small", is_above_zero, ERANGE},
    {NULL, NULL, 0},
};

static const Condition RULE[] = {
    {"a number", is_a_number, EINVAL},
    {"finite", is_bounded, EINVAL},
    {"no slowdown", is_at_least_one, EINVAL},
    {NULL, NULL, 0},
};

/* 0, or the error of the first condition that doesn't hold. */
static int examine(const Condition *conditions, double value)
{
    for (; conditions->holds; conditions++)
        if (!conditions->holds(value))
            return conditions->error;
    return 0;
}

static int fail_with(int error)
{
    errno = error;
    return error ? -1 : 0;
}

int speedup(double old_seconds, double new_seconds, double *factor)
{
    const double times[] = {old_seconds, new_seconds};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        int error = examine(TIME, times[i]);
        if (error)
            return fail_with(error);
    }
    if (!factor)
        return fail_with(EINVAL);
    double quotient = old_seconds / new_seconds;
    int error = examine(QUOTIENT, quotient);
    if (!error)
        *factor = quotient;
    return fail_with(error);
}

int is_worth_concurrency(double factor, double least_speedup)
{
    if (examine(TIME, factor) || examine(RULE, least_speedup))
        return fail_with(EINVAL);
    return factor - least_speedup >= 0;
}
