/*
 * ai_snippet.c: each worker has its own stripe of the catalog and its own sums; they are
 * added up after the last join, so nothing is shared while anybody runs.
 *
 * file: ai_snippet.c
 */
#include "ai_snippet.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

typedef struct Stripe {
    pthread_t thread;
    const CatalogEntry *catalog;
    size_t count, first, step;
    CatalogSummary sums;
} Stripe;

static void *run_stripe(void *argument)
{
    Stripe *stripe = argument;
    CatalogSummary *sums = &stripe->sums;
    for (size_t i = stripe->first; i < stripe->count; i += stripe->step) {
        Metadata metadata;
        if (io_fetch(&stripe->catalog[i], &metadata) != 0) {
            sums->failed++;
            continue;
        }
        if (sums->found++ == 0)
            sums->oldest_year = sums->newest_year = metadata.year;
        if (metadata.year < sums->oldest_year)
            sums->oldest_year = metadata.year;
        if (metadata.year > sums->newest_year)
            sums->newest_year = metadata.year;
        sums->year_total += metadata.year;
    }
    return NULL;
}

static void merge(CatalogSummary *into, const CatalogSummary *sums)
{
    if (sums->found > 0) {
        if (into->found == 0 || sums->oldest_year < into->oldest_year)
            into->oldest_year = sums->oldest_year;
        if (into->found == 0 || sums->newest_year > into->newest_year)
            into->newest_year = sums->newest_year;
    }
    into->found += sums->found;
    into->failed += sums->failed;
    into->year_total += sums->year_total;
}

int summarize_catalog(const CatalogEntry *catalog, size_t count, unsigned workers,
                      CatalogSummary *summary)
{
    if (workers == 0 || summary == NULL || (catalog == NULL && count != 0)) {
        errno = EINVAL;
        return -1;
    }
    CatalogSummary all = {0};
    Stripe *stripes = calloc(workers, sizeof *stripes);
    size_t started = 0;
    int error = 0;
    if (stripes == NULL)
        return -1;
    for (; started < workers && started < count; started++) {
        Stripe *stripe = &stripes[started];
        *stripe = (Stripe){.catalog = catalog, .count = count, .first = started,
                           .step = workers};
        error = pthread_create(&stripe->thread, NULL, run_stripe, stripe);
        if (error != 0)
            break;
    }
    for (size_t i = 0; i < started; i++) {
        pthread_join(stripes[i].thread, NULL);
        merge(&all, &stripes[i].sums);
    }
    free(stripes);
    if (error != 0) {
        errno = error;
        return -1;
    }
    *summary = all;
    return 0;
}
