/*
 * semaphore.c - unnamed semaphores. One that was never initialised has the value 0, as
 * static memory has.
 */
#include <errno.h>
#include <limits.h>

#include "clock.h"
#include "finding.h"
#include "models.h"
#include "schedule.h"

static struct object *sem_at(sem_t *sem)
{
    return object_at(sem, OBJECT_SEMAPHORE, sizeof *sem);
}

static bool can_take(const struct thread *self)
{
    return self->pending.object->value > 0;
}

static const struct thread *find_waiter(const struct object *semaphore)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        const struct thread *thread = &schedule.threads[i];
        if (thread != schedule.current && !thread->ended &&
            thread->pending.op == EXPLORE_OP_SEM_WAIT &&
            thread->pending.object == semaphore)
            return thread;
    }
    return NULL;
}

static int fail(int error)
{
    errno = error;
    return -1;
}

/* What was done before any of the posts happened before this. */
static void take_one(struct object *semaphore)
{
    semaphore->value--;
    clock_acquire(semaphore->clock);
}

static int take(struct object *semaphore, uint64_t deadline)
{
    enum explore_wake wake = take_step((struct operation){.op = EXPLORE_OP_SEM_WAIT,
                                                          .object = semaphore,
                                                          .ready = can_take,
                                                          .deadline = deadline});
    if (wake == EXPLORE_TIMEOUT) {
        last_step()->failed = true;
        return fail(ETIMEDOUT);
    }
    take_one(semaphore);
    return 0;
}

int explore_sem_init(sem_t *sem, int shared, unsigned value)
{
    ENTER();
    if (sem_init(sem, shared, value) == -1)
        return -1;
    object_init(sem, OBJECT_SEMAPHORE, sizeof *sem)->value = value;
    return 0;
}

int explore_sem_destroy(sem_t *sem)
{
    struct thread *self = ENTER();
    struct object *semaphore = sem_at(sem);
    take_plain_step(EXPLORE_OP_SEM_DESTROY, semaphore);
    const struct thread *waiter = find_waiter(semaphore);
    if (waiter != NULL)
        stop_with(EXPLORE_MISUSE, "%s destroys %s%s while %s waits for it%s.", self->name,
                  semaphore->label, report_at(self->site), waiter->name,
                  report_at(waiter->site));
    sem_destroy(sem);
    object_destroy(semaphore);
    return 0;
}

int explore_sem_wait(sem_t *sem)
{
    ENTER();
    return take(sem_at(sem), NO_DEADLINE);
}

int explore_sem_trywait(sem_t *sem)
{
    ENTER();
    struct object *semaphore = sem_at(sem);
    take_plain_step(EXPLORE_OP_SEM_TRYWAIT, semaphore);
    if (semaphore->value == 0) {
        step_failed();
        return fail(EAGAIN);
    }
    take_one(semaphore);
    return 0;
}

int explore_sem_timedwait(sem_t *sem, const struct timespec *until)
{
    ENTER();
    uint64_t deadline;
    if (clock_deadline(CLOCK_REALTIME, until, &deadline) == -1)
        return -1;
    return take(sem_at(sem), deadline);
}

int explore_sem_post(sem_t *sem)
{
    ENTER();
    struct object *semaphore = sem_at(sem);
    take_plain_step(EXPLORE_OP_SEM_POST, semaphore);
    if (semaphore->value == SEM_VALUE_MAX) {
        last_step()->failed = true;
        return fail(EOVERFLOW);
    }
    semaphore->value++;
    clock_release(&semaphore->clock);
    return 0;
}

/* A value that is looked at again and again is a poll: others get a turn. */
int explore_sem_getvalue(sem_t *sem, int *value)
{
    ENTER();
    struct object *semaphore = sem_at(sem);
    take_plain_step(EXPLORE_OP_SEM_GETVALUE, semaphore);
    step_was_retry();
    *value = (int)semaphore->value;
    return 0;
}

int explore_sem_clockwait(sem_t *sem, clockid_t clock, const struct timespec *until)
{
    ENTER();
    uint64_t deadline;
    if (clock_deadline(clock, until, &deadline) == -1)
        return -1;
    return take(sem_at(sem), deadline);
}
