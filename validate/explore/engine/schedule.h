/*
 * schedule.h - the one schedule that is under way: its threads, its primitives, its
 * steps.
 *
 * Every modelled function works the same way:
 *   1. enter() tells who calls, and from which site;
 *   2. take_step() offers the operation to the scheduler and returns when it was chosen;
 *      another thread may have run meanwhile, but none runs until the next take_step;
 *   3. the function changes the primitive's state. Nothing there needs a lock.
 *
 * An operation that can block brings a `ready` function: a thread whose operation isn't
 * ready isn't chosen. There are no wait queues; who waits for what can be read off the
 * threads' pending operations.
 */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "explore.h"
#include "fiber.h"
#include "object.h"

#define MAX_KEYS    64
#define NO_DEADLINE UINT64_MAX

struct thread;

/* What a thread is about to do, is waiting to do, or has just done. */
struct operation {
    enum explore_op op;
    struct object *object; /* the primitive; NULL: none */
    struct thread *target; /* the thread to join or detach; or NULL */
    const void *address;   /* of an access to memory; NULL: none, the object's counts */
    const void *second; /* the mutex that a condition wait gives up or takes; or NULL */
    uint8_t size;       /* bytes of the access */
    bool (*ready)(const struct thread *thread);    /* can it go on? NULL: always */
    bool (*may_wake)(const struct thread *thread); /* can it wake without being ready?
                                                      NULL: always */
    uint64_t deadline;    /* virtual ns at which it wakes anyway; NO_DEADLINE: never */
    bool may_be_spurious; /* a condition wait: may wake without reason */
};

struct thread {
    struct fiber fiber; /* its stack outlives the schedule: the next one uses it again */
    uint32_t id;        /* 1 is T1; its place in schedule.threads; see thread_add() */
    char name[8];       /* "T1" */
    void *(*start)(void *);
    void *arg;
    void *result; /* of the start function, once it has ended */
    bool ended;
    bool detached;
    bool joined;
    /* cancellation: cancel.c */
    void *cleanup;                     /* its innermost clean-up handler; NULL: none */
    bool cancelled;                    /* somebody wants it to end */
    bool cancel_disabled;              /* ... which waits until it allows that again */
    struct vector_clock *cancel_clock; /* what happened before that wish */
    /* where it comes from, what it does */
    uint32_t creator;         /* id of the thread that created it */
    const void *created_at;   /* site of that */
    const void *site;         /* of the pending operation */
    struct operation pending; /* see struct operation */
    enum explore_wake wake;   /* how it was chosen for its last step */
    unsigned locks_held;      /* mutexes (a recursive one counts once) and rwlocks */
    /* condition wait */
    bool signalled;       /* a signal chose it; it only needs the mutex now */
    bool woke_spuriously; /* in this schedule, in any of its waits */
    struct object *mutex; /* that it takes again */
    unsigned locked_step; /* number of the step that took the mutex before the wait */
    unsigned wait_step;   /* number of the step with which the wait began */
    unsigned signal_step; /* number of the step with which it was last chosen */
    const struct object *woken_by; /* the condition that a signal last woke it from */
    unsigned woken_after;          /* its step_count then */
    /* others */
    unsigned barrier_round; /* the round of the barrier that it waits for */
    unsigned clock_reads;   /* in a row, without another step in between */
    unsigned step_count;    /* steps taken */
    char called[16];        /* pthread_setname_np; "": what the program is called */
    void *specific[MAX_KEYS];
};

/* One step that was taken. With choices made the same way a schedule repeats itself. */
struct step {
    uint8_t thread;
    uint8_t op;      /* enum explore_op */
    uint8_t wake;    /* enum explore_wake */
    uint8_t woken;   /* the thread that a signal chose, where it had a choice */
    uint8_t choices; /* how many candidates there were (255: or more) */
    bool switched;   /* see struct explore_step */
    bool preempted;
    bool forced; /* a sleep or timed wait ended early, or a wait woke spuriously */
    bool failed;
    uint8_t target; /* the thread created or joined */
    uint8_t size;   /* bytes of an access */
    const void *site;
    const void *address; /* of an access; of the primitive otherwise; NULL: none */
    const void *second;  /* the mutex of a condition wait; NULL: none */
    const struct object *object;
};

/* One way to go on. */
struct candidate {
    struct thread *thread;
    enum explore_wake wake;
    bool due; /* ready, or its time has come; else it would be woken early */
};

struct schedule {
    struct explore_options options; /* all defaults filled in */
    struct thread threads[EXPLORE_MAX_THREADS];
    uint32_t thread_count;
    uint32_t alive_end;     /* the threads from here on have ended */
    struct thread *current; /* who runs; NULL before the first step */
    bool interruptible;     /* the current thread's last step was no retry: to take the
                           processor away from it is a preemption */
    struct step *steps;     /* options.max_steps places, owned by explore() */
    unsigned step_count;
    uint64_t accesses; /* to memory, that were checked; a long one counts for each word */
    int patience;      /* steps until those that sleep are thought of */
    struct {
        const struct thread *thread; /* who was to go on first when that was last done */
        unsigned step_count;         /* its */
        uint64_t pace;               /* ns that are to pass the next time */
    } sleeper;
    bool gave_way; /* a thread that only waited for a change wasn't run on: loops.h */
    unsigned late_retries; /* failed tries, sleeps, yields in the second half of steps */
    unsigned preemptions;
    unsigned forced;
    unsigned switches;
    bool recording;           /* every step and access is kept: record.h */
    uint64_t now;             /* virtual ns since the schedule began */
    struct fiber home;        /* explore() itself */
    enum explore_verdict end; /* how the schedule ended; EXPLORE_CLEAN: by itself */
    int exit_status;          /* of a program, as its parent would see it */
    void (*scenario)(void *arg);
    void *scenario_arg;
    struct candidate candidates[3 * EXPLORE_MAX_THREADS];
};

extern struct schedule schedule;

/* Is this the kernel thread of the schedule, and is one under way? */
extern _Thread_local bool schedule_is_inside;

/* Runs the scenario once, decisions taken by the strategy that was started before.
 * Returns schedule.end, or -1 with errno ENOMEM: no stack for T0. */
int schedule_run(void);

/* Ends the schedule at once; the report has been written. */
_Noreturn void schedule_stop(enum explore_verdict verdict);

/* Returns the calling thread and notes the site of its next operation: the address given
 * to explore_at, else return_address. */
struct thread *enter(const void *return_address);
#define ENTER() enter(__builtin_return_address(0))

/* Waits until the scheduler chooses the pending operation of the current thread, and
 * records the step. Returns why it was chosen. */
enum explore_wake take_pending_step(void);

/* The same for this operation: a struct operation. A macro, as it is made in its place
 * then. */
#define take_step(...) (schedule.current->pending = __VA_ARGS__, take_pending_step())

/* The same for an operation that can always go on. */
void take_plain_step(enum explore_op op, struct object *object);

/* The step just taken was a yield, a failed try or the like: others should get a
 * turn, and a little time passes. Sleeps and timed waits that ran out are known
 * without this. */
void step_was_retry(void);

/* The same for a try that failed: the step is shown as failed. */
void step_failed(void);

/* The current thread only waits for a change: others should get a turn. */
void step_waits(void);

/* Accesses and basic blocks of the schedule until now. */
uint64_t schedule_work(void);

/* The step just taken; valid until the next one. */
struct step *last_step(void);

/* Makes a thread, not yet started. When there are as many as the options allow it gets the
 * place, and the number, of one that has ended and was joined or detached. Returns NULL with
 * errno EAGAIN (there is none) or ENOMEM. */
struct thread *thread_add(void *(*start)(void *), void *arg);

/* Is there a place for one more? */
bool thread_has_place(void);

/* Goes on with any other thread: the current one has ended. */
_Noreturn void leave_for_good(void);

/* May the thread's condition wait wake without a signal? */
bool thread_may_wake_spuriously(const struct thread *thread);

/* The ready function of what never becomes ready by itself, like a sleep. */
bool never_ready(const struct thread *thread);

#endif
