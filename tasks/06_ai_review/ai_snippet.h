/*
 * ai_snippet.h - the contract of task 6, second half. Read-only: your work goes into
 * ai_snippet.c.
 *
 * An assistant was asked for a function that looks the whole catalog up and sums up what
 * came back, with threads. What it wrote is in ai_snippet.c. Hold it against this
 * contract, find what is wrong, and repair it.
 */
#ifndef AI_SNIPPET_H
#define AI_SNIPPET_H

#include <stddef.h>

#include "jobs.h"

/* What the look-ups of a whole catalog brought. */
typedef struct CatalogSummary {
    size_t found;    /* look-ups that were answered */
    size_t failed;   /* look-ups that failed; found + failed is the catalog's size */
    int oldest_year; /* the least year of all answers; 0 if there was no answer */
    int newest_year; /* the greatest year of all answers; 0 if there was no answer */
    long year_total; /* the sum of the years of all answers */
} CatalogSummary;

/*
 * Looks up each entry of the catalog exactly once, with io_fetch, on `workers` threads,
 * and sums up the answers. A look-up that fails is counted, and the rest goes on.
 *
 *   catalog  `count` entries; not changed, and nothing beyond them is read
 *   count    0 is valid: the summary is then all zeros
 *   workers  how many threads at most, 1 or more. As many as that look up at the same
 *            time while there are enough entries left. May be greater than count.
 *   summary  receives the outcome; owned by the caller
 *
 * Returns 0, however many look-ups failed; or -1 with errno set:
 *   EINVAL     workers is 0, summary is NULL, or count isn't 0 and catalog is NULL
 *   ENOMEM     out of memory
 *   otherwise  what pthread_create returned (as its man page says, it doesn't set errno)
 * Whatever is returned: every thread that was started has been joined, all memory that
 * the call allocated has been freed, and nobody uses *summary any more. After a failure
 * its contents are unspecified, and entries that weren't looked up yet need not be.
 */
int summarize_catalog(const CatalogEntry *catalog, size_t count, unsigned workers,
                      CatalogSummary *summary);

#endif
