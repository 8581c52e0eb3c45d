/*
 * performance.h - the contract of task 3. Read-only: your work goes into performance.c.
 *
 * Did it pay? Speedup = old seconds / new seconds. And the rule by which a team keeps
 * concurrent code, or throws it away: a rule that is written down as code.
 */
#ifndef PERFORMANCE_H
#define PERFORMANCE_H

/*
 * Computes how many times faster the new code is than the old.
 *
 *   old_seconds  the baseline, elapsed seconds; finite and greater than 0
 *   new_seconds  the same work by the new code; finite and greater than 0
 *   factor       receives old_seconds / new_seconds: 2.0 is twice as fast, 1.0 means that
 *                nothing was gained, 0.5 means that it takes twice as long
 *
 * Returns 0; or -1 with errno set, *factor untouched:
 *   EINVAL  a time is zero, negative, infinite or not a number (nobody can measure that);
 *           or factor is NULL
 *   ERANGE  the times are valid, but no finite double greater than 0 holds the quotient
 */
int speedup(double old_seconds, double new_seconds, double *factor);

/*
 * Decides whether concurrent code is worth keeping.
 *
 *   factor         the speedup that was measured
 *   least_speedup  the least speedup that the team accepts; 1.0 or more: nobody keeps
 *                  threads to be slower than without
 *
 * Returns 1 if it is worth it: factor reaches least_speedup, and meeting it exactly is
 * enough; 0 if it isn't; or -1 with errno set:
 *   EINVAL  factor isn't finite and greater than 0, or least_speedup isn't finite and at
 *           least 1.0: there is nothing to decide on
 */
int is_worth_concurrency(double factor, double least_speedup);

#endif
