/*
 * process.c - the end of the process.
 *
 * exit is a step like any other: whatever the other threads would still do, they may do
 * before it. So a program that doesn't wait for its threads shows their work in some
 * schedules, and is cut off in others.
 */
#include "process.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"
#include "models.h"
#include "thread.h"

#define MAX_HANDLERS 64

enum handler_kind { AT_EXIT, ON_EXIT, AT_QUICK_EXIT };

struct handler {
    enum handler_kind kind;
    union {
        void (*plain)(void);
        void (*with_status)(int status, void *arg);
    };
    void *arg; /* of on_exit */
};

static struct handler handlers[MAX_HANDLERS];
static unsigned handler_count;
static unsigned lasting; /* the first ones: registered before main */

void process_reset(void)
{
    handler_count = lasting;
}

static int add_handler(struct handler handler)
{
    if (handler_count == MAX_HANDLERS) {
        errno = ENOMEM;
        return -1;
    }
    handlers[handler_count++] = handler;
    if (!explore_is_running())
        lasting = handler_count;
    return 0;
}

static bool belongs(const struct handler *handler, bool quick)
{
    return (handler->kind == AT_QUICK_EXIT) == quick;
}

/* The last one comes first. One that registers another is followed by that one. A second
 * exit goes on where the first has come to. */
static bool call_handlers(bool quick, int status)
{
    bool any = false;
    while (handler_count > 0) {
        struct handler handler = handlers[--handler_count];
        if (!belongs(&handler, quick))
            continue;
        any = true;
        if (handler.kind == ON_EXIT)
            handler.with_status(status, handler.arg);
        else
            handler.plain();
    }
    return any;
}

/* What the handlers did is done, but until the process ends others may still run. */
static void run_handlers(struct thread *self, bool quick, int status)
{
    const void *site = self->site;
    if (!call_handlers(quick, status))
        return;
    self->site = site;
    take_plain_step(EXPLORE_OP_EXIT, NULL);
}

void process_call_handlers(struct thread *self)
{
    run_handlers(self, false, 0);
}

static void note_status(int status)
{
    schedule.exit_status = status & UINT8_MAX;
}

void explore_main_returns(int status)
{
    note_status(status);
}

/* Threads that are alive are cut off, locks that are held don't matter: that is what an
 * explicit exit asks for. */
static _Noreturn void end(const char *name, bool calls_handlers, bool quick, int status)
{
    struct thread *self = schedule.current;
    if (!schedule.options.program)
        unsupported_call(name, self->site);
    take_plain_step(EXPLORE_OP_EXIT, NULL);
    if (calls_handlers)
        run_handlers(self, quick, status);
    note_status(status);
    thread_end_all();
}

void explore_exit(int status)
{
    if (!explore_is_running())
        exit(status);
    ENTER();
    end("exit", true, false, status);
}

void explore_quick_exit(int status)
{
    if (!explore_is_running())
        quick_exit(status);
    ENTER();
    end("quick_exit", true, true, status);
}

void explore__exit(int status)
{
    if (!explore_is_running())
        _Exit(status);
    ENTER();
    end("_exit", false, false, status);
}

void explore__Exit(int status)
{
    if (!explore_is_running())
        _Exit(status);
    ENTER();
    end("_Exit", false, false, status);
}

int explore_atexit(void (*routine)(void))
{
    return add_handler((struct handler){.kind = AT_EXIT, .plain = routine});
}

int explore_at_quick_exit(void (*routine)(void))
{
    return add_handler((struct handler){.kind = AT_QUICK_EXIT, .plain = routine});
}

int explore_on_exit(void (*routine)(int status, void *arg), void *arg)
{
    return add_handler(
        (struct handler){.kind = ON_EXIT, .with_status = routine, .arg = arg});
}
