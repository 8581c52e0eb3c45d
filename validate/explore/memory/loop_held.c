/*
 * loop_held.c - what threads take and give back: locks, read-write locks, semaphores. It is a part of
 * the state that comes back when they do, unlike a change of memory.
 */
#include "loop_state.h"

#define WRITER 256 /* how often an rwlock is held by its writer: unlike any reader */

/* What one holder of an object, or a semaphore, adds to the state. */
static uint64_t share_of(const struct object *object, uint32_t holder, uint64_t count)
{
    uint64_t x = (uintptr_t)object->address ^ (uint64_t)holder << 56 ^ count << 48;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    return count == 0 ? 0 : x ^ (x >> 29);
}

static void change_share(struct loop *loop, const struct object *object, uint32_t holder,
                         uint64_t before, uint64_t after)
{
    uint64_t change = share_of(object, holder, before) ^ share_of(object, holder, after);
    loop->own ^= change;
    loop_held ^= change;
    loop_state ^= change;
}

/* Is there room to remember it? */
static bool note_taken(struct loop *loop, const struct object *object)
{
    if (loop->taken.count == LOOP_TAKEN)
        return false;
    loop->taken.objects[loop->taken.count++] = object;
    return true;
}

/* To give back what was held at the snapshot may let others go on that waited for it then:
 * the snapshot proves nothing any more. */
static void note_given(struct loop *loop, const struct object *object)
{
    const struct object **taken = loop->taken.objects;
    unsigned i = loop->taken.count;
    while (i > 0 && taken[i - 1] != object)
        i--;
    if (i > 0)
        taken[i - 1] = taken[--loop->taken.count];
    else
        loop->snapshot.live = loop->endless = false;
}

/* How often the current thread holds the lock. */
static uint64_t held_by_self(const struct object *object)
{
    uint32_t self = schedule.current->id;
    if (object->kind != OBJECT_RWLOCK)
        return object->owner == self ? object->mutex.depth : 0;
    return object->owner == self ? WRITER : object->readers.held[self];
}

/* An rwlock that the current thread has unlocked; who got it last tells for what it was. */
static uint64_t held_before_unlock(const struct object *object)
{
    bool wrote = object->got == EXPLORE_OP_WRLOCK || object->got == EXPLORE_OP_TRYWRLOCK;
    return wrote ? WRITER : held_by_self(object) + 1;
}

bool loop_settle_held(struct loop *loop, const struct operation *done)
{
    const struct object *object = done->object;
    uint32_t self = schedule.current->id;
    switch (done->op) {
    case EXPLORE_OP_LOCK:
    case EXPLORE_OP_TRYLOCK:
    case EXPLORE_OP_RDLOCK:
    case EXPLORE_OP_TRYRDLOCK:
        change_share(loop, object, self, held_by_self(object) - 1, held_by_self(object));
        return note_taken(loop, object);
    case EXPLORE_OP_WRLOCK:
    case EXPLORE_OP_TRYWRLOCK:
        change_share(loop, object, self, 0, held_by_self(object));
        return note_taken(loop, object);
    case EXPLORE_OP_UNLOCK:
        change_share(loop, object, self, held_by_self(object) + 1, held_by_self(object));
        note_given(loop, object);
        return true;
    case EXPLORE_OP_RWUNLOCK:
        change_share(loop, object, self, held_before_unlock(object),
                     held_by_self(object));
        note_given(loop, object);
        return true;
    case EXPLORE_OP_SEM_WAIT:
    case EXPLORE_OP_SEM_TRYWAIT:
        change_share(loop, object, UINT8_MAX, object->value + 1, object->value);
        return note_taken(loop, object);
    case EXPLORE_OP_SEM_POST:
        change_share(loop, object, UINT8_MAX, object->value - 1, object->value);
        note_given(loop, object);
        return true;
    default:
        return false;
    }
}
