/*
 * schedule.c - runs the threads of one schedule, one step at a time.
 *
 * The thread that offers an operation chooses its own successor and switches to it
 * directly; explore() gets the processor back when the schedule ends.
 */
#include "schedule.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cancel.h"
#include "candidates.h"
#include "clocks.h"
#include "finding.h"
#include "globals.h"
#include "heap.h"
#include "keys.h"
#include "library.h"
#include "loops.h"
#include "pool.h"
#include "races.h"
#include "record.h"
#include "shadow.h"
#include "stacks.h"
#include "strategy.h"
#include "thread.h"
#include "validity.h"

#define RETRY_NS 100000u /* virtual time that passes when a thread tries in vain */

struct schedule schedule;

_Thread_local bool schedule_is_inside;       /* see explore_is_running() */
static _Thread_local const void *named_site; /* from explore_at; NULL: none */

bool explore_is_running(void)
{
    return schedule_is_inside;
}

void explore_at(const void *return_address)
{
    named_site = return_address;
}

void explore_unsupported(const char *what)
{
    struct thread *self = enter(__builtin_return_address(0));
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    snprintf(report.call, sizeof report.call, "%s", what);
    stop_with(EXPLORE_UNSUPPORTED, "%s calls %s%s, which the explorer can't model.",
              self->name, what, report_at(self->site));
}

void explore_wrong(const char *what)
{
    enter(__builtin_return_address(0))->pending =
        (struct operation){.op = EXPLORE_OP_NONE};
    stop_with(EXPLORE_WRONG, "%s", what);
}

struct thread *enter(const void *return_address)
{
    struct thread *self = schedule.current;
    self->site = named_site != NULL ? named_site : return_address;
    named_site = NULL;
    loop_entered();
    return self;
}

bool never_ready(const struct thread *thread)
{
    (void)thread;
    return false;
}

static bool anybody_due(unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (schedule.candidates[i].due)
            return true;
    return false;
}

/* Would it be a preemption to let another thread step? */
static bool current_could_go_on(void)
{
    const struct thread *current = schedule.current;
    return current != NULL && schedule.interruptible && !current->ended &&
           thread_is_ready(current);
}

static const void *address_of(const struct operation *operation)
{
    if (operation->address != NULL || operation->object == NULL)
        return operation->address;
    return operation->object->address;
}

static void record(const struct candidate *chosen, unsigned choices)
{
    struct thread *thread = chosen->thread;
    bool switched = schedule.current != NULL && thread != schedule.current;
    struct step *step = &schedule.steps[schedule.step_count++];
    *step = (struct step){
        .thread = (uint8_t)thread->id,
        .op = (uint8_t)thread->pending.op,
        .wake = (uint8_t)chosen->wake,
        .choices = choices < UINT8_MAX ? (uint8_t)choices : UINT8_MAX,
        .switched = switched,
        .preempted = switched && current_could_go_on(),
        .forced =
            !chosen->due && (chosen->wake == EXPLORE_SPURIOUS || anybody_due(choices)),
        .target =
            thread->pending.target != NULL ? (uint8_t)thread->pending.target->id : 0,
        .size = thread->pending.size,
        .site = thread->site,
        .object = thread->pending.object,
        .address = address_of(&thread->pending),
        .second = thread->pending.second,
    };
    if (schedule.recording)
        record_step();
    schedule.preemptions += step->preempted;
    schedule.forced += step->forced;
    schedule.switches += step->switched;
}

/* Decides who steps next, and lets time pass where the choice needs it. */
static struct thread *choose_next(void)
{
    unsigned count = candidates_find();
    if (schedule.step_count == schedule.options.max_steps)
        stop_endless();
    struct candidate *chosen = &schedule.candidates[strategy_choose(count)];
    record(chosen, count);
    struct thread *thread = chosen->thread;
    thread->wake = chosen->wake;
    if (chosen->wake == EXPLORE_TIMEOUT && thread->pending.deadline > schedule.now)
        schedule.now = thread->pending.deadline;
    if (chosen->wake == EXPLORE_SPURIOUS)
        thread->woke_spuriously = true;
    return thread;
}

static void switch_to(struct thread *next)
{
    struct thread *self = schedule.current;
    schedule.current = next;
    schedule.interruptible = true;
    if (next == self)
        return;
    loops_switch(self != NULL ? self->id : EXPLORE_NOBODY, next->id);
    fiber_switch(self != NULL ? &self->fiber : &schedule.home, &next->fiber);
}

/* Counts what may become a livelock, and lets the strategy prefer others. */
static void note_retry(void)
{
    if (schedule.step_count > schedule.options.max_steps / 2)
        schedule.late_retries++;
    strategy_retried(schedule.current->id);
}

void step_waits(void)
{
    note_retry();
    schedule.interruptible = false;
}

/* The time that a clock shows is never the same: to read it is no idle waiting. */
void step_was_retry(void)
{
    step_waits();
    schedule.now += RETRY_NS;
    if (schedule.current->pending.op != EXPLORE_OP_CLOCK)
        loop_looked(schedule.current->site, 0);
}

/* Is the memory of the primitive still there, now that the operation is done to it? To
 * leave one is no use of it: whoever was woken or let through lets the others destroy
 * it. */
static void check_primitive(const struct thread *self)
{
    const struct operation *done = &self->pending;
    bool leaves = done->op == EXPLORE_OP_WAKE || done->op == EXPLORE_OP_BARRIER_LEAVE;
    if (done->object != NULL && done->object->kind != OBJECT_PIPE && !leaves)
        validity_check(done->object->address, done->object->size, ACCESS_WRITE,
                       self->site);
}

enum explore_wake take_pending_step(void)
{
    struct thread *self = schedule.current;
    if (self->pending.op != EXPLORE_OP_CLOCK)
        self->clock_reads = 0;
    switch_to(choose_next());
    self->step_count++;
    check_primitive(self);
    if (self->cancelled && self->pending.op != EXPLORE_OP_WAKE)
        cancel_here(self);
    if (self->wake == EXPLORE_READY)
        return self->wake;
    note_retry();
    if (self->pending.op != EXPLORE_OP_WAKE)
        loop_looked(self->site, 0);
    return self->wake;
}

void take_plain_step(enum explore_op op, struct object *object)
{
    struct operation *pending = &schedule.current->pending;
    memset(pending, 0, sizeof *pending);
    pending->op = op;
    pending->object = object;
    pending->deadline = NO_DEADLINE;
    take_pending_step();
}

uint64_t schedule_work(void)
{
    return schedule.accesses + loop_blocks();
}

struct step *last_step(void)
{
    return &schedule.steps[schedule.step_count - 1];
}

void step_failed(void)
{
    last_step()->failed = true;
    step_was_retry();
}

/* Nobody will ask about the thread any more. One that holds a lock is asked for it. */
static bool is_over(const struct thread *thread)
{
    return thread->ended && (thread->joined || thread->detached) &&
           thread->locks_held == 0 && thread->id != 0;
}

/* The place of a new thread: a fresh one, else that of a thread that is over, if possible one
 * of which the creator knows that: what both did is in that order in any case. NULL: none. */
static struct thread *find_place(void)
{
    struct thread *found = NULL;
    if (schedule.thread_count < schedule.options.max_threads)
        return &schedule.threads[schedule.thread_count];
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        struct thread *thread = &schedule.threads[i];
        if (!is_over(thread))
            continue;
        if (clocks_know_all(schedule.current->id, i))
            return thread;
        if (found == NULL)
            found = thread;
    }
    return found;
}

bool thread_has_place(void)
{
    return find_place() != NULL;
}

struct thread *thread_add(void *(*start)(void *), void *arg)
{
    struct thread *thread = find_place();
    if (thread == NULL) {
        errno = EAGAIN;
        return NULL;
    }
    struct fiber fiber = thread->fiber;
    memset(thread, 0, sizeof *thread);
    thread->fiber = fiber;
    thread->id = (uint32_t)(thread - schedule.threads);
    thread->start = start;
    thread->arg = arg;
    thread->pending = (struct operation){.op = EXPLORE_OP_START, .deadline = NO_DEADLINE};
    object_name(thread->name, 'T', thread->id);
    if (fiber_prepare(&thread->fiber, thread->id + 1, thread_main, thread) == -1)
        return NULL;
    bool again = thread->id < schedule.thread_count;
    schedule.thread_count += !again;
    if (schedule.alive_end <= thread->id)
        schedule.alive_end = thread->id + 1;
    loops_thread_added(thread->id);
    stacks_thread_added(thread->id);
    if (again)
        clocks_fork_again(schedule.current->id, thread->id);
    else if (schedule.current != NULL)
        clocks_fork(schedule.current->id, thread->id);
    strategy_thread_added(thread->id);
    return thread;
}

void leave_for_good(void)
{
    while (schedule.alive_end > 0 && schedule.threads[schedule.alive_end - 1].ended)
        schedule.alive_end--;
    loop_changed();
    switch_to(choose_next());
    __builtin_trap();
}

void schedule_stop(enum explore_verdict verdict)
{
    schedule.end = verdict;
    loops_switch(schedule.current->id, EXPLORE_NOBODY);
    fiber_switch(&schedule.current->fiber, &schedule.home);
    __builtin_trap();
}

static void *run_scenario(void *arg)
{
    schedule.scenario(arg);
    return NULL;
}

static void reset(void)
{
    schedule.thread_count = 0;
    schedule.alive_end = 0;
    schedule.current = NULL;
    schedule.interruptible = false;
    schedule.step_count = 0;
    schedule.accesses = 0;
    candidates_reset();
    schedule.gave_way = false;
    schedule.late_retries = 0;
    schedule.preemptions = 0;
    schedule.forced = 0;
    schedule.switches = 0;
    schedule.now = 0;
    schedule.end = EXPLORE_CLEAN;
    schedule.exit_status = 0;
    pool_reset();
    clocks_reset();
    shadow_reset();
    races_begin_schedule();
    loops_reset();
    objects_reset();
    keys_reset();
    library_reset();
    heap_reset();
    stacks_reset();
    record_reset();
    report_reset();
}

int schedule_run(void)
{
    reset();
    if (globals_reset() == -1)
        return -1;
    if (thread_add(run_scenario, schedule.scenario_arg) == NULL)
        return -1;
    named_site = NULL;
    schedule_is_inside = true;
    switch_to(choose_next());
    schedule_is_inside = false;
    return (int)schedule.end;
}
