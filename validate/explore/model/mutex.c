/*
 * mutex.c - mutexes (normal, recursive, error-checking) and spin locks.
 *
 * A spin lock is a mutex here: its waiters don't spin, they aren't chosen until it is
 * free. What POSIX leaves undefined (to unlock what one doesn't hold, to lock a normal
 * mutex twice) ends the schedule with EXPLORE_MISUSE; where it defines an error
 * (recursive and error-checking mutexes), the error is returned.
 */
#include "mutex.h"

#include <errno.h>

#include "clock.h"
#include "finding.h"
#include "models.h"
#include "schedule.h"

#define ROBUST 16 /* bit of glibc's kind of a mutex */

/* glibc keeps the type in the lowest two bits, static initialisers included. */
static int type_of(const pthread_mutex_t *mutex)
{
    switch (mutex->__data.__kind & 3) {
    case PTHREAD_MUTEX_RECURSIVE_NP:
        return PTHREAD_MUTEX_RECURSIVE;
    case PTHREAD_MUTEX_ERRORCHECK_NP:
        return PTHREAD_MUTEX_ERRORCHECK;
    default:
        return PTHREAD_MUTEX_NORMAL;
    }
}

/* The type is read whenever the mutex is free: other memory may have come to its place. */
struct object *mutex_at(pthread_mutex_t *mutex)
{
    struct object *object = object_at(mutex, OBJECT_MUTEX, sizeof *mutex);
    if (object->owner == EXPLORE_NOBODY)
        object->mutex.type = type_of(mutex);
    return object;
}

bool mutex_is_robust(const struct object *object)
{
    const pthread_mutex_t *mutex = object->address;
    return object->kind == OBJECT_MUTEX && (mutex->__data.__kind & ROBUST) != 0;
}

static struct object *spin_at(pthread_spinlock_t *lock)
{
    return object_at((void *)lock, OBJECT_SPINLOCK, sizeof *lock);
}

void mutex_take(struct object *mutex, struct thread *self)
{
    mutex->owner = self->id;
    mutex->got = self->pending.op;
    mutex->got_at = self->site;
    mutex->mutex.depth = 1;
    mutex->mutex.locked_step = schedule.step_count;
    self->locks_held++;
    clock_acquire(mutex->clock);
}

void mutex_release(struct object *mutex, struct thread *self)
{
    mutex->owner = EXPLORE_NOBODY;
    mutex->mutex.depth = 0;
    self->locks_held--;
    clock_release(&mutex->clock);
}

/* Ready as well when the thread holds the mutex itself: a second lock is counted, an
 * error or a mistake, but nothing to wait for. */
static bool can_lock(const struct thread *self)
{
    const struct object *mutex = self->pending.object;
    return mutex->owner == EXPLORE_NOBODY || mutex->owner == self->id;
}

static int lock_again(struct object *mutex, struct thread *self)
{
    if (mutex->mutex.type == PTHREAD_MUTEX_RECURSIVE) {
        mutex->mutex.depth++;
        return 0;
    }
    if (mutex->mutex.type == PTHREAD_MUTEX_ERRORCHECK) {
        last_step()->failed = true;
        return EDEADLK;
    }
    stop_with(EXPLORE_MISUSE,
              "%s locks %s%s, which it holds already since it locked it%s: it waits for "
              "itself, for ever.",
              self->name, mutex->label, report_at(self->site), report_at(mutex->got_at));
}

static int lock(struct object *mutex, enum explore_op op, uint64_t deadline)
{
    struct thread *self = schedule.current;
    enum explore_wake wake = take_step((struct operation){
        .op = op, .object = mutex, .ready = can_lock, .deadline = deadline});
    if (wake == EXPLORE_TIMEOUT) {
        last_step()->failed = true;
        return ETIMEDOUT;
    }
    if (mutex->owner == self->id)
        return lock_again(mutex, self);
    mutex_take(mutex, self);
    return 0;
}

static int trylock(struct object *mutex)
{
    struct thread *self = schedule.current;
    take_plain_step(EXPLORE_OP_TRYLOCK, mutex);
    if (mutex->owner == EXPLORE_NOBODY) {
        mutex_take(mutex, self);
        return 0;
    }
    if (mutex->owner == self->id && mutex->mutex.type == PTHREAD_MUTEX_RECURSIVE) {
        mutex->mutex.depth++;
        return 0;
    }
    step_failed();
    return EBUSY;
}

static int unlock(struct object *mutex)
{
    struct thread *self = schedule.current;
    take_plain_step(EXPLORE_OP_UNLOCK, mutex);
    if (mutex->owner == self->id && mutex->mutex.depth > 1) {
        mutex->mutex.depth--;
        return 0;
    }
    if (mutex->owner == self->id) {
        mutex_release(mutex, self);
        return 0;
    }
    if (mutex->mutex.type != PTHREAD_MUTEX_NORMAL) {
        last_step()->failed = true;
        return EPERM;
    }
    if (mutex->owner == EXPLORE_NOBODY)
        stop_with(EXPLORE_MISUSE, "%s unlocks %s%s, but nobody holds it.", self->name,
                  mutex->label, report_at(self->site));
    stop_with(EXPLORE_MISUSE, "%s unlocks %s%s, but T%u holds it, which locked it%s.",
              self->name, mutex->label, report_at(self->site), (unsigned)mutex->owner,
              report_at(mutex->got_at));
}

static void destroy(struct object *mutex)
{
    struct thread *self = schedule.current;
    take_plain_step(EXPLORE_OP_MUTEX_DESTROY, mutex);
    if (mutex->owner != EXPLORE_NOBODY)
        stop_with(EXPLORE_MISUSE,
                  "%s destroys %s%s while T%u holds it, which locked it%s.", self->name,
                  mutex->label, report_at(self->site), (unsigned)mutex->owner,
                  report_at(mutex->got_at));
}

int explore_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attr)
{
    ENTER();
    int error = pthread_mutex_init(mutex, attr);
    if (error == 0)
        object_init(mutex, OBJECT_MUTEX, sizeof *mutex)->mutex.type = type_of(mutex);
    return error;
}

int explore_pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    ENTER();
    struct object *object = mutex_at(mutex);
    destroy(object);
    int error = pthread_mutex_destroy(mutex);
    if (error == 0)
        object_destroy(object);
    return error;
}

int explore_pthread_mutex_lock(pthread_mutex_t *mutex)
{
    ENTER();
    return lock(mutex_at(mutex), EXPLORE_OP_LOCK, NO_DEADLINE);
}

int explore_pthread_mutex_trylock(pthread_mutex_t *mutex)
{
    ENTER();
    return trylock(mutex_at(mutex));
}

int explore_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until)
{
    ENTER();
    uint64_t deadline;
    if (clock_deadline(CLOCK_REALTIME, until, &deadline) == -1)
        return EINVAL;
    return lock(mutex_at(mutex), EXPLORE_OP_TIMEDLOCK, deadline);
}

int explore_pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
                                    const struct timespec *until)
{
    ENTER();
    uint64_t deadline;
    if (clock_deadline(clock, until, &deadline) == -1)
        return EINVAL;
    return lock(mutex_at(mutex), EXPLORE_OP_TIMEDLOCK, deadline);
}

int explore_pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    ENTER();
    return unlock(mutex_at(mutex));
}

int explore_pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
    ENTER();
    int error = pthread_spin_init(lock, shared);
    if (error == 0)
        object_init((void *)lock, OBJECT_SPINLOCK, sizeof *lock);
    return error;
}

int explore_pthread_spin_destroy(pthread_spinlock_t *lock)
{
    ENTER();
    struct object *object = spin_at(lock);
    destroy(object);
    object_destroy(object);
    return 0;
}

int explore_pthread_spin_lock(pthread_spinlock_t *spinlock)
{
    ENTER();
    return lock(spin_at(spinlock), EXPLORE_OP_LOCK, NO_DEADLINE);
}

int explore_pthread_spin_trylock(pthread_spinlock_t *lock)
{
    ENTER();
    return trylock(spin_at(lock));
}

int explore_pthread_spin_unlock(pthread_spinlock_t *lock)
{
    ENTER();
    return unlock(spin_at(lock));
}
