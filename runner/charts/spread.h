/*
 * spread.h - repeated measurements: the middle one, and how far they lie apart.
 */
#ifndef SPREAD_H
#define SPREAD_H

#include <stdbool.h>

/* What repeated measurements come to. */
struct spread {
    int count;     /* of measurements; 0: the rest is unset */
    double median; /* of an even number: the mean of the two in the middle */
    double low;    /* where the interval begins */
    double high;   /* and ends */
    bool
        confidence; /* the interval holds the true median with at least 95 % confidence; else
                        it goes from the smallest measurement to the largest */
};

/*
 * The spread of `count` values, which are sorted in place. The interval is the distribution-free one
 * between two order statistics, by the binomial distribution with p = 1/2 (Conover, Practical
 * Nonparametric Statistics, section on confidence intervals for quantiles). Six values are the
 * fewest that have one of 95 %.
 */
struct spread spread_of(double *values, int count);

#endif
