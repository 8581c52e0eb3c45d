/*
 * races.c - the table of races of a search, the words that raced, and the points.
 */
#include "races.h"

#include "access.h"
#include "finding.h"
#include "locals.h"
#include "shadow.h"

#define MAX_RACES 256  /* pairs of sites that a search tells apart */
#define MAX_WORDS 4096 /* that raced; and that are points */

/* Words of memory, each once. */
struct words {
    unsigned count;
    uintptr_t words[MAX_WORDS];
};

static struct race races[MAX_RACES];
static unsigned count;
static uint64_t generation;                  /* number of the schedule */
static const struct race *first_of_schedule; /* NULL: none yet */
static struct words racing, points;

/* ---- races ----------------------------------------------------------------------- */

void races_reset(void)
{
    count = 0;
    racing.count = 0;
    first_of_schedule = NULL;
}

void races_begin_schedule(void)
{
    generation++;
    first_of_schedule = NULL;
}

unsigned race_count(void)
{
    return count;
}

const struct race *race_at(unsigned i)
{
    return &races[i];
}

bool race_is_current(const struct race *race)
{
    return race->in_schedule == generation;
}

const struct race *race_of_schedule(void)
{
    return first_of_schedule;
}

static bool same_access(const struct race_access *a, const struct race_access *b)
{
    return a->site == b->site && a->op == b->op;
}

/* The entry for two sites and what they do, in either order; NULL: there is none. */
static struct race *find(const struct race_access *a, const struct race_access *b)
{
    for (unsigned i = 0; i < count; i++) {
        struct race *race = &races[i];
        if ((same_access(&race->first, a) && same_access(&race->second, b)) ||
            (same_access(&race->first, b) && same_access(&race->second, a)))
            return race;
    }
    return NULL;
}

const struct race *race_like(const struct race *race)
{
    const struct race *known = find(&race->first, &race->second);
    return known != NULL && race_is_current(known) ? known : NULL;
}

static void add_word(struct words *words, uintptr_t word)
{
    for (unsigned i = 0; i < words->count; i++)
        if (words->words[i] == word)
            return;
    if (words->count < MAX_WORDS)
        words->words[words->count++] = word;
}

void race_note(const struct race_access *earlier, const struct race_access *now,
               const void *address, size_t size)
{
    if (locals_are_swapped(address))
        return;
    struct race *race = find(earlier, now);
    bool known = race != NULL;
    if (known && race_is_current(race) && race->location.address == (uintptr_t)address)
        return;
    uintptr_t begin = (uintptr_t)address & ~(WORD - 1);
    for (uintptr_t word = begin; word < (uintptr_t)address + size; word += WORD)
        add_word(&racing, word);
    if (known && race_is_current(race))
        return;
    if (!known && count == MAX_RACES)
        return;
    if (!known)
        race = &races[count++];
    *race = (struct race){.first = *earlier,
                          .second = *now,
                          .location = locate(address, size),
                          .in_schedule = generation};
    if (first_of_schedule == NULL)
        first_of_schedule = race;
}

/* ---- points ---------------------------------------------------------------------- */

bool point_add(const void *address)
{
    uintptr_t word = (uintptr_t)address & ~(WORD - 1);
    if (points.count == MAX_WORDS || shadow_set_point(word, true))
        return false;
    points.words[points.count++] = word;
    return true;
}

unsigned points_add_races(void)
{
    unsigned added = 0;
    for (unsigned i = 0; i < racing.count; i++)
        added += point_add((const void *)racing.words[i]);
    return added;
}

void points_clear(void)
{
    for (unsigned i = 0; i < points.count; i++)
        shadow_set_point(points.words[i], false);
    points.count = 0;
}

unsigned point_count(void)
{
    return points.count;
}

const void *point_at(unsigned i)
{
    return (const void *)points.words[i];
}
