/*
 * atomic_uses.c - the atomic accesses to a word: who, and what their stores have
 * released.
 */
#include "cells.h"
#include "pool.h"
#include "shadow.h"

/* One thread's atomic accesses of a kind to the same bytes: the last one. */
struct use {
    struct use *next;
    uint32_t thread;
    enum explore_op op;
    uint8_t begin, end; /* bytes of the word */
    epoch_t epoch;
    uint32_t site;
    uint32_t step;
};

/* What is known of a word with atomic accesses; found by its address. */
struct atomic_word {
    uintptr_t word;
    struct atomic_word *next; /* in its bucket */
    struct use *uses;
    struct release releases[WORD]; /* by the object's first byte */
};

#define BUCKETS 1024

static struct {
    uint32_t generation;
    struct atomic_word *first;
} buckets[BUCKETS];

static struct atomic_word *atomic_word_of(uintptr_t address)
{
    uintptr_t word = address / WORD;
    unsigned i = (unsigned)(word * 0x9e3779b97f4a7c15u >> 54);
    if (buckets[i].generation != cell_generation) {
        buckets[i].generation = cell_generation;
        buckets[i].first = NULL;
    }
    for (struct atomic_word *known = buckets[i].first; known != NULL; known = known->next)
        if (known->word == word)
            return known;
    struct atomic_word *fresh = pool_get(sizeof *fresh);
    *fresh = (struct atomic_word){.word = word, .next = buckets[i].first};
    for (unsigned at = 0; at < WORD; at++)
        fresh->releases[at].head = EXPLORE_NOBODY;
    buckets[i].first = fresh;
    return fresh;
}

struct release *shadow_release_at(uintptr_t address)
{
    return &atomic_word_of(address)->releases[address % WORD];
}

void uses_check(const struct access *access, uintptr_t word, unsigned begin, unsigned end)
{
    for (const struct use *use = atomic_word_of(word)->uses; use != NULL; use = use->next)
        if (use->begin < end && begin < use->end &&
            (op_changes(use->op) || op_changes(access->op)) &&
            !epoch_is_before(use->epoch, access->clock))
            shadow_note(access, use->op, use->epoch, use->site, use->step);
}

void uses_add(const struct access *access, uintptr_t word, unsigned begin, unsigned end)
{
    struct atomic_word *known = atomic_word_of(word);
    struct use *use = known->uses;
    while (use != NULL && (use->thread != access->thread || use->op != access->op ||
                           use->begin != begin || use->end != end))
        use = use->next;
    if (use == NULL) {
        use = pool_get(sizeof *use);
        *use = (struct use){.next = known->uses,
                            .thread = access->thread,
                            .op = access->op,
                            .begin = (uint8_t)begin,
                            .end = (uint8_t)end};
        known->uses = use;
    }
    use->epoch = access->epoch;
    use->site = access->site;
    use->step = access->step;
}
