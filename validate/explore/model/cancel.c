/*
 * cancel.c - pthread_cleanup_push and pthread_cancel.
 *
 * A thread that is cancelled ends at its next operation that POSIX calls a cancellation point,
 * among those that are steps; if it waits there it wakes up for that. A condition wait that has
 * got a signal returns first. To be cancelled at any other moment (asynchronously) isn't
 * modelled.
 *
 * In C pthread_cleanup_push is a macro: it saves with sigsetjmp where its handler is to be
 * called, and registers that place. pthread_exit jumps to the innermost one, which calls the
 * handler and then __pthread_unwind_next.
 */
#include "cancel.h"

#include <errno.h>
#include <setjmp.h>
#include <string.h>

#include "clocks.h"
#include "library.h"
#include "models.h"
#include "thread.h"

#define NEXT_OUTWARDS 0 /* place in a buffer's __pad: the buffer around it */

/* ---- cleaning up ------------------------------------------------------------------ */

void cancel_clean_up(struct thread *self)
{
    __pthread_unwind_buf_t *buffer = self->cleanup;
    if (buffer == NULL)
        return;
    /* A sigjmp_buf begins like the buffer, with the registers and the flag that there is no
     * signal mask behind them. */
    sigjmp_buf place;
    /* cppcheck-suppress uninitvar */
    memcpy(place, buffer->__cancel_jmp_buf, sizeof buffer->__cancel_jmp_buf);
    siglongjmp(place, 1);
}

void explore___pthread_register_cancel(__pthread_unwind_buf_t *buffer)
{
    struct thread *self = ENTER();
    buffer->__pad[NEXT_OUTWARDS] = self->cleanup;
    self->cleanup = buffer;
}

void explore___pthread_unregister_cancel(__pthread_unwind_buf_t *buffer)
{
    struct thread *self = ENTER();
    self->cleanup = buffer->__pad[NEXT_OUTWARDS];
}

void explore___pthread_unwind_next(__pthread_unwind_buf_t *buffer)
{
    struct thread *self = ENTER();
    self->cleanup = buffer->__pad[NEXT_OUTWARDS];
    thread_leave(self);
}

/* ---- cancelling -------------------------------------------------------------------- */

static bool is_cancellation_point(enum explore_op op)
{
    switch (op) {
    case EXPLORE_OP_WAIT:
    case EXPLORE_OP_WAKE:
    case EXPLORE_OP_JOIN:
    case EXPLORE_OP_SEM_WAIT:
    case EXPLORE_OP_SLEEP:
    case EXPLORE_OP_PIPE_READ:
    case EXPLORE_OP_PIPE_WRITE:
    case EXPLORE_OP_POLL:
    case EXPLORE_OP_TESTCANCEL:
        return true;
    default:
        return false;
    }
}

static bool may_end_here(const struct thread *thread)
{
    return !thread->cancel_disabled && is_cancellation_point(thread->pending.op);
}

bool cancel_wakes(const struct thread *thread)
{
    const struct operation *pending = &thread->pending;
    return may_end_here(thread) &&
           (pending->may_wake == NULL || pending->may_wake(thread));
}

void cancel_here(struct thread *self)
{
    if (!may_end_here(self))
        return;
    last_step()->failed = true;
    self->cancel_disabled = true;
    clock_acquire(self->cancel_clock);
    self->result = PTHREAD_CANCELED;
    thread_leave(self);
}

int explore_pthread_cancel(pthread_t thread)
{
    ENTER();
    struct thread *target = thread_of(thread, EXPLORE_OP_CANCEL);
    take_step((struct operation){
        .op = EXPLORE_OP_CANCEL, .target = target, .deadline = NO_DEADLINE});
    clock_release(&target->cancel_clock);
    target->cancelled = true;
    return target->ended && target->joined ? ESRCH : 0;
}

int explore_pthread_setcancelstate(int state, int *before)
{
    struct thread *self = ENTER();
    if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE)
        return EINVAL;
    if (before != NULL) {
        writes(before, sizeof *before, self->site);
        *before = self->cancel_disabled ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
    }
    self->cancel_disabled = state == PTHREAD_CANCEL_DISABLE;
    return 0;
}

int explore_pthread_setcanceltype(int type, int *before)
{
    const void *site = CALL_SITE();
    if (type == PTHREAD_CANCEL_ASYNCHRONOUS)
        unsupported_call("pthread_setcanceltype", site);
    if (before != NULL) {
        writes(before, sizeof *before, site);
        *before = PTHREAD_CANCEL_DEFERRED;
    }
    return type == PTHREAD_CANCEL_DEFERRED ? 0 : EINVAL;
}

/* Who does little else waits for it. */
void explore_pthread_testcancel(void)
{
    ENTER();
    take_plain_step(EXPLORE_OP_TESTCANCEL, NULL);
    step_was_retry();
}
