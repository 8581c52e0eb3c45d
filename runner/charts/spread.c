/* spread.c - see spread.h. */
#include "spread.h"

#include <math.h>
#include <stdlib.h>

#define TAIL 0.025 /* of the binomial distribution, left out at each side */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The largest k for which at most k - 1 of `count` fair coins show heads with a probability of at
 * most TAIL: the k-th smallest value and the k-th largest bound the interval. 0: there is none. */
static int rank_of_bound(int count)
{
    double term = pow(0.5, count), sum = 0;
    int rank = 0;
    while (sum + term <= TAIL) {
        sum += term;
        term = term * (count - rank) / (rank + 1);
        rank++;
    }
    return rank;
}

struct spread spread_of(double *values, int count)
{
    struct spread spread = {.count = count};
    if (count == 0)
        return spread;
    qsort(values, (size_t)count, sizeof *values, by_size);
    int rank = rank_of_bound(count);
    spread.median = (values[(count - 1) / 2] + values[count / 2]) / 2;
    spread.confidence = rank > 0;
    spread.low = values[rank > 0 ? rank - 1 : 0];
    spread.high = values[rank > 0 ? count - rank : count - 1];
    return spread;
}
