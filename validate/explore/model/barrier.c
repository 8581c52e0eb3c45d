/*
 * barrier.c - barriers. The last thread to arrive is the one that gets
 * PTHREAD_BARRIER_SERIAL_THREAD; the others leave when the schedule lets them.
 */
#include <errno.h>

#include "finding.h"
#include "schedule.h"

static struct object *barrier_at(pthread_barrier_t *barrier)
{
    return object_at(barrier, OBJECT_BARRIER, sizeof *barrier);
}

static bool can_leave(const struct thread *self)
{
    return self->pending.object->barrier.round != self->barrier_round;
}

int explore_pthread_barrier_init(pthread_barrier_t *barrier,
                                 const pthread_barrierattr_t *attr, unsigned count)
{
    ENTER();
    int error = pthread_barrier_init(barrier, attr, count);
    if (error == 0)
        object_init(barrier, OBJECT_BARRIER, sizeof *barrier)->barrier.needed = count;
    return error;
}

int explore_pthread_barrier_destroy(pthread_barrier_t *barrier)
{
    struct thread *self = ENTER();
    struct object *object = barrier_at(barrier);
    take_plain_step(EXPLORE_OP_BARRIER_DESTROY, object);
    if (object->barrier.arrived > 0)
        stop_with(EXPLORE_MISUSE, "%s destroys %s%s while %u of %u threads wait there.",
                  self->name, object->label, report_at(self->site),
                  object->barrier.arrived, object->barrier.needed);
    pthread_barrier_destroy(barrier);
    object_destroy(object);
    return 0;
}

int explore_pthread_barrier_wait(pthread_barrier_t *barrier)
{
    struct thread *self = ENTER();
    struct object *object = barrier_at(barrier);
    take_plain_step(EXPLORE_OP_BARRIER_ARRIVE, object);
    if (object->barrier.needed == 0)
        stop_with(EXPLORE_MISUSE, "%s waits at %s%s, which was never initialised.",
                  self->name, object->label, report_at(self->site));
    clock_release(&object->clock);
    if (++object->barrier.arrived == object->barrier.needed) {
        object->barrier.arrived = 0;
        object->barrier.round++;
        clock_acquire(object->clock);
        return PTHREAD_BARRIER_SERIAL_THREAD;
    }
    self->barrier_round = object->barrier.round;
    take_step((struct operation){.op = EXPLORE_OP_BARRIER_LEAVE,
                                 .object = object,
                                 .ready = can_leave,
                                 .deadline = NO_DEADLINE});
    clock_acquire(object->clock);
    return 0;
}
