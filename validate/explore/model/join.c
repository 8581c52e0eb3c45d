/*
 * join.c - threads by their pthread_t: join, detach, equal.
 *
 * A pthread_t of the explorer is a number of its own, the same in every schedule.
 */
#include <errno.h>

#include "clock.h"
#include "clocks.h"
#include "finding.h"
#include "library.h"
#include "models.h"
#include "schedule.h"
#include "thread.h"

#define HANDLE_BASE 0x7ead0000ul /* so that a pthread_t isn't taken for a small number */

pthread_t thread_handle(const struct thread *thread)
{
    return (pthread_t)(HANDLE_BASE + thread->id);
}

struct thread *thread_of(pthread_t handle, enum explore_op op)
{
    unsigned long id = (unsigned long)handle - HANDLE_BASE;
    if (id < schedule.thread_count)
        return &schedule.threads[id];
    struct thread *self = schedule.current;
    self->pending = (struct operation){.op = op};
    stop_with(EXPLORE_MISUSE,
              "%s %s something%s that isn't a thread: its pthread_t was never set by a "
              "pthread_create that succeeded.",
              self->name, explore_op_name(op), report_at(self->site));
}

/* Ready as well for what is a mistake: it is reported at once. */
static bool can_join(const struct thread *self)
{
    const struct thread *target = self->pending.target;
    return target->ended || target->detached || target->joined || target == self;
}

static void check_joinable(const struct thread *self, const struct thread *target,
                           enum explore_op op)
{
    const char *why = NULL;
    if (target->joined)
        why = "a second time: it was joined before";
    else if (target->detached)
        why = "although it is detached";
    else if (target == self)
        why = ": itself";
    else if (target->id == 0 && !schedule.options.program)
        why = ": the thread that runs the scenario";
    if (why != NULL)
        stop_with(EXPLORE_MISUSE, "%s %s %s%s%s%s.", self->name, explore_op_name(op),
                  target->name, report_at(self->site), why[0] == ':' ? "" : ", ", why);
}

/* The end of all joins that have got their thread. */
static void finish_join(const struct thread *self, struct thread *target, void **result)
{
    check_joinable(self, target, EXPLORE_OP_JOIN);
    target->joined = true;
    clocks_join(self->id, target->id);
    *result = target->result;
}

int thread_join(pthread_t thread, uint64_t deadline, void **result)
{
    struct thread *self = schedule.current;
    struct thread *target = thread_of(thread, EXPLORE_OP_JOIN);
    enum explore_wake wake = take_step((struct operation){.op = EXPLORE_OP_JOIN,
                                                          .target = target,
                                                          .ready = can_join,
                                                          .deadline = deadline});
    if (wake == EXPLORE_TIMEOUT) {
        last_step()->failed = true;
        return ETIMEDOUT;
    }
    finish_join(self, target, result);
    return 0;
}

static int thread_tryjoin(pthread_t thread, void **result)
{
    struct thread *self = schedule.current;
    struct thread *target = thread_of(thread, EXPLORE_OP_JOIN);
    take_step((struct operation){
        .op = EXPLORE_OP_JOIN, .target = target, .deadline = NO_DEADLINE});
    if (!target->ended && !target->detached) {
        step_failed();
        return EBUSY;
    }
    finish_join(self, target, result);
    return 0;
}

/* Hands what a join brought to the program, which may not want it. */
static int deliver(int error, void *brought, void **result, const void *site)
{
    if (error != 0 || result == NULL)
        return error;
    writes(result, sizeof *result, site);
    *result = brought;
    return 0;
}

int explore_pthread_join(pthread_t thread, void **result)
{
    const void *site = CALL_SITE();
    void *brought;
    int error = thread_join(thread, NO_DEADLINE, &brought);
    return deliver(error, brought, result, site);
}

static int join_until(pthread_t thread, void **result, clockid_t clock,
                      const struct timespec *until, const void *site)
{
    uint64_t deadline = NO_DEADLINE; /* without a time it waits like pthread_join */
    void *brought;
    if (until != NULL && clock_deadline(clock, until, &deadline) == -1)
        return EINVAL;
    int error = thread_join(thread, deadline, &brought);
    return deliver(error, brought, result, site);
}

int explore_pthread_clockjoin_np(pthread_t thread, void **result, clockid_t clock,
                                 const struct timespec *until)
{
    return join_until(thread, result, clock, until, CALL_SITE());
}

int explore_pthread_timedjoin_np(pthread_t thread, void **result,
                                 const struct timespec *until)
{
    return join_until(thread, result, CLOCK_REALTIME, until, CALL_SITE());
}

int explore_pthread_tryjoin_np(pthread_t thread, void **result)
{
    const void *site = CALL_SITE();
    void *brought;
    int error = thread_tryjoin(thread, &brought);
    return deliver(error, brought, result, site);
}

int explore_pthread_detach(pthread_t thread)
{
    struct thread *self = ENTER();
    struct thread *target = thread_of(thread, EXPLORE_OP_DETACH);
    take_step((struct operation){
        .op = EXPLORE_OP_DETACH, .target = target, .deadline = NO_DEADLINE});
    if (target != self)
        check_joinable(self, target, EXPLORE_OP_DETACH);
    target->detached = true;
    return 0;
}

pthread_t explore_pthread_self(void)
{
    struct thread *self = ENTER();
    return thread_handle(self);
}

int explore_pthread_equal(pthread_t a, pthread_t b)
{
    explore_at(NULL);
    return a == b;
}
