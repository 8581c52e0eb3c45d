/* limit.c - see limit.h. */
#include "limit.h"

#include <math.h>

double curve_limit(unsigned workers, double share, int engines)
{
    double shared = share > 0 ? engines / share : INFINITY;
    return shared < workers ? shared : workers;
}
