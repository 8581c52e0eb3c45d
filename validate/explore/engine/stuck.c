/*
 * stuck.c - why a schedule can't go on: who waits for whom, or who never ends.
 *
 * A cycle in the wait-for graph is a deadlock that nothing can resolve. Without a cycle
 * the cause is a wait that nobody ends: a condition, a semaphore, a barrier. For a
 * condition the last signal tells whether a wakeup was lost.
 */
#include <string.h>

#include "finding.h"
#include "loops.h"
#include "schedule.h"
#include "wait_graph.h"

#define RETRIES_ONE_IN 16 /* steps: with more retries than that it is a livelock */

/* ---- in words -------------------------------------------------------------------- */

/* Names the thread with what it waits for, and who of the holders it waits for. */
static struct explore_involved *involve_waiter(const struct thread *thread,
                                               uint32_t holder)
{
    struct explore_involved *entry = report_involve(thread);
    const struct object *lock = awaited_lock(thread);
    if (entry == NULL)
        return NULL;
    if (lock != NULL && lock != thread->pending.object) {
        /* Woken by a signal already: it is the mutex that it waits for. */
        entry->op = EXPLORE_OP_LOCK;
        entry->object = lock->address;
        memcpy(entry->name, lock->name, sizeof entry->name);
    }
    entry->holder = holder;
    entry->held_by = lock != NULL ? lock->got : EXPLORE_OP_NONE;
    entry->held_at = lock != NULL ? lock->got_at : NULL;
    return entry;
}

/* "T1 waits for mutex M2 at a.c:5, which T2 locked at a.c:9" */
static void say_waiting(struct text *text, const struct thread *thread, uint32_t holder)
{
    const struct object *lock = awaited_lock(thread);
    const char *at = report_at(thread->site);
    if (thread->pending.op == EXPLORE_OP_JOIN)
        text_add(text, "%s waits%s for %s to end", thread->name, at,
                 thread->pending.target->name);
    else if (lock == NULL && thread->pending.object != NULL)
        text_add(text, "%s waits for %s%s", thread->name, thread->pending.object->label,
                 at);
    else if (lock == NULL)
        text_add(text, "%s waits%s", thread->name, at);
    else if (holder == EXPLORE_NOBODY)
        text_add(text, "%s waits for %s%s", thread->name, lock->label, at);
    else
        text_add(text, "%s waits for %s%s, which T%u took%s", thread->name, lock->label,
                 at, (unsigned)holder, report_at(lock->got_at));
}

/* Adds all threads that wait and that aren't in the report yet. */
static void involve_the_rest(void)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        const struct thread *thread = &schedule.threads[i];
        bool known = thread->ended;
        for (unsigned j = 0; j < report.involved_count; j++)
            known |= report.involved[j].thread == i;
        if (!known)
            involve_waiter(thread, first_holder(thread));
    }
}

static _Noreturn void stop_in_cycle(const struct cycle *cycle)
{
    struct text text = report_message();
    text_add(&text, "Deadlock: ");
    for (unsigned i = 0; i < cycle->length; i++) {
        const struct thread *thread = &schedule.threads[cycle->threads[i]];
        uint32_t next = cycle->threads[(i + 1) % cycle->length];
        struct explore_involved *entry = involve_waiter(thread, next);
        if (entry != NULL)
            entry->in_cycle = true;
        text_add(&text, "%s", i > 0 ? "; " : "");
        say_waiting(&text, thread, next);
    }
    text_add(&text, cycle->length > 1 ? ". Each waits for the next, so none can go on."
                                      : ": it waits for itself.");
    involve_the_rest();
    schedule_stop(EXPLORE_DEADLOCK);
}

/* ---- condition waits ------------------------------------------------------------- */

/* Why a condition wait may last for ever, the most telling cause first. Signals that find
 * nobody are normal in right programs too, so the later ones are only taken when there is
 * nothing better. */
enum cause {
    CAUSE_MISSED, /* signalled after the thread had locked the mutex, before it slept */
    CAUSE_NEVER,  /* the condition was never signalled */
    CAUSE_UNSATISFIED, /* a thread was woken in vain, and waited again */
    CAUSE_EARLY,       /* the last signal came before the wait, when nobody waited */
    CAUSE_LEFT_OUT,    /* the last signal woke another thread only */
    CAUSE_UNKNOWN,
};

/* Sleeps in a condition wait, and no signal has chosen it. */
static bool sleeps(const struct thread *thread)
{
    return !thread->ended && thread->pending.op == EXPLORE_OP_WAKE && !thread->signalled;
}

static const struct last_signal *last_signal_for(const struct thread *thread)
{
    return &thread->pending.object->condition.last;
}

static enum cause cause_of(const struct thread *thread)
{
    if (!sleeps(thread))
        return CAUSE_UNKNOWN;
    const struct last_signal *last = last_signal_for(thread);
    if (!last->sent)
        return CAUSE_NEVER;
    bool not_for_it = last->waiters == 0 || last->broadcast;
    if (not_for_it && last->step > thread->locked_step && last->step < thread->wait_step)
        return CAUSE_MISSED;
    if (last->unsatisfied != EXPLORE_NOBODY)
        return CAUSE_UNSATISFIED;
    if (last->waiters == 0)
        return CAUSE_EARLY;
    if (!last->broadcast && last->step > thread->wait_step)
        return CAUSE_LEFT_OUT;
    return CAUSE_UNKNOWN;
}

static void say_cause(struct text *text, const struct last_signal *last, enum cause cause)
{
    text_add(text, ". The last %s, sent by T%u%s, ",
             last->broadcast ? "broadcast" : "signal", (unsigned)last->thread,
             report_at(last->site));
    if (cause == CAUSE_MISSED)
        text_add(text, "came between its lock and its wait: it didn't wait yet, and "
                       "nothing keeps a signal.");
    else if (cause == CAUSE_EARLY)
        text_add(text, "came when nobody waited: it woke nobody, and nothing keeps it.");
    else if (cause == CAUSE_UNSATISFIED)
        text_add(text, "woke T%u, whose condition did not hold: it waited again.",
                 (unsigned)last->unsatisfied);
    else
        text_add(text, "woke T%u only; a signal wakes one thread, a broadcast all.",
                 (unsigned)last->woken);
}

static _Noreturn void stop_lost(const struct thread *thread, enum cause cause)
{
    struct explore_involved *entry = involve_waiter(thread, EXPLORE_NOBODY);
    const struct last_signal *last = last_signal_for(thread);
    entry->holder = last->thread;
    entry->held_by = last->broadcast ? EXPLORE_OP_BROADCAST : EXPLORE_OP_SIGNAL;
    entry->held_at = last->site;
    struct text text = report_message();
    text_add(&text, "Lost wakeup: ");
    say_waiting(&text, thread, EXPLORE_NOBODY);
    text_add(&text, " and sleeps for ever");
    say_cause(&text, last, cause);
    involve_the_rest();
    schedule_stop(EXPLORE_LOST_WAKEUP);
}

/* Ends the schedule if the best explanation is a wakeup that was lost. */
static void stop_if_lost(void)
{
    const struct thread *sleeper = NULL;
    enum cause cause = CAUSE_UNKNOWN;
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        if (cause_of(&schedule.threads[i]) >= cause)
            continue;
        sleeper = &schedule.threads[i];
        cause = cause_of(sleeper);
    }
    if (cause != CAUSE_NEVER && cause != CAUSE_UNKNOWN)
        stop_lost(sleeper, cause);
}

/* ---- the rest -------------------------------------------------------------------- */

static _Noreturn void stop_waiting(void)
{
    struct text text = report_message();
    text_add(&text, "Deadlock: nobody can go on.");
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        const struct thread *thread = &schedule.threads[i];
        if (thread->ended)
            continue;
        text_add(&text, " ");
        say_waiting(&text, thread, first_holder(thread));
        if (cause_of(thread) == CAUSE_NEVER)
            text_add(&text, ", which nobody signalled");
        text_add(&text, ".");
    }
    involve_the_rest();
    schedule_stop(EXPLORE_DEADLOCK);
}

void stop_stuck(void)
{
    struct cycle cycle;
    if (find_cycle(&cycle))
        stop_in_cycle(&cycle);
    stop_if_lost();
    stop_waiting();
}

/* A thread that spins is at a place in its loop; its last look tells what it waits for. */
void stop_spinning(void)
{
    bool plain = true;
    unsigned count = 0;
    struct text text = report_message();
    for (uint32_t i = 0; i < schedule.thread_count; i++)
        if (!schedule.threads[i].ended && loop_goes_round(i))
            plain &= loop_is_plain(i);
    text_add(&text, plain ? "Endless loop: " : "Livelock: ");
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        const struct thread *thread = &schedule.threads[i];
        if (thread->ended || !loop_goes_round(i))
            continue;
        involve_waiter(thread, first_holder(thread));
        text_add(&text, "%s%s goes round and round%s", count++ > 0 ? ", " : "",
                 thread->name, report_at(thread->site));
    }
    text_add(&text, ". Nothing that %s at changes any more, since nobody else can run.",
             count == 1 ? "it looks" : "they look");
    involve_the_rest();
    schedule_stop(plain ? EXPLORE_HANG : EXPLORE_LIVELOCK);
}

/* What happened in the second half of a schedule that was cut off. */
struct late {
    bool busy[EXPLORE_MAX_THREADS]; /* by thread: took steps */
    bool plain;                     /* none but accesses to memory */
};

static struct late look_back(void)
{
    struct late late = {.plain = true};
    for (unsigned i = schedule.step_count / 2; i < schedule.step_count; i++) {
        const struct step *step = &schedule.steps[i];
        late.busy[step->thread] = true;
        late.plain &= step->op == EXPLORE_OP_READ || step->op == EXPLORE_OP_WRITE;
    }
    return late;
}

/* Is there a thread whose sleep or timed wait will end, and hasn't yet? */
static bool somebody_sleeps(const struct late *late)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        const struct thread *thread = &schedule.threads[i];
        if (!thread->ended && !late->busy[i] && thread->pending.deadline != NO_DEADLINE)
            return true;
    }
    return false;
}

static void involve_the_busy(struct text *text, const struct late *late)
{
    unsigned count = 0;
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        if (!late->busy[i])
            continue;
        involve_waiter(&schedule.threads[i], EXPLORE_NOBODY);
        text_add(text, "%s%s%s", count++ > 0 ? ", " : "", schedule.threads[i].name,
                 report_at(schedule.threads[i].site));
    }
}

void stop_endless(void)
{
    const struct late late = look_back();
    bool vain = schedule.late_retries >= schedule.step_count / 2 / RETRIES_ONE_IN &&
                !somebody_sleeps(&late);
    enum explore_verdict verdict = !vain        ? EXPLORE_INCONCLUSIVE
                                   : late.plain ? EXPLORE_HANG
                                                : EXPLORE_LIVELOCK;
    struct text text = report_message();
    if (verdict == EXPLORE_LIVELOCK)
        text_add(&text,
                 "Livelock: after %u steps the threads still try, and none gets on: ",
                 schedule.step_count);
    else if (verdict == EXPLORE_HANG)
        text_add(&text, "Endless loop: after %u steps this still looks at memory: ",
                 schedule.step_count);
    else
        text_add(&text, "Not ended after %u steps; it may be an endless loop. At work: ",
                 schedule.step_count);
    involve_the_busy(&text, &late);
    text_add(&text, ".");
    schedule_stop(verdict);
}
