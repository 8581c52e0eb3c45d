/*
 * dependence.c - how two effects on one thing relate.
 */
#include "dependence.h"

static bool overlap(const struct effect *a, const struct effect *b)
{
    return a->first <= b->last && b->first <= a->last;
}

/* What only makes room for the later one, which couldn't come before. */
static enum relation enabling(const struct effect *later)
{
    return later->blocks ? FOLLOWS : RACES;
}

static enum relation after_share(const struct effect *later)
{
    bool alike = later->kind == EFFECT_SHARE || later->kind == EFFECT_UNSHARE ||
                 later->kind == EFFECT_READ;
    return alike ? INDEPENDENT : RACES;
}

static enum relation after_unshare(const struct effect *later)
{
    return later->kind == EFFECT_TAKE ? enabling(later) : after_share(later);
}

static enum relation after_give(const struct effect *later)
{
    bool takes = later->kind == EFFECT_TAKE || later->kind == EFFECT_SHARE;
    return takes ? enabling(later) : RACES;
}

static enum relation after_read(const struct effect *later)
{
    return later->kind == EFFECT_READ || later->kind == EFFECT_SHARE ||
                   later->kind == EFFECT_UNSHARE
               ? INDEPENDENT
               : RACES;
}

static enum relation after_post(const struct effect *later)
{
    if (later->kind == EFFECT_POST)
        return INDEPENDENT;
    bool needed = later->kind == EFFECT_DRAW && later->value < 2;
    return needed ? enabling(later) : RACES;
}

/* A signal that chose a thread enables its wakeup; that is known without a relation. */
static enum relation after_condition(const struct effect *earlier,
                                     const struct effect *later)
{
    bool signals = later->kind == EFFECT_SIGNAL || later->kind == EFFECT_MISS ||
                   later->kind == EFFECT_WRITE;
    if (earlier->kind == EFFECT_MISS && later->kind == EFFECT_MISS)
        return INDEPENDENT;
    if (earlier->kind == EFFECT_SLEEP)
        return signals || later->kind == EFFECT_SLEEP ? RACES : INDEPENDENT;
    if (earlier->kind == EFFECT_LEAVE)
        return signals ? RACES : INDEPENDENT;
    return RACES;
}

static enum relation after_arrival(const struct effect *earlier,
                                   const struct effect *later)
{
    if (later->kind != EFFECT_PASS || earlier->value > later->value)
        return RACES;
    return earlier->value == later->value ? FOLLOWS : INDEPENDENT;
}

static enum relation after_end(const struct effect *later)
{
    return later->kind == EFFECT_JOIN ? enabling(later) : INDEPENDENT;
}

enum relation relation_of(const struct effect *earlier, const struct effect *later)
{
    if (earlier->thing != later->thing || !overlap(earlier, later))
        return INDEPENDENT;
    switch ((enum effect_kind)earlier->kind) {
    case EFFECT_WRITE:
    case EFFECT_TAKE:
    case EFFECT_DRAW:
    case EFFECT_JOIN:
        return RACES;
    case EFFECT_READ:
        return after_read(later);
    case EFFECT_GIVE:
        return after_give(later);
    case EFFECT_SHARE:
        return after_share(later);
    case EFFECT_UNSHARE:
        return after_unshare(later);
    case EFFECT_POST:
        return after_post(later);
    case EFFECT_SLEEP:
    case EFFECT_SIGNAL:
    case EFFECT_MISS:
    case EFFECT_LEAVE:
        return after_condition(earlier, later);
    case EFFECT_ARRIVE:
        return after_arrival(earlier, later);
    case EFFECT_PASS:
        return later->kind == EFFECT_PASS ? INDEPENDENT : RACES;
    case EFFECT_END:
        return after_end(later);
    case EFFECT_DETACH:
        return later->kind == EFFECT_END ? INDEPENDENT : RACES;
    }
    __builtin_unreachable();
}

bool is_total(const struct effect *effect)
{
    return effect->kind == EFFECT_WRITE || effect->kind == EFFECT_TAKE ||
           effect->kind == EFFECT_DRAW;
}

bool any_dependent(const struct effect *done, unsigned done_count,
                   const struct effect *pending, unsigned pending_count)
{
    for (unsigned i = 0; i < done_count; i++)
        for (unsigned j = 0; j < pending_count; j++)
            if (relation_of(&done[i], &pending[j]) != INDEPENDENT)
                return true;
    return false;
}
