/*
 * counterexample.h - a schedule that fails, as a learner reads it: data first, so that a
 * table, a player and a page can show the same one.
 *
 * Made from the explorer's report with the program's debugging information; or read back
 * from JSON (docs/counterexample.schema.json), with nothing lost that is shown. All text
 * belongs to the counterexample; none of it is NULL unless the field says so, "" is 'not
 * known'.
 */
#ifndef COUNTEREXAMPLE_H
#define COUNTEREXAMPLE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "debug_info.h"
#include "explore.h"

/* A line of the learner's. */
struct cx_place {
    const char *file;   /* "sync.c" */
    int line;           /* 0: not known */
    const char *source; /* the line's text, without the space around it */
};

struct cx_thread {
    uint32_t thread;      /* 1 is T1 */
    const char *function; /* that it runs: "worker"; T0: "main" */
};

struct cx_step {
    uint32_t number; /* in the whole schedule: 1, 2, ... */
    uint32_t thread;
    struct cx_place place;
    const char *operation; /* the verb alone: "writes" */
    const char *object;    /* what it is done to: "counter", "queue.lock", "T2" */
    const char *text;      /* the whole of it: "writes counter = 2 (was 1)" */
    const char *value;     /* read or written: "2"; NULL: none */
    const char *before;    /* what a write replaced; NULL: not a write, or not known */
    const char *takes;     /* the lock that the thread has from this step on; "" none */
    const char *gives;     /* the lock that it no longer has; "" none */
    const char
        *sleeps_on; /* the condition that it sleeps on until its next step; "" none */
    uint64_t wakes[EXPLORE_MAX_THREADS / 64]; /* bit n: Tn is woken from such a sleep */
    const char *left; /* switched: why the thread before stopped: "T1 is interrupted" */
    bool switched;    /* another thread made the step before */
    bool preempted;   /* ... and could have gone on */
    bool failed;      /* a try that failed, a wait that timed out */
    bool own;         /* an access of the thread to a variable on its own stack */
    bool relevant;    /* matters for the failure */
    bool told;        /* the sentence speaks of it */
    bool marked;      /* it is one of those that the verdict is about */
};

/* A thread that can't go on where the schedule ends. */
struct cx_blocked {
    uint32_t thread;
    struct cx_place place;
    const char *waits_for; /* "queue.lock", "T2"; "" not known */
    const char *text;      /* "waits for queue.lock (T2 holds it)" */
    uint32_t holder;       /* who holds that, or could end the wait; EXPLORE_NOBODY */
    struct cx_place taken; /* where the holder got it */
    bool in_cycle;
};

/* How the schedule ends where a thread does what it must not: a crash, a failed
 * assertion. */
struct cx_end {
    uint32_t thread; /* EXPLORE_NOBODY: no thread does */
    struct cx_place place;
    const char *text; /* "the assertion fails" */
};

/* What a thread does next, of a schedule that was stopped in the middle: somebody plays it. Not kept
 * in JSON. */
struct cx_pending {
    uint32_t thread;
    struct cx_place place;
    const char *operation; /* "locks" */
    const char *object;    /* "queue.lock" */
    uint32_t holder; /* who holds what it needs, or is to end first; EXPLORE_NOBODY */
};

/* The lines of a file around those that the steps are in. */
struct cx_source {
    const char *file;
    int first;          /* number of the first line: 1, 2, ... */
    const char **lines; /* as they stand in the file */
    int count;
};

struct counterexample {
    const char *verdict;  /* explore_verdict_name: "data race" */
    const char *message;  /* of the explorer, its marks put into words */
    const char *sentence; /* what happens, in one; never "" */
    bool message_adds; /* the message says what the sentence doesn't: what failed, where
                          the sentence says why */
    struct cx_thread *threads;
    unsigned thread_count; /* those that have part in it, by number */
    struct cx_step *steps;
    unsigned step_count;
    unsigned steps_missing; /* of the schedule: it was too long to keep them all */
    struct cx_blocked *blocked;
    unsigned blocked_count;
    uint32_t *cycle; /* of a deadlock: each waits for the next, the last for the first */
    unsigned cycle_count;
    struct cx_end end;
    uint32_t doomed_from; /* from this step on every schedule fails; 0: not known */
    struct cx_pending *pending;
    unsigned pending_count;
    struct cx_source *sources;
    unsigned source_count;
    struct cx_text *texts; /* what the text above lies in */
};

/* Makes a counterexample of a report that isn't clean. info NULL: without file names and
 * variables. Returns NULL with errno ENOMEM. To be freed with cx_free. */
struct counterexample *cx_make(const struct explore_report *report,
                               struct debug_info *info);
void cx_free(struct counterexample *cx);

/* As the JSON object of docs/counterexample.schema.json. Returns NULL with errno ENOMEM.
 */
cJSON *cx_to_json(const struct counterexample *cx);

/* Back from JSON. Text that isn't there is "". Returns NULL with errno EINVAL (no
 * counterexample) or ENOMEM. */
struct counterexample *cx_from_json(const cJSON *json);

#endif
