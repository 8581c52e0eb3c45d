#include "catalog_maker.h"

#include <stdio.h>
#include <string.h>

#include "rng.h"

static unsigned upper_half(struct rng *rng, unsigned most)
{
    return (unsigned)rng_range(rng, (most + 1) / 2, most);
}

/* Ids grow by random steps and are shuffled afterwards: unique, unsorted, and not equal to
 * any index. */
static void make_ids(struct rng *rng, CatalogEntry *entries, size_t count)
{
    int id = (int)rng_range(rng, 100, 999);
    for (size_t i = 0; i < count; i++) {
        entries[i].id = id;
        id += (int)rng_range(rng, 1, 9);
    }
    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)rng_range(rng, 0, (int64_t)i - 1);
        int swapped = entries[i - 1].id;
        entries[i - 1].id = entries[j].id;
        entries[j].id = swapped;
    }
}

static void make_title(struct rng *rng, CatalogEntry *entry)
{
    static const char *const first[] = {"Silent", "Golden", "Borrowed", "Northern",
                                        "Hollow", "Paper",  "Electric", "Second"};
    static const char *const last[] = {"Harbour", "Garden", "Engine",  "Letter",
                                       "Winter",  "Mirror", "Orchard", "Signal"};
    snprintf(entry->title, sizeof entry->title, "%s %s %u", first[rng_range(rng, 0, 7)],
             last[rng_range(rng, 0, 7)], (unsigned)rng_range(rng, 1, 99999));
}

void make_catalog(uint64_t seed, struct catalog_limits limits, CatalogEntry *entries,
                  size_t count)
{
    struct rng rng = {seed};
    memset(entries, 0, count * sizeof *entries);
    make_ids(&rng, entries, count);
    for (size_t i = 0; i < count; i++) {
        make_title(&rng, &entries[i]);
        entries[i].lookup_us = upper_half(&rng, limits.lookup_us_most);
        entries[i].hash_rounds = upper_half(&rng, limits.hash_rounds_most);
    }
}
