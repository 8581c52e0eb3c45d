/*
 * cleanup.c - pthread_cleanup_push, and what there is of cancellation: nobody is cancelled.
 *
 * In C pthread_cleanup_push is a macro: it saves with sigsetjmp where its handler is to be
 * called, and registers that place. pthread_exit jumps to the innermost one, which calls the
 * handler and then __pthread_unwind_next.
 */
#include "cleanup.h"

#include <setjmp.h>
#include <string.h>

#include "library.h"
#include "models.h"
#include "thread.h"

#define NEXT_OUTWARDS 0 /* place in a buffer's __pad: the buffer around it */

static __pthread_unwind_buf_t *innermost[EXPLORE_MAX_THREADS];

void cleanup_reset(void)
{
    memset(innermost, 0, sizeof innermost);
}

void cleanup_go_on(struct thread *self)
{
    __pthread_unwind_buf_t *buffer = innermost[self->id];
    if (buffer == NULL)
        return;
    /* A sigjmp_buf begins like the buffer, with the registers and the flag that there is no
     * signal mask behind them. */
    sigjmp_buf place;
    memcpy(place, buffer->__cancel_jmp_buf, sizeof buffer->__cancel_jmp_buf);
    siglongjmp(place, 1);
}

void explore___pthread_register_cancel(__pthread_unwind_buf_t *buffer)
{
    struct thread *self = ENTER();
    buffer->__pad[NEXT_OUTWARDS] = innermost[self->id];
    innermost[self->id] = buffer;
}

void explore___pthread_unregister_cancel(__pthread_unwind_buf_t *buffer)
{
    struct thread *self = ENTER();
    innermost[self->id] = buffer->__pad[NEXT_OUTWARDS];
}

void explore___pthread_unwind_next(__pthread_unwind_buf_t *buffer)
{
    struct thread *self = ENTER();
    innermost[self->id] = buffer->__pad[NEXT_OUTWARDS];
    thread_leave(self);
}

int explore_pthread_setcancelstate(int state, int *before)
{
    (void)state;
    if (before != NULL) {
        writes(before, sizeof *before, CALL_SITE());
        *before = PTHREAD_CANCEL_ENABLE;
    }
    return 0;
}

int explore_pthread_setcanceltype(int type, int *before)
{
    (void)type;
    if (before != NULL) {
        writes(before, sizeof *before, CALL_SITE());
        *before = PTHREAD_CANCEL_DEFERRED;
    }
    return 0;
}

void explore_pthread_testcancel(void)
{
}
