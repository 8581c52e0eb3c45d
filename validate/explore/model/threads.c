/*
 * threads.c - the life of a thread: create, run, end, join, detach.
 *
 * A pthread_t of the explorer is a number of its own, the same in every schedule. What a
 * thread must have done when it ends, and the scenario when it returns, is checked here.
 */
#include "thread.h"

#include <errno.h>

#include "finding.h"
#include "keys.h"
#include "schedule.h"

#define HANDLE_BASE 0x7ead0000ul /* so that a pthread_t isn't taken for a small number */

static pthread_t handle_of(const struct thread *thread)
{
    return (pthread_t)(HANDLE_BASE + thread->id);
}

/* Ends the schedule if the handle is no thread of the scenario. */
static struct thread *thread_of(pthread_t handle, enum explore_op op)
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

static void check_no_lock_held(struct thread *self, const char *ends)
{
    if (self->locks_held == 0)
        return;
    const struct object *object = lock_held_by(self);
    self->pending.object = (struct object *)object;
    stop_with(EXPLORE_MISUSE, "%s %s while it still holds %s, which it took%s.",
              self->name, ends, object->label, report_at(object->got_at));
}

static _Noreturn void thread_end(struct thread *self, void *result)
{
    keys_destroy_values(self);
    self->site = NULL;
    take_plain_step(EXPLORE_OP_END, NULL);
    check_no_lock_held(self, "ends");
    self->result = result;
    self->ended = true;
    leave_for_good();
}

/* A thread that nobody waits for any more: not at its very end, or still to be joined. */
static bool is_left_behind(const struct thread *thread)
{
    bool at_work = !thread->ended && thread->pending.op != EXPLORE_OP_END;
    return at_work || (!thread->joined && !thread->detached);
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

static _Noreturn void scenario_end(struct thread *self)
{
    self->site = NULL;
    take_plain_step(EXPLORE_OP_RETURN, NULL);
    check_no_lock_held(self, "returns");
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

int explore_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                           void *(*start)(void *), void *arg)
{
    struct thread *self = ENTER();
    take_plain_step(EXPLORE_OP_CREATE, NULL);
    struct thread *created = thread_add(start, arg);
    if (created == NULL) {
        last_step()->failed = true;
        return EAGAIN;
    }
    created->creator = self->id;
    created->created_at = self->site;
    created->detached = wants_detached(attributes);
    last_step()->target = (uint8_t)created->id;
    *thread = handle_of(created);
    return 0;
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
    else if (target->id == 0)
        why = ": the thread that runs the scenario";
    if (why != NULL)
        stop_with(EXPLORE_MISUSE, "%s %s %s%s%s%s.", self->name, explore_op_name(op),
                  target->name, report_at(self->site), why[0] == ':' ? "" : ", ", why);
}

int explore_pthread_join(pthread_t thread, void **result)
{
    struct thread *self = ENTER();
    struct thread *target = thread_of(thread, EXPLORE_OP_JOIN);
    take_step((struct operation){.op = EXPLORE_OP_JOIN,
                                 .target = target,
                                 .ready = can_join,
                                 .deadline = NO_DEADLINE});
    check_joinable(self, target, EXPLORE_OP_JOIN);
    target->joined = true;
    if (result != NULL)
        *result = target->result;
    return 0;
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

void explore_pthread_exit(void *result)
{
    struct thread *self = ENTER();
    if (self->id == 0)
        stop_with(EXPLORE_UNSUPPORTED,
                  "T0 calls pthread_exit%s: the scenario has to "
                  "return.",
                  report_at(self->site));
    thread_end(self, result);
}

pthread_t explore_pthread_self(void)
{
    struct thread *self = ENTER();
    return handle_of(self);
}

int explore_pthread_equal(pthread_t a, pthread_t b)
{
    explore_at(NULL);
    return a == b;
}
