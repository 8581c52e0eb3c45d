/*
 * sets.h - sets of numbers, and of pairs of sites.
 */
#ifndef FUZZ_SETS_H
#define FUZZ_SETS_H

#include <stdlib.h>

#include "program.h"

#define SET_SIZE   (1u << 20)
#define MOST_PAIRS 64

/* A set of numbers. */
struct set {
    unsigned count;
    uint64_t *members; /* SET_SIZE places; 0: free */
};

static void set_clear(struct set *set)
{
    if (set->members == NULL || set->count > SET_SIZE / 64) {
        free(set->members);
        set->members = calloc(SET_SIZE, sizeof *set->members);
    } else if (set->count > 0) {
        memset(set->members, 0, SET_SIZE * sizeof *set->members);
    }
    set->count = 0;
}

static uint64_t *set_place(const struct set *set, uint64_t member)
{
    size_t i = fuzz_mix(member, 3) & (SET_SIZE - 1);
    while (set->members[i] != 0 && set->members[i] != member)
        i = (i + 1) & (SET_SIZE - 1);
    return &set->members[i];
}

/* Returns true if it wasn't there. */
static bool set_insert(struct set *set, uint64_t member)
{
    uint64_t *place = set_place(set, member);
    if (*place == member)
        return false;
    *place = member;
    set->count++;
    return true;
}

/* A member of the first that isn't in the second; 0: there is none. */
static uint64_t set_lacks(const struct set *first, const struct set *second)
{
    for (size_t i = 0; i < SET_SIZE && first->count > 0; i++)
        if (first->members[i] != 0 && *set_place(second, first->members[i]) == 0)
            return first->members[i];
    return 0;
}

/* Two sites whose accesses race. */
struct pair {
    uint32_t low, high;
};

struct pairs {
    unsigned count;
    struct pair pairs[MOST_PAIRS];
};

static void pairs_add(struct pairs *pairs, const void *a, const void *b)
{
    struct pair pair = {(uint32_t)(uintptr_t)a, (uint32_t)(uintptr_t)b};
    if (pair.low > pair.high)
        pair = (struct pair){pair.high, pair.low};
    for (unsigned i = 0; i < pairs->count; i++)
        if (pairs->pairs[i].low == pair.low && pairs->pairs[i].high == pair.high)
            return;
    if (pairs->count < MOST_PAIRS)
        pairs->pairs[pairs->count++] = pair;
}

#endif
