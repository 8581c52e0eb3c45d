/* mistake: a worker hands back the address of a sum on its own stack
 * fails: every_entry_once, failed_lookups_are_counted, failed_start_is_cleaned_up, no_data_race
 * says: in a function that has returned
 * file: ai_snippet.c
 */
#include "ai_snippet.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>

typedef struct Part {
    const CatalogEntry *entries;
    size_t count;
    unsigned workers; /* this one included */
    int error;        /* why a thread below couldn't be started */
    CatalogSummary *sum;
} Part;

static const CatalogSummary NOTHING = { .oldest_year = INT_MAX, .newest_year = INT_MIN };

static void merge(CatalogSummary *into, const CatalogSummary *other)
{
    into->found += other->found;
    into->failed += other->failed;
    into->year_total += other->year_total;
    if (other->oldest_year < into->oldest_year) into->oldest_year = other->oldest_year;
    if (other->newest_year > into->newest_year) into->newest_year = other->newest_year;
}

static void add_one(CatalogSummary *sum, const CatalogEntry *entry)
{
    Metadata m;
    if (io_fetch(entry, &m) == -1)
        sum->failed++;
    else
        merge(sum, &(CatalogSummary){ 1, 0, m.year, m.year, m.year });
}

static void *run_part(void *argument)
{
    Part *part = argument;
    CatalogSummary sum = NOTHING;
    part->sum = &sum;
    part->error = 0;
    if (part->workers < 2 || part->count < 2) {
        for (size_t i = 0; i < part->count; i++)
            add_one(part->sum, &part->entries[i]);
        return part;
    }
    unsigned upper_workers = part->workers / 2, lower_workers = part->workers - upper_workers;
    size_t lower_count = (size_t)((unsigned long long)part->count * lower_workers / part->workers);
    Part upper = { .entries = part->entries + lower_count, .count = part->count - lower_count,
                   .workers = upper_workers };
    Part lower = { .entries = part->entries, .count = lower_count, .workers = lower_workers };
    pthread_t thread;
    part->error = pthread_create(&thread, NULL, run_part, &upper);
    if (part->error != 0)
        return part;
    run_part(&lower);
    part->error = pthread_join(thread, NULL);
    if (part->error == 0) part->error = lower.error;
    if (part->error == 0) part->error = upper.error;
    merge(part->sum, lower.sum);
    merge(part->sum, upper.sum);
    return part;
}

int summarize_catalog(const CatalogEntry *catalog, size_t count, unsigned workers, CatalogSummary *summary)
{
    if (workers == 0 || summary == NULL || (catalog == NULL && count > 0)) {
        errno = EINVAL;
        return -1;
    }
    Part whole = { .entries = catalog, .count = count, .workers = workers < count ? workers : (unsigned)count };
    run_part(&whole);
    if (whole.error != 0) {
        errno = whole.error;
        return -1;
    }
    *summary = *whole.sum;
    if (summary->found == 0)
        summary->oldest_year = summary->newest_year = 0;
    return 0;
}
