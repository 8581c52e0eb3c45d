/*
 * once.c - pthread_once: the first thread runs the routine, the others wait until it has
 * returned. A routine that calls pthread_once with its own control waits for itself. One that
 * doesn't return, as its thread is cancelled, was never called.
 */
#include "once.h"

static bool can_pass(const struct thread *self)
{
    const struct object *once = self->pending.object;
    return once->done || once->owner == EXPLORE_NOBODY;
}

int explore_pthread_once(pthread_once_t *control, void (*routine)(void))
{
    struct thread *self = ENTER();
    struct object *once = object_at(control, OBJECT_ONCE, sizeof *control);
    take_step((struct operation){.op = EXPLORE_OP_ONCE,
                                 .object = once,
                                 .ready = can_pass,
                                 .deadline = NO_DEADLINE});
    if (once->done) {
        clock_acquire(once->clock);
        return 0;
    }
    once->owner = self->id;
    once->got = EXPLORE_OP_ONCE;
    once->got_at = self->site;
    routine();
    self->site = once->got_at;
    take_plain_step(EXPLORE_OP_ONCE_DONE, once);
    once->owner = EXPLORE_NOBODY;
    once->done = true;
    clock_release(&once->clock);
    return 0;
}

void once_give_up(const struct thread *thread)
{
    struct object *object;
    for (size_t i = 0; (object = object_number(i)) != NULL; i++)
        if (object->kind == OBJECT_ONCE && object->owner == thread->id)
            object->owner = EXPLORE_NOBODY;
}
