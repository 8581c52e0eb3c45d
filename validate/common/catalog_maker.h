/*
 * catalog_maker.h - catalogs made up from a seed.
 *
 * The probe and the check that judges it each make the same catalog from the same seed, so
 * that no expected answer ever has to travel through the probe.
 */
#ifndef CATALOG_MAKER_H
#define CATALOG_MAKER_H

#include <stddef.h>
#include <stdint.h>

#include "jobs.h"

/* What scenarios get when their check doesn't say otherwise. */
#define JOB_SET_COUNT       8
#define JOB_SET_LOOKUP_US   2000
#define JOB_SET_HASH_ROUNDS 2

/* Bounds of what is made up; zero is allowed everywhere. */
struct catalog_limits {
    unsigned lookup_us_most;   /* longest look-up, microseconds */
    unsigned hash_rounds_most; /* most rounds of a checksum */
};

/* Fills `count` entries: unique ids in no order, random titles and amounts of work within
 * the limits (each at least half of its most). */
void make_catalog(uint64_t seed, struct catalog_limits limits, CatalogEntry *entries,
                  size_t count);

#endif
