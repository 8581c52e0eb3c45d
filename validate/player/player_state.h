/*
 * player_state.h - where everything stands after some steps of a counterexample: each
 * thread's line, what it holds and waits for, the values of variables. Made of the data
 * of docs/counterexample.schema.json alone; nothing here draws.
 */
#ifndef PLAYER_STATE_H
#define PLAYER_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "counterexample.h"

#define STATE_HOLDS_MOST 8 /* locks of a thread; what is beyond isn't shown */

enum state_doing {
    STATE_ABSENT,  /* not created yet */
    STATE_GOES_ON, /* could make a step */
    STATE_WAITS,   /* for a lock, a thread, a semaphore, the others at a barrier */
    STATE_SLEEPS,  /* on a condition variable */
    STATE_FAILS,   /* does what it must not: the schedule ends here */
    STATE_ENDED,
};

struct state_thread {
    uint32_t thread;      /* 1 is T1 */
    const char *function; /* that it runs; "" not known */
    enum state_doing doing;
    struct cx_place place; /* the line it stands in front of; line 0: not the learner's */
    bool behind;           /* ... or has just done: what follows isn't known */
    const struct cx_step *next; /* its next step; NULL: there is none */
    const char *does;           /* next, in a word: "locks"; "" not known */
    const char *does_to;        /* "queue.lock"; "" nothing */
    const char *fails;          /* fails: what it does, in words; else "" */
    const char
        *waits_for;  /* waits, sleeps: "queue.lock", "T2"; goes on: what it needs next and
                              won't get; else "" */
    uint32_t holder; /* waits: who could end it; EXPLORE_NOBODY */
    bool woken;      /* from its sleep, by a signal; it needs the lock again */
    bool in_cycle;   /* one of a ring of waiting threads */
    const char *holds[STATE_HOLDS_MOST];
    unsigned hold_count;
};

/* A variable that threads share, or a lock: that has no value, but maybe a holder. */
struct state_variable {
    const char *name;
    bool lock;
    const char *value;   /* NULL: a lock, or not known yet */
    bool matters;        /* a step that matters for the failure touches it */
    bool touched;        /* by the last step */
    bool changed;        /* ... which wrote, took or gave it */
    uint32_t written_by; /* who wrote the value; EXPLORE_NOBODY: nobody in these steps */
};

struct player_state {
    const struct counterexample *cx;
    unsigned at;                  /* steps done: 0 .. cx->step_count */
    const struct cx_step *last;   /* the step just done; NULL: none yet */
    struct state_thread *threads; /* as cx->threads */
    unsigned thread_count;
    struct state_variable *variables; /* locks, then those that matter first */
    unsigned variable_count;
};

/* Makes the state in front of the first step; cx must outlive it. Returns NULL with errno ENOMEM.
 * To be freed with state_free. */
struct player_state *state_open(const struct counterexample *cx);
void state_free(struct player_state *state);

/* Goes to where so many steps are done; what is beyond the last counts as the last. */
void state_go(struct player_state *state, unsigned at);

/* The thread's entry; NULL: it has no part. */
const struct state_thread *state_of(const struct player_state *state, uint32_t thread);

/* Does a step say something to a learner? Not: a thread's own variables and the lab's own
 * lines, unless they matter for the failure. */
bool state_step_counts(const struct cx_step *step);

/* Where to go from `at`: the next or the last place, in that direction (1 or -1), behind a step
 * that counts (all: behind any). Returns `at` itself when there is none. */
unsigned state_neighbour(const struct counterexample *cx, unsigned at, int direction,
                         bool all);

/* The next place in that direction where another thread has gone on: behind the first of its
 * steps that counts. Returns `at` itself when there is none. */
unsigned state_switch(const struct counterexample *cx, unsigned at, int direction,
                      bool all);

/* In front of the first step that matters for the failure. */
unsigned state_beginning(const struct counterexample *cx);

#endif
