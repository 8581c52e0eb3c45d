/*
 * rwlock.c - read-write locks. Readers come in while a writer waits, as in glibc.
 *
 * Where glibc notices that a thread would wait for itself it returns EDEADLK, and so does
 * this: a write lock by the writer, a read lock by the writer. A write lock by a reader
 * waits for ever, there and here.
 */
#include <errno.h>
#include <limits.h>

#include "clock.h"
#include "finding.h"
#include "models.h"
#include "schedule.h"

static struct object *rwlock_at(pthread_rwlock_t *lock)
{
    return object_at(lock, OBJECT_RWLOCK, sizeof *lock);
}

static bool is_writer(const struct object *lock, const struct thread *thread)
{
    return lock->owner == thread->id;
}

static bool can_read(const struct thread *self)
{
    const struct object *lock = self->pending.object;
    return lock->owner == EXPLORE_NOBODY || is_writer(lock, self);
}

static bool can_write(const struct thread *self)
{
    const struct object *lock = self->pending.object;
    return (lock->owner == EXPLORE_NOBODY && lock->readers.total == 0) ||
           is_writer(lock, self);
}

static void note_holder(struct object *lock, struct thread *self)
{
    lock->got = self->pending.op;
    lock->got_at = self->site;
}

/* Returns 0, or EAGAIN: more read locks than can be counted. */
static int add_reader(struct object *lock, struct thread *self)
{
    uint8_t *held = &lock->readers.held[self->id];
    if (*held == UINT8_MAX)
        return EAGAIN;
    if ((*held)++ == 0)
        self->locks_held++;
    lock->readers.total++;
    note_holder(lock, self);
    clock_acquire(lock->clock);
    return 0;
}

static void make_writer(struct object *lock, struct thread *self)
{
    lock->owner = self->id;
    self->locks_held++;
    note_holder(lock, self);
    clock_acquire(lock->clock);
    clock_acquire(lock->readers_clock);
}

static int lock_for(struct object *lock, enum explore_op op, uint64_t deadline)
{
    struct thread *self = schedule.current;
    bool reads = op == EXPLORE_OP_RDLOCK;
    enum explore_wake wake =
        take_step((struct operation){.op = op,
                                     .object = lock,
                                     .ready = reads ? can_read : can_write,
                                     .deadline = deadline});
    if (wake == EXPLORE_TIMEOUT) {
        last_step()->failed = true;
        return ETIMEDOUT;
    }
    if (is_writer(lock, self)) {
        last_step()->failed = true;
        return EDEADLK;
    }
    if (reads)
        return add_reader(lock, self);
    make_writer(lock, self);
    return 0;
}

static int try_for(struct object *lock, enum explore_op op)
{
    struct thread *self = schedule.current;
    bool reads = op == EXPLORE_OP_TRYRDLOCK;
    take_plain_step(op, lock);
    if (lock->owner != EXPLORE_NOBODY || (!reads && lock->readers.total > 0)) {
        step_failed();
        return EBUSY;
    }
    if (reads)
        return add_reader(lock, self);
    make_writer(lock, self);
    return 0;
}

int explore_pthread_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attr)
{
    ENTER();
    int error = pthread_rwlock_init(lock, attr);
    if (error == 0)
        object_init(lock, OBJECT_RWLOCK, sizeof *lock);
    return error;
}

int explore_pthread_rwlock_destroy(pthread_rwlock_t *lock)
{
    struct thread *self = ENTER();
    struct object *object = rwlock_at(lock);
    take_plain_step(EXPLORE_OP_RWLOCK_DESTROY, object);
    if (object->owner != EXPLORE_NOBODY || object->readers.total > 0)
        stop_with(EXPLORE_MISUSE, "%s destroys %s%s while it is locked; it was taken%s.",
                  self->name, object->label, report_at(self->site),
                  report_at(object->got_at));
    pthread_rwlock_destroy(lock);
    object_destroy(object);
    return 0;
}

int explore_pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
    ENTER();
    return lock_for(rwlock_at(lock), EXPLORE_OP_RDLOCK, NO_DEADLINE);
}

int explore_pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
    ENTER();
    return lock_for(rwlock_at(lock), EXPLORE_OP_WRLOCK, NO_DEADLINE);
}

int explore_pthread_rwlock_timedrdlock(pthread_rwlock_t *lock,
                                       const struct timespec *until)
{
    ENTER();
    uint64_t deadline;
    if (clock_deadline(CLOCK_REALTIME, until, &deadline) == -1)
        return EINVAL;
    return lock_for(rwlock_at(lock), EXPLORE_OP_RDLOCK, deadline);
}

int explore_pthread_rwlock_timedwrlock(pthread_rwlock_t *lock,
                                       const struct timespec *until)
{
    ENTER();
    uint64_t deadline;
    if (clock_deadline(CLOCK_REALTIME, until, &deadline) == -1)
        return EINVAL;
    return lock_for(rwlock_at(lock), EXPLORE_OP_WRLOCK, deadline);
}

int explore_pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
    ENTER();
    return try_for(rwlock_at(lock), EXPLORE_OP_TRYRDLOCK);
}

int explore_pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
    ENTER();
    return try_for(rwlock_at(lock), EXPLORE_OP_TRYWRLOCK);
}

int explore_pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
    struct thread *self = ENTER();
    struct object *object = rwlock_at(lock);
    take_plain_step(EXPLORE_OP_RWUNLOCK, object);
    uint8_t *held = &object->readers.held[self->id];
    if (is_writer(object, self)) {
        object->owner = EXPLORE_NOBODY;
        self->locks_held--;
        clock_release(&object->clock);
        return 0;
    }
    if (*held == 0)
        stop_with(EXPLORE_MISUSE, "%s unlocks %s%s, which it doesn't hold.", self->name,
                  object->label, report_at(self->site));
    object->readers.total--;
    clock_release(&object->readers_clock);
    if (--*held == 0)
        self->locks_held--;
    return 0;
}

int explore_pthread_rwlock_clockrdlock(pthread_rwlock_t *lock, clockid_t clock,
                                       const struct timespec *until)
{
    ENTER();
    uint64_t deadline;
    if (clock_deadline(clock, until, &deadline) == -1)
        return EINVAL;
    return lock_for(rwlock_at(lock), EXPLORE_OP_RDLOCK, deadline);
}

int explore_pthread_rwlock_clockwrlock(pthread_rwlock_t *lock, clockid_t clock,
                                       const struct timespec *until)
{
    ENTER();
    uint64_t deadline;
    if (clock_deadline(clock, until, &deadline) == -1)
        return EINVAL;
    return lock_for(rwlock_at(lock), EXPLORE_OP_WRLOCK, deadline);
}
