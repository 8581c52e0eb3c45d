/*
 * explore_search.h - runs the systematic searches on a scenario, and collects the states
 * in which its schedules end.
 *
 * A scenario keeps what counts of its state in `shared`; its accesses to that are steps
 * of the schedule, as those of instrumented code to an address that is a point.
 */
#ifndef EXPLORE_SEARCH_H
#define EXPLORE_SEARCH_H

#include "explore_calls.h"

#include "dependence.h"
#include "session.h"
#include "systematic.h"

#define SHARED      24
#define MOST_STATES 4096

static int shared[SHARED];

/* What a search has seen. */
struct seen {
    uint64_t schedules; /* that were run */
    uint64_t completed; /* of those, not abandoned */
    bool finished;      /* nothing is left to try */
    bool complete;      /* ... and nothing was left out */
    bool fair_only;
    unsigned failed; /* schedules with a verdict */
    unsigned count;  /* states, sorted */
    uint64_t states[MOST_STATES];
};

static inline void step_at(enum explore_op op, int *variable)
{
    ((struct thread *)schedule.current)->site = __builtin_return_address(0);
    take_step((struct operation){.op = op,
                                 .address = variable,
                                 .size = sizeof *variable,
                                 .deadline = NO_DEADLINE});
}

static inline int get(int *variable)
{
    step_at(EXPLORE_OP_READ, variable);
    return *variable;
}

static inline void set(int *variable, int value)
{
    step_at(EXPLORE_OP_WRITE, variable);
    *variable = value;
}

/* Of a schedule that fails only the verdict counts: what the others did until then has no
 * part in it. */
static inline uint64_t state_of_schedule(int verdict)
{
    uint64_t state = (uint64_t)verdict;
    for (unsigned i = 0; verdict == EXPLORE_CLEAN && i < SHARED; i++)
        state = strategy_mix(state, (uint64_t)(int64_t)shared[i]);
    return state;
}

static inline void add_state(struct seen *seen, uint64_t state)
{
    unsigned low = 0, high = seen->count;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (seen->states[middle] < state)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < seen->count && seen->states[low] == state)
        return;
    cr_assert_lt(seen->count, MOST_STATES);
    memmove(&seen->states[low + 1], &seen->states[low],
            (seen->count - low) * sizeof seen->states[0]);
    seen->states[low] = state;
    seen->count++;
}

/* Runs all schedules of the search, at most `most` of them. */
static inline struct seen *search_with(const struct systematic *search, unsigned bound,
                                       bool spurious, void (*scenario)(void *), void *arg,
                                       uint64_t most)
{
    static struct seen results[2];
    static unsigned next;
    struct seen *seen = &results[next++ % 2];
    struct explore_options options = {.spurious_wakeups = spurious, .max_steps = 2000};
    struct systematic_plan plan = {.max_preemptions = bound};
    bool more = true;
    memset(seen, 0, sizeof *seen);
    dependence_on_time = false;
    cr_assert_eq(session_open(scenario, arg, NULL, &options), 0);
    cr_assert_eq(search->open(&plan), 0);
    while (more && seen->schedules < most) {
        memset(shared, 0, sizeof shared);
        strategy_use(search->strategy);
        int verdict = session_run();
        seen->schedules++;
        seen->completed += !strategy_abandoned();
        seen->failed += verdict != EXPLORE_CLEAN;
        if (!strategy_abandoned())
            add_state(seen, state_of_schedule(verdict));
        more = search->next(verdict);
    }
    seen->finished = !more;
    seen->complete = !more && search->outcome().complete;
    seen->fair_only = search->outcome().fair_only;
    search->close();
    session_close();
    return seen;
}

#endif
