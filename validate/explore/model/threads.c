/*
 * threads.c - the life of a thread: create, run, end.
 *
 * What a thread must have done when it ends, and the scenario when it returns, is checked
 * here.
 *
 * A scenario that is a whole program may do what a process may: its first thread may leave
 * by pthread_exit, and detached threads are cut off when it returns.
 */
#include "thread.h"

#include <errno.h>
#include <stdio.h>

#include "cancel.h"
#include "finding.h"
#include "keys.h"
#include "library.h"
#include "mutex.h"
#include "once.h"
#include "process.h"
#include "schedule.h"
#include "strategy.h"

/* A lock that the thread holds; NULL: none. */
static const struct object *lock_held_by(const struct thread *thread)
{
    const struct object *object;
    for (size_t i = 0; (object = object_number(i)) != NULL; i++) {
        bool lock = object->kind != OBJECT_ONCE && object->owner == thread->id;
        bool reads =
            object->kind == OBJECT_RWLOCK && object->readers.held[thread->id] > 0;
        if (lock || reads)
            return object;
    }
    return NULL;
}

/* `ends` says how it ended. */
static void check_no_lock_held(struct thread *thread, const char *ends)
{
    if (thread->locks_held == 0)
        return;
    const struct object *object = lock_held_by(thread);
    thread->pending.object = (struct object *)object;
    report_involve(thread);
    stop_with(EXPLORE_MISUSE, "%s %s while it still holds %s, which it took%s.",
              thread->name, ends, object->label, report_at(object->got_at));
}

/* Only when nothing graver has come of it: somebody may wait for that lock for ever. */
static void check_ended_threads(void)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++)
        if (schedule.threads[i].ended)
            check_no_lock_held(&schedule.threads[i], "ends");
}

/* A robust mutex outlives its owner: whoever locks it next is told. That isn't modelled. */
static void check_no_robust_mutex_held(struct thread *self)
{
    struct object *object;
    if (self->locks_held == 0)
        return;
    for (size_t i = 0; (object = object_number(i)) != NULL; i++) {
        if (object->owner != self->id || !mutex_is_robust(object))
            continue;
        self->pending.object = object;
        snprintf(report.call, sizeof report.call, "pthread_mutexattr_setrobust");
        stop_with(EXPLORE_UNSUPPORTED,
                  "%s ends while it holds the robust %s, which it took%s: the explorer "
                  "can't model what comes then.",
                  self->name, object->label, report_at(object->got_at));
    }
}

static bool others_are_alive(const struct thread *self)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++)
        if (&schedule.threads[i] != self && !schedule.threads[i].ended)
            return true;
    return false;
}

void thread_end_all(void)
{
    check_ended_threads();
    schedule_stop(EXPLORE_CLEAN);
}

/* The first thread of a program may have left before: the process ends with the last one. */
static _Noreturn void thread_end(struct thread *self, void *result)
{
    keys_destroy_values(self);
    self->site = NULL;
    take_plain_step(EXPLORE_OP_END, NULL);
    self->result = result;
    check_no_robust_mutex_held(self);
    if (!others_are_alive(self)) {
        process_call_handlers(self);
        check_no_lock_held(self, "ends");
        thread_end_all();
    }
    self->ended = true;
    leave_for_good();
}

/* A thread that nobody waits for any more: not at its very end, or still to be joined. In a
 * program only the latter: to be cut off at work is what a detached thread must expect. */
static bool is_left_behind(const struct thread *thread)
{
    bool at_work = !thread->ended && thread->pending.op != EXPLORE_OP_END;
    bool to_be_joined = !thread->joined && !thread->detached;
    return to_be_joined || (at_work && !schedule.options.program);
}

static void check_nobody_left_behind(void)
{
    const struct thread *first = NULL;
    for (uint32_t i = 1; i < schedule.thread_count; i++) {
        const struct thread *thread = &schedule.threads[i];
        if (!is_left_behind(thread))
            continue;
        struct explore_involved *entry = report_involve(thread);
        if (entry != NULL) {
            entry->holder = thread->creator;
            entry->held_by = EXPLORE_OP_CREATE;
            entry->held_at = thread->created_at;
        }
        if (first == NULL)
            first = thread;
    }
    if (first == NULL)
        return;
    struct text message = report_message();
    text_add(&message, "T0 returns, but %s, created%s, ", first->name,
             report_at(first->created_at));
    if (first->ended)
        text_add(&message, "was never joined. Join every thread that you create.");
    else
        text_add(&message,
                 "%s. Join every thread before the data that it uses goes away.",
                 first->detached ? "which is detached, is still at work"
                                 : "is still at work and wasn't joined");
    schedule_stop(EXPLORE_UNJOINED);
}

/* The step is like any other: whatever the threads would still do, they may do before it. */
static _Noreturn void scenario_end(struct thread *self)
{
    self->site = NULL;
    take_plain_step(EXPLORE_OP_RETURN, NULL);
    check_no_lock_held(self, "returns");
    process_call_handlers(self);
    check_ended_threads();
    check_nobody_left_behind();
    schedule_stop(EXPLORE_CLEAN);
}

void thread_main(void *arg)
{
    struct thread *self = arg;
    void *result = self->start(self->arg);
    if (self->id == 0)
        scenario_end(self);
    thread_end(self, result);
}

static bool wants_detached(const pthread_attr_t *attributes)
{
    int state = PTHREAD_CREATE_JOINABLE;
    if (attributes != NULL)
        pthread_attr_getdetachstate(attributes, &state);
    return state == PTHREAD_CREATE_DETACHED;
}

/* A program that wants more threads than can be modelled isn't told that they failed. */
static void check_thread_limit(struct thread *self)
{
    if (!schedule.options.program || thread_has_place())
        return;
    last_step()->failed = true;
    snprintf(report.call, sizeof report.call, "pthread_create");
    stop_with(EXPLORE_UNSUPPORTED,
              "%s creates a thread%s when there are %u already: the explorer can't model "
              "more at a time.",
              self->name, report_at(self->site), schedule.options.max_threads);
}

/* The handle is written when the thread may run already: to read it there is a race. */
int explore_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                           void *(*start)(void *), void *arg)
{
    struct thread *self = ENTER();
    const void *site = self->site;
    take_plain_step(EXPLORE_OP_CREATE, NULL);
    check_thread_limit(self);
    struct thread *created = strategy_call_fails() ? NULL : thread_add(start, arg);
    if (created == NULL) {
        last_step()->failed = true;
        return EAGAIN;
    }
    created->creator = self->id;
    created->created_at = site;
    created->detached = wants_detached(attributes);
    last_step()->target = (uint8_t)created->id;
    writes(thread, sizeof *thread, site);
    *thread = thread_handle(created);
    return 0;
}

void thread_leave(struct thread *self)
{
    cancel_clean_up(self);
    once_give_up(self);
    thread_end(self, self->result);
}

void explore_pthread_exit(void *result)
{
    struct thread *self = ENTER();
    if (self->id == 0 && !schedule.options.program)
        stop_with(EXPLORE_UNSUPPORTED,
                  "T0 calls pthread_exit%s: the scenario has to "
                  "return.",
                  report_at(self->site));
    self->result = result;
    thread_leave(self);
}
