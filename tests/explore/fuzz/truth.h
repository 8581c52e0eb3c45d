/*
 * truth.h - what can become of a program: all its states, found one by one.
 *
 * A depth-first search of its own, which reduces nothing but to look at each state once.
 * It knows the explorer's engine and models, and nothing of its searches.
 */
#ifndef FUZZ_TRUTH_H
#define FUZZ_TRUTH_H

#include <stdio.h>

#include "dependence.h"
#include "run.h"
#include "session.h"
#include "sets.h"
#include "strategy.h"
#include "systematic.h"

#define MOST_STEPS 400

/* ---- states ---------------------------------------------------------------------- */

static uint64_t mix_bytes(uint64_t state, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        state = fuzz_mix(state, at[i]);
    return state;
}

static uint64_t mix_object(uint64_t state, const struct object *object)
{
    state = fuzz_mix(state, (uint64_t)object->kind << 32 | object->owner);
    switch (object->kind) {
    case OBJECT_MUTEX:
        return fuzz_mix(state, object->mutex.depth);
    case OBJECT_RWLOCK:
        state = fuzz_mix(state, object->readers.total);
        return mix_bytes(state, object->readers.held, MOST_BODIES);
    case OBJECT_SEMAPHORE:
        return fuzz_mix(state, object->value);
    case OBJECT_BARRIER:
        return fuzz_mix(state, object->barrier.arrived * 100u + object->barrier.round);
    case OBJECT_ONCE:
        return fuzz_mix(state, object->done);
    default:
        return state;
    }
}

static uint64_t mix_thread(uint64_t state, const struct thread *thread)
{
    const struct operation *pending = &thread->pending;
    state = fuzz_mix(state, (uintptr_t)thread->arg);
    state = fuzz_mix(state, thread->ended | thread->detached << 1 | thread->joined << 2 |
                                thread->signalled << 3 | thread->woke_spuriously << 4);
    if (thread->ended)
        return state;
    state = fuzz_mix(state, (uint64_t)pending->op << 8 | pending->size);
    state = fuzz_mix(state, (uintptr_t)pending->address);
    state = fuzz_mix(state, (uintptr_t)thread->site);
    return fuzz_mix(state,
                    pending->op == EXPLORE_OP_BARRIER_LEAVE ? thread->barrier_round : 0);
}

/* Everything that what comes depends on. */
static uint64_t state_now(void)
{
    const struct object *object;
    uint64_t state = mix_bytes(1, &run.left, sizeof run.left);
    for (size_t i = 0; (object = object_number(i)) != NULL; i++)
        state = mix_object(state, object);
    for (uint32_t i = 0; i < schedule.thread_count; i++)
        state = mix_thread(state, &schedule.threads[i]);
    return state | 1;
}

static bool is_deadlock(int verdict)
{
    return verdict == EXPLORE_DEADLOCK || verdict == EXPLORE_LOST_WAKEUP;
}

/* What a schedule that ended like this left. Of one that failed by itself only who
 * failed, and where. */
static uint64_t state_at_end(int verdict)
{
    if (is_deadlock(verdict))
        return fuzz_mix(state_now(), 1) | 1;
    if (verdict == EXPLORE_CLEAN)
        return mix_bytes(2, &run.left, sizeof run.left) | 1;
    return fuzz_mix((uint64_t)verdict, schedule.current->id) | 1;
}

/* The schedule just run. */
static void print_schedule(void)
{
    static const char *const wakes[] = {"", " (timeout)", " (spurious)"};
    for (unsigned i = 0; i < schedule.step_count; i++) {
        const struct step *step = &schedule.steps[i];
        const char *name = step->object != NULL ? step->object->name : "";
        printf("    T%u %s %s%s%s\n", step->thread, explore_op_name(step->op), name,
               wakes[step->wake], step->failed ? " (failed)" : "");
    }
}

/* ---- the search ------------------------------------------------------------------ */

static struct truth {
    struct set states, ends;
    struct pairs races;  /* of sites */
    struct pairs racing; /* addresses; the same twice */
    bool deadlocks, fails, cleans;
    unsigned schedules;
    bool finished;
    uint64_t shown; /* end of which a schedule is printed */
    /* the schedule under way */
    struct {
        uint8_t chosen, choices, value, values;
    } nodes[MOST_STEPS];
    unsigned planned;
    bool too_long;
} truth;

static bool is_access(const struct thread *thread)
{
    enum explore_op op = thread->pending.op;
    return !thread->ended && op >= EXPLORE_OP_READ && op <= EXPLORE_OP_ATOMIC_UPDATE;
}

/* Would its operation write now? */
static bool is_write(const struct thread *thread)
{
    unsigned body = (unsigned)(uintptr_t)thread->arg;
    unsigned position = run.left.locals[body].position;
    bool compares = run.program->body[body].actions[position].what == ATOMIC_CAS;
    if (thread->pending.op == EXPLORE_OP_ATOMIC_UPDATE && compares)
        return *(const int *)thread->pending.address == 0;
    return thread->pending.op != EXPLORE_OP_READ &&
           thread->pending.op != EXPLORE_OP_ATOMIC_LOAD;
}

static bool is_plain(const struct thread *thread)
{
    return thread->pending.op <= EXPLORE_OP_WRITE;
}

static void note_races(void)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++)
        for (uint32_t j = 0; j < i; j++) {
            const struct thread *a = &schedule.threads[i], *b = &schedule.threads[j];
            if (is_access(a) && is_access(b) &&
                a->pending.address == b->pending.address &&
                (is_write(a) || is_write(b)) && (is_plain(a) || is_plain(b))) {
                pairs_add(&truth.races, a->site, b->site);
                pairs_add(&truth.racing, a->pending.address, a->pending.address);
            }
        }
}

static void truth_begin(void)
{
}

static unsigned truth_choose(unsigned count)
{
    unsigned step = schedule.step_count;
    truth.too_long |= step == MOST_STEPS;
    if (truth.too_long)
        strategy_abandon();
    if (step < truth.planned)
        return truth.nodes[step].chosen;
    if (!set_insert(&truth.states, state_now()))
        strategy_abandon();
    note_races();
    truth.nodes[step].chosen = 0;
    truth.nodes[step].choices = (uint8_t)count;
    truth.nodes[step].value = truth.nodes[step].values = 0;
    return 0;
}

static unsigned truth_value(unsigned count)
{
    unsigned step = schedule.step_count - 1;
    truth.nodes[step].values = (uint8_t)count;
    return truth.nodes[step].value;
}

static unsigned truth_waiter(struct thread *const waiters[], unsigned count)
{
    (void)waiters;
    return truth_value(count);
}

static const struct strategy truth_strategy = {.begin = truth_begin,
                                               .choose = truth_choose,
                                               .choose_waiter = truth_waiter,
                                               .choose_value = truth_value};

static bool truth_next(void)
{
    for (unsigned i = schedule.step_count; i-- > 0;) {
        truth.planned = i + 1;
        if (truth.nodes[i].value + 1 < truth.nodes[i].values) {
            truth.nodes[i].value++;
            return true;
        }
        truth.nodes[i].value = truth.nodes[i].values = 0;
        if (truth.nodes[i].chosen + 1 < truth.nodes[i].choices) {
            truth.nodes[i].chosen++;
            return true;
        }
    }
    return false;
}

static struct explore_options options_of(const struct program *program)
{
    return (struct explore_options){.max_steps = MOST_STEPS,
                                    .spurious_wakeups = program->spurious,
                                    .program = program->whole};
}

/* Begins schedules of the program in which each access is a step. */
static void open_program(const struct program *program)
{
    struct explore_options options = options_of(program);
    run.program = program;
    run.steps = true;
    dependence_on_time = false;
    if (session_open(run_program, NULL, NULL, &options) == -1)
        abort();
}

/* Fills in `truth`; its `finished` is false if there are more than so many schedules. */
static void find_truth(const struct program *program, unsigned most)
{
    bool more = true;
    set_clear(&truth.states);
    set_clear(&truth.ends);
    truth.races.count = truth.racing.count = 0;
    truth.deadlocks = truth.fails = truth.cleans = truth.too_long = false;
    truth.schedules = truth.planned = 0;
    open_program(program);
    while (more && truth.schedules < most && !truth.too_long) {
        strategy_use(&truth_strategy);
        int verdict = session_run();
        truth.schedules++;
        if (!strategy_abandoned()) {
            if (set_insert(&truth.ends, state_at_end(verdict)) &&
                state_at_end(verdict) == truth.shown)
                print_schedule();
            truth.deadlocks |= is_deadlock(verdict);
            truth.cleans |= verdict == EXPLORE_CLEAN;
            truth.fails |= verdict != EXPLORE_CLEAN && !is_deadlock(verdict);
        }
        more = truth_next();
    }
    truth.finished = !more && !truth.too_long;
    session_close();
}

/* ---- the explorer's searches ----------------------------------------------------- */

/* What one of them has seen. */
struct seen {
    struct set ends;
    unsigned schedules, completed;
    bool finished; /* nothing is left to try */
    bool complete; /* ... and nothing was left out */
    bool deadlocks;
};

static void see(struct seen *seen, const struct systematic *search,
                const struct program *program, unsigned most)
{
    struct systematic_plan plan = {.max_preemptions = NO_BOUND};
    bool more = true;
    set_clear(&seen->ends);
    seen->schedules = seen->completed = 0;
    seen->deadlocks = false;
    open_program(program);
    if (search->open(&plan) == -1)
        abort();
    while (more && seen->schedules < most) {
        strategy_use(search->strategy);
        int verdict = session_run();
        seen->schedules++;
        seen->completed += !strategy_abandoned();
        seen->deadlocks |= is_deadlock(verdict);
        if (!strategy_abandoned())
            set_insert(&seen->ends, state_at_end(verdict));
        more = search->next(verdict);
    }
    seen->finished = !more;
    seen->complete = !more && search->outcome().complete;
    search->close();
    session_close();
}

#endif
