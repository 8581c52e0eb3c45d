/*
 * thread_set.h - a set of threads, by number.
 */
#ifndef THREAD_SET_H
#define THREAD_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "explore.h"

struct thread_set {
    uint64_t words[EXPLORE_MAX_THREADS / 64];
};

static inline bool set_has(const struct thread_set *set, unsigned thread)
{
    return set->words[thread / 64] >> thread % 64 & 1;
}

static inline void set_add(struct thread_set *set, unsigned thread)
{
    set->words[thread / 64] |= 1ull << thread % 64;
}

static inline void set_remove(struct thread_set *set, unsigned thread)
{
    set->words[thread / 64] &= ~(1ull << thread % 64);
}

static inline bool set_is_empty(const struct thread_set *set)
{
    return (set->words[0] | set->words[1]) == 0;
}

static inline struct thread_set set_union(struct thread_set a, struct thread_set b)
{
    return (struct thread_set){{a.words[0] | b.words[0], a.words[1] | b.words[1]}};
}

static inline struct thread_set set_without(struct thread_set a, struct thread_set b)
{
    return (struct thread_set){{a.words[0] & ~b.words[0], a.words[1] & ~b.words[1]}};
}

/* The lowest number in the set, which isn't empty. */
static inline unsigned set_first(const struct thread_set *set)
{
    return set->words[0] != 0 ? (unsigned)__builtin_ctzll(set->words[0])
                              : 64 + (unsigned)__builtin_ctzll(set->words[1]);
}

#endif
