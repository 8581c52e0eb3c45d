/*
 * Scenarios of task 3: speedup and is_worth_concurrency.
 *
 * The functions only compute, so a scenario makes many calls. Each call is a case with a
 * number: what went in and what came out stand under keys that end in that number.
 */
#include "performance.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "rng.h"
#include "scenario.h"

#define CASES(table) ((int)(sizeof(table) / sizeof(table)[0]))

/* A number with three decimals in low..high, given in thousandths: short to read in a
 * message. */
static double thousandths(struct rng *rng, int low, int high)
{
    return (double)rng_range(rng, low, high) / 1000.0;
}

static const char *key(const char *what, int number)
{
    static char text[EVIDENCE_KEY];
    snprintf(text, sizeof text, "%s%d", what, number);
    return text;
}

/* ---- speedup ---------------------------------------------------------------------------- */

struct times {
    double old_seconds, new_seconds;
};

/* Calls speedup for each pair. Before a call its factor holds a number that no quotient in
 * these tables is, so that what comes out shows whether it was written to. */
static void try_times(const struct times *tries, int count)
{
    struct rng rng = {~arg_seed()};
    double before = -thousandths(&rng, 1000, 9000);
    observe_real("before", before);
    observe_int("cases", count);
    for (int i = 0; i < count; i++) {
        double factor = before;
        observe_real(key("old", i), tries[i].old_seconds);
        observe_real(key("new", i), tries[i].new_seconds);
        OBSERVE_CALL(key("answer", i), speedup,
                     (tries[i].old_seconds, tries[i].new_seconds, &factor));
        observe_real(key("factor", i), factor);
    }
}

/* New code that needs low/1000 to high/1000 of the old time. */
static void try_random_times(int low, int high)
{
    struct rng rng = {arg_seed()};
    struct times tries[20];
    for (int i = 0; i < CASES(tries); i++) {
        tries[i].old_seconds = thousandths(&rng, 50, 90000);
        tries[i].new_seconds = tries[i].old_seconds * thousandths(&rng, low, high);
        tries[i].new_seconds = ceil(tries[i].new_seconds * 1000.0) / 1000.0;
    }
    try_times(tries, CASES(tries));
}

SCENARIO(faster)
{
    try_random_times(20, 800);
}

SCENARIO(slower)
{
    try_random_times(1100, 30000);
}

SCENARIO(as_fast)
{
    struct rng rng = {arg_seed()};
    double some = thousandths(&rng, 50, 90000);
    const struct times tries[] = {{some, some}, {0.1, 0.1}};
    try_times(tries, CASES(tries));
}

/* Times at the ends of what a double holds, with quotients that it holds as well. */
SCENARIO(extreme_times)
{
    struct rng rng = {arg_seed()};
    double some = thousandths(&rng, 1500, 9000), other = thousandths(&rng, 1500, 9000);
    const struct times tries[] = {
        {some * 1e-9, other * 1e-9},
        {some, other * 1e-12},
        {some * 1e-12, other},
        {some * 1e-200, other * 1e-200},
        {some * 1e12, other},
        {some * 1e200, other * 1e200},
        {DBL_MIN, DBL_MIN},
        {some * 1e-310, other * 1e-310},
        {DBL_TRUE_MIN, DBL_TRUE_MIN},
        {DBL_MAX, DBL_MAX},
        {DBL_TRUE_MIN, 1.0},
        {DBL_MAX, 1.0},
        {DBL_MIN, 8.0},
    };
    try_times(tries, CASES(tries));
}

/* Zero, negative and infinite times, each in either place and in both. */
SCENARIO(unmeasurable_times)
{
    struct rng rng = {arg_seed()};
    double good = thousandths(&rng, 50, 90000), bad = -thousandths(&rng, 50, 90000);
    const struct times tries[] = {
        {good, 0.0},
        {0.0, good},
        {0.0, 0.0},
        {good, -0.0},
        {-0.0, good},
        {good, bad},
        {bad, good},
        {bad, bad / 2},
        {good, -DBL_TRUE_MIN},
        {bad, 0.0},
        {INFINITY, good},
        {good, INFINITY},
        {-INFINITY, good},
        {good, -INFINITY},
        {INFINITY, INFINITY},
        {INFINITY, 0.0},
        {-INFINITY, -INFINITY},
    };
    try_times(tries, CASES(tries));
}

SCENARIO(nan_times)
{
    struct rng rng = {arg_seed()};
    double good = thousandths(&rng, 50, 90000);
    const struct times tries[] = {
        {NAN, good},  {good, NAN}, {NAN, NAN},      {-NAN, good},
        {good, -NAN}, {NAN, 0.0},  {INFINITY, NAN},
    };
    try_times(tries, CASES(tries));
}

/* Valid times whose quotient is too large or too small for a double. */
SCENARIO(unholdable_quotients)
{
    struct rng rng = {arg_seed()};
    double some = thousandths(&rng, 1500, 9000), other = thousandths(&rng, 1500, 9000);
    const struct times tries[] = {
        {some * 1e300, other * 1e-300},
        {some * 1e-300, other * 1e300},
        {some * 1e200, other * 1e-200},
        {some * 1e-200, other * 1e200},
        {DBL_MAX, 0.5},
        {DBL_TRUE_MIN, 4.0},
    };
    try_times(tries, CASES(tries));
}

SCENARIO(no_factor)
{
    struct rng rng = {arg_seed()};
    OBSERVE_CALL("answer", speedup,
                 (thousandths(&rng, 500, 9000), thousandths(&rng, 50, 400), NULL));
}

/* ---- is_worth_concurrency ----------------------------------------------------------------- */

struct decision {
    double factor, least_speedup;
};

static void try_decisions(const struct decision *tries, int count)
{
    observe_int("cases", count);
    for (int i = 0; i < count; i++) {
        observe_real(key("factor", i), tries[i].factor);
        observe_real(key("least", i), tries[i].least_speedup);
        OBSERVE_CALL(key("answer", i), is_worth_concurrency,
                     (tries[i].factor, tries[i].least_speedup));
    }
}

/* Low rules that are passed and high ones that aren't: no constant in the rule's place can be
 * right for both. Then factors far off, slowdowns among them. */
SCENARIO(clear_decisions)
{
    struct rng rng = {arg_seed()};
    struct decision tries[24];
    for (int i = 0; i < CASES(tries); i += 4) {
        int low = (int)rng_range(&rng, 1100, 1900);
        int high = (int)rng_range(&rng, 3000, 6000);
        double passed = thousandths(&rng, low + 50, low + 100);
        double missed = thousandths(&rng, high - 1000, high - 50);
        double fast = thousandths(&rng, high + 50, high + 20000);
        double slow = thousandths(&rng, 10, 990);
        tries[i] = (struct decision){passed, low / 1000.0};
        tries[i + 1] = (struct decision){missed, high / 1000.0};
        tries[i + 2] = (struct decision){fast, high / 1000.0};
        tries[i + 3] = (struct decision){slow, low / 1000.0};
    }
    try_decisions(tries, CASES(tries));
}

/* The rule met to the last bit, and passed by one. */
SCENARIO(met_exactly)
{
    struct rng rng = {arg_seed()};
    struct decision tries[16] = {{2.0, 2.0}, {1.5, 1.5}};
    for (int i = 2; i < CASES(tries); i++) {
        double least = thousandths(&rng, 1001, 8000);
        tries[i].least_speedup = least;
        tries[i].factor = i % 2 ? nextafter(least, INFINITY) : least;
    }
    try_decisions(tries, CASES(tries));
}

/* The rule missed by less and less, in the end by the last bit. */
SCENARIO(just_missed)
{
    static const double by[] = {1e-2, 1e-3, 1e-4, 1e-6, 1e-9, 1e-12, 1e-14};
    struct rng rng = {arg_seed()};
    struct decision tries[CASES(by) * 2];
    for (int i = 0; i < CASES(tries); i++) {
        double least = thousandths(&rng, 1100, 8000);
        tries[i].least_speedup = least;
        tries[i].factor = i < CASES(by) ? least * (1.0 - by[i]) : nextafter(least, 0.0);
    }
    try_decisions(tries, CASES(tries));
}

/* Rules that can be none, and the least that is one. */
SCENARIO(rules)
{
    struct rng rng = {arg_seed()};
    double more = thousandths(&rng, 1001, 9000), less = thousandths(&rng, 100, 999);
    const struct decision tries[] = {
        {more, less},      {less, less},     {less / 2, less},
        {more, 0.0},       {more, -0.0},     {more, -more},
        {less, -INFINITY}, {more, INFINITY}, {more, nextafter(1.0, 0.0)},
        {more, 1.0},       {less, 1.0},
    };
    try_decisions(tries, CASES(tries));
}

/* Factors that no measurement gives, and the least and the greatest that one can give. */
SCENARIO(impossible_factors)
{
    struct rng rng = {arg_seed()};
    double least = thousandths(&rng, 1001, 9000);
    const struct decision tries[] = {
        {0.0, least},        {-0.0, least},          {-least, least},
        {-2 * least, least}, {-DBL_TRUE_MIN, least}, {INFINITY, least},
        {-INFINITY, least},  {DBL_TRUE_MIN, least},  {DBL_MAX, least},
    };
    try_decisions(tries, CASES(tries));
}

SCENARIO(nan_decisions)
{
    struct rng rng = {arg_seed()};
    double least = thousandths(&rng, 1001, 9000), factor = thousandths(&rng, 100, 9000);
    const struct decision tries[] = {
        {NAN, least},  {factor, NAN},  {NAN, NAN},
        {-NAN, least}, {factor, -NAN}, {NAN, 1.0},
    };
    try_decisions(tries, CASES(tries));
}
