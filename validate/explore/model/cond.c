/*
 * cond.c - condition variables.
 *
 * A wait is two steps: EXPLORE_OP_WAIT gives the mutex up, EXPLORE_OP_WAKE takes it again.
 * Between them the thread's pending operation is EXPLORE_OP_WAKE on the condition, and
 * `signalled` tells whether a signal has chosen it. Which waiter a signal chooses, and
 * whether one wakes without a signal, are decisions of the schedule.
 */
#include <errno.h>

#include "cancel.h"
#include "clock.h"
#include "finding.h"
#include "models.h"
#include "mutex.h"
#include "schedule.h"
#include "strategy.h"

static struct object *cond_at(pthread_cond_t *cond)
{
    return object_at(cond, OBJECT_CONDITION, sizeof *cond);
}

static bool mutex_is_free(const struct thread *self)
{
    return self->mutex->owner == EXPLORE_NOBODY;
}

static bool can_wake(const struct thread *self)
{
    return self->signalled && mutex_is_free(self);
}

static bool is_waiting(const struct thread *thread, const struct object *condition)
{
    return !thread->ended && thread->pending.op == EXPLORE_OP_WAKE &&
           thread->pending.object == condition && !thread->signalled;
}

/* Fills in who waits, first come first; returns how many. */
static unsigned find_waiters(const struct object *condition, struct thread *waiters[])
{
    unsigned count = 0;
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        struct thread *thread = &schedule.threads[i];
        if (!is_waiting(thread, condition))
            continue;
        unsigned place = count++;
        for (; place > 0 && waiters[place - 1]->wait_step > thread->wait_step; place--)
            waiters[place] = waiters[place - 1];
        waiters[place] = thread;
    }
    return count;
}

/* A mutex that no thread has locked yet stands in no step. */
static const char *label_of(const struct object *mutex)
{
    return mutex->mutex.locked_step > 0 ? mutex->label : report_label(mutex);
}

static void check_mutex(struct object *condition, struct object *mutex,
                        const struct thread *self)
{
    if (mutex->owner != self->id)
        stop_with(EXPLORE_MISUSE,
                  "%s waits for %s%s without holding %s: lock it before the wait.",
                  self->name, condition->label, report_at(self->site), label_of(mutex));
    if (mutex->mutex.depth > 1)
        stop_with(EXPLORE_MISUSE,
                  "%s waits for %s%s with %s locked %u times: the wait unlocks it once "
                  "only, so nobody else can ever lock it.",
                  self->name, condition->label, report_at(self->site), mutex->label,
                  mutex->mutex.depth);
    struct thread *waiters[EXPLORE_MAX_THREADS];
    if (condition->condition.mutex != mutex && find_waiters(condition, waiters) > 0)
        stop_with(EXPLORE_MISUSE,
                  "%s waits for %s%s with %s while %s waits for it with %s: all waiters "
                  "have to use one mutex.",
                  self->name, condition->label, report_at(self->site), mutex->label,
                  waiters[0]->name, condition->condition.mutex->label);
}

/* A thread that was woken and waits again at once couldn't use the signal. */
static void note_unsatisfied(struct object *condition, const struct thread *self)
{
    struct last_signal *last = &condition->condition.last;
    bool at_once =
        self->woken_by == condition && self->step_count == self->woken_after + 1;
    if (at_once && last->unsatisfied == EXPLORE_NOBODY && self->signal_step == last->step)
        last->unsatisfied = self->id;
}

static int wait(struct object *condition, struct object *mutex, uint64_t deadline)
{
    struct thread *self = schedule.current;
    take_step((struct operation){.op = EXPLORE_OP_WAIT,
                                 .object = condition,
                                 .second = mutex->address,
                                 .deadline = NO_DEADLINE});
    check_mutex(condition, mutex, self);
    note_unsatisfied(condition, self);
    condition->condition.mutex = mutex;
    self->mutex = mutex;
    self->signalled = false;
    self->locked_step = mutex->mutex.locked_step;
    self->wait_step = schedule.step_count;
    mutex_release(mutex, self);
    enum explore_wake wake = take_step((struct operation){.op = EXPLORE_OP_WAKE,
                                                          .object = condition,
                                                          .second = mutex->address,
                                                          .ready = can_wake,
                                                          .may_wake = mutex_is_free,
                                                          .deadline = deadline,
                                                          .may_be_spurious = true});
    mutex_take(mutex, self);
    if (self->cancelled && !self->signalled)
        cancel_here(self);
    self->woken_by = wake == EXPLORE_READY ? condition : NULL;
    self->woken_after = self->step_count;
    if (wake != EXPLORE_TIMEOUT)
        return 0;
    last_step()->failed = true;
    return ETIMEDOUT;
}

static void choose_waiter(struct thread *waiter)
{
    waiter->signalled = true;
    waiter->signal_step = schedule.step_count;
}

static void wake(struct object *condition, enum explore_op op)
{
    struct thread *self = schedule.current;
    take_plain_step(op, condition);
    struct thread *waiters[EXPLORE_MAX_THREADS];
    unsigned count = find_waiters(condition, waiters);
    bool all = op == EXPLORE_OP_BROADCAST;
    unsigned chosen = count > 0 && !all ? strategy_choose_waiter(waiters, count) : 0;
    condition->condition.last = (struct last_signal){
        .sent = true,
        .broadcast = all,
        .step = schedule.step_count,
        .thread = self->id,
        .site = self->site,
        .waiters = count,
        .woken = count > 0 ? waiters[chosen]->id : EXPLORE_NOBODY,
        .unsatisfied = EXPLORE_NOBODY,
    };
    if (count == 0)
        return;
    last_step()->woken = (uint8_t)waiters[chosen]->id;
    for (unsigned i = 0; i < count; i++)
        if (all || i == chosen)
            choose_waiter(waiters[i]);
}

int explore_pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attr)
{
    ENTER();
    clockid_t clock = CLOCK_REALTIME;
    if (attr != NULL)
        pthread_condattr_getclock(attr, &clock);
    int error = pthread_cond_init(cond, attr);
    if (error == 0)
        object_init(cond, OBJECT_CONDITION, sizeof *cond)->condition.clock = clock;
    return error;
}

int explore_pthread_cond_destroy(pthread_cond_t *cond)
{
    struct thread *self = ENTER();
    struct object *object = cond_at(cond);
    take_plain_step(EXPLORE_OP_COND_DESTROY, object);
    struct thread *waiters[EXPLORE_MAX_THREADS];
    if (find_waiters(object, waiters) > 0)
        stop_with(EXPLORE_MISUSE, "%s destroys %s%s while %s waits for it%s.", self->name,
                  object->label, report_at(self->site), waiters[0]->name,
                  report_at(waiters[0]->site));
    int error = pthread_cond_destroy(cond);
    if (error == 0)
        object_destroy(object);
    return error;
}

int explore_pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
    ENTER();
    return wait(cond_at(cond), mutex_at(mutex), NO_DEADLINE);
}

int explore_pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
                                   const struct timespec *until)
{
    ENTER();
    struct object *object = cond_at(cond);
    uint64_t deadline;
    if (clock_deadline(object->condition.clock, until, &deadline) == -1)
        return EINVAL;
    return wait(object, mutex_at(mutex), deadline);
}

int explore_pthread_cond_signal(pthread_cond_t *cond)
{
    ENTER();
    wake(cond_at(cond), EXPLORE_OP_SIGNAL);
    return 0;
}

int explore_pthread_cond_broadcast(pthread_cond_t *cond)
{
    ENTER();
    wake(cond_at(cond), EXPLORE_OP_BROADCAST);
    return 0;
}

int explore_pthread_cond_clockwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
                                   clockid_t clock, const struct timespec *until)
{
    ENTER();
    uint64_t deadline;
    if (clock_deadline(clock, until, &deadline) == -1)
        return EINVAL;
    return wait(cond_at(cond), mutex_at(mutex), deadline);
}
