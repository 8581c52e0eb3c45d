/*
 * catalog_maker_test.c - unit tests of the seeded numbers and the catalogs made of them:
 * the probe and its check must make the same, and other seeds must make others. Link with
 * validate/common/catalog_maker.c.
 */
#include "catalog_maker.h"

#include <criterion/criterion.h>
#include <string.h>

#include "rng.h"

#define COUNT 500

static const struct catalog_limits LIMITS = {.lookup_us_most = 2000,
                                             .hash_rounds_most = 21};

/* ---- numbers --------------------------------------------------------------------- */

/* The reference's first three for the seed 0: the same on every machine. */
Test(rng, is_splitmix64)
{
    struct rng rng = {0};
    cr_assert_eq(rng_next(&rng), 0xe220a8397b1dcdafull);
    cr_assert_eq(rng_next(&rng), 0x6e789e6aa1b965f4ull);
    cr_assert_eq(rng_next(&rng), 0x06c45d188009454full);
}

Test(rng, a_range_is_kept_and_both_ends_are_reached)
{
    struct rng rng = {42};
    int seen[7] = {0};
    for (int i = 0; i < 1000; i++) {
        int64_t number = rng_range(&rng, -3, 3);
        cr_assert(number >= -3 && number <= 3);
        seen[number + 3]++;
    }
    for (int i = 0; i < 7; i++)
        cr_assert_gt(seen[i], 0, "%d never came", i - 3);
}

Test(rng, a_range_of_one_number)
{
    struct rng rng = {42};
    for (int i = 0; i < 10; i++)
        cr_assert_eq(rng_range(&rng, 5, 5), 5);
}

/* ---- catalogs -------------------------------------------------------------------- */

static CatalogEntry *make(uint64_t seed)
{
    static CatalogEntry entries[2][COUNT];
    static int which;
    which = !which;
    memset(entries[which], which ? 0x5a : 0xa5, sizeof entries[which]);
    make_catalog(seed, LIMITS, entries[which], COUNT);
    return entries[which];
}

/* All bytes: also the padding and what stands behind a title's end. */
Test(catalog_maker, the_same_seed_makes_the_same_bytes)
{
    CatalogEntry *one = make(7);
    cr_assert_eq(memcmp(one, make(7), COUNT * sizeof *one), 0);
}

Test(catalog_maker, other_seeds_make_others)
{
    for (uint64_t seed = 1; seed < 20; seed++) {
        CatalogEntry *one = make(0), *other = make(seed);
        int same_ids = 0, same_titles = 0;
        for (int i = 0; i < COUNT; i++) {
            same_ids += one[i].id == other[i].id;
            same_titles += strcmp(one[i].title, other[i].title) == 0;
        }
        cr_assert_lt(same_ids, COUNT / 10, "%d ids are the same", same_ids);
        cr_assert_lt(same_titles, COUNT / 10, "%d titles are the same", same_titles);
    }
}

Test(catalog_maker, ids_are_unique_positive_and_in_no_order)
{
    CatalogEntry *entries = make(3);
    int steps_up = 0;
    for (int i = 0; i < COUNT; i++) {
        cr_assert_gt(entries[i].id, 0);
        for (int j = 0; j < i; j++)
            cr_assert_neq(entries[i].id, entries[j].id);
        steps_up += i > 0 && entries[i].id > entries[i - 1].id;
    }
    cr_assert(steps_up > COUNT / 4 && steps_up < COUNT * 3 / 4, "sorted: %d", steps_up);
}

Test(catalog_maker, work_stays_within_its_limits)
{
    CatalogEntry *entries = make(3);
    for (int i = 0; i < COUNT; i++) {
        cr_assert(entries[i].lookup_us >= 1000 && entries[i].lookup_us <= 2000);
        cr_assert(entries[i].hash_rounds >= 11 && entries[i].hash_rounds <= 21);
        cr_assert(memchr(entries[i].title, '\0', TITLE_SIZE));
        cr_assert_str_not_empty(entries[i].title);
    }
}

Test(catalog_maker, no_work_at_all_is_allowed)
{
    CatalogEntry entry;
    make_catalog(1, (struct catalog_limits){0, 0}, &entry, 1);
    cr_assert_eq(entry.lookup_us, 0);
    cr_assert_eq(entry.hash_rounds, 0);
}

Test(catalog_maker, nothing_beyond_the_count_is_touched)
{
    CatalogEntry entries[3], untouched;
    memset(entries, 0x5a, sizeof entries);
    memset(&untouched, 0x5a, sizeof untouched);
    make_catalog(1, LIMITS, entries, 2);
    cr_assert_eq(memcmp(&entries[2], &untouched, sizeof untouched), 0);
    make_catalog(1, LIMITS, entries + 2, 0);
    cr_assert_eq(memcmp(&entries[2], &untouched, sizeof untouched), 0);
}
