/*
 * explore.h - the explorer: runs a threaded program under a scheduler of its own, one
 * synchronisation operation at a time, and looks for a schedule that breaks it.
 *
 * All threads of the program are fibers of one kernel thread. A fiber is switched only
 * before a modelled operation and when it blocks; which thread steps next is a decision
 * of the explorer, and so are which waiter a signal wakes, whether a wait wakes
 * spuriously and when a sleep or a timed wait ends. Decisions come from a seed. The
 * verdict depends on the program, the options and the seed; never on the clock, the
 * machine or its load.
 *
 * How calls get here: the learner's object file calls wrappers instead of the pthread
 * functions. A wrapper asks explore_is_running(); if so it calls
 * explore_at(__builtin_return_address(0)) and then the explore_ function of the same
 * name, else the real function. Without explore_at the site of an operation is the return
 * address of the explore_ function itself.
 *
 * What it asks of the program:
 *   - A scenario builds fresh state each time it is called. It is called once for each
 *     schedule, and a schedule that fails is abandoned in the middle: the fibers' stacks
 *     are reused, what they had allocated stays allocated.
 *   - Code compiled with -fsanitize=thread and linked with the explorer's hooks shows its
 *     accesses to memory. In other code what happens between two modelled operations is one
 *     step, data races aren't seen, and a loop without any modelled operation never ends:
 *     the caller needs a watchdog.
 *   - No real blocking calls, no other kernel threads; variables of storage class
 *     _Thread_local are shared by the fibers (errno is not), unless the explorer was told
 *     where they are (locals.h).
 *   - Not for code compiled with -fsanitize=address, and not together with libtsan.
 */
#ifndef EXPLORE_H
#define EXPLORE_H

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/time.h>
#include <time.h>

#define EXPLORE_MAX_THREADS  128 /* at a time, the scenario's own (T0) included */
#define EXPLORE_MESSAGE_SIZE 1024
#define EXPLORE_MAX_STEPS    1024 /* steps that a report shows: the last ones */
#define EXPLORE_MAX_FINDINGS 16   /* that one search reports */
#define EXPLORE_TOKEN_SIZE   96   /* bytes of a replay token, '\0' included */
#define EXPLORE_CALL_NAME    48   /* bytes of the name of a call, '\0' included */
#define EXPLORE_MAX_INVOLVED 16   /* threads that a report names */
#define EXPLORE_NOBODY       UINT32_MAX

enum explore_verdict {
    EXPLORE_CLEAN,     /* none of the schedules that were run failed */
    EXPLORE_CRASH,     /* a signal that ends a process: SIGSEGV, SIGFPE, ...; the
                             overflow of a stack */
    EXPLORE_MEMORY,    /* use after free, double free, an access beside a block, use of
                             a stack frame that is no longer there */
    EXPLORE_ASSERTION, /* assert failed, or abort was called */
    EXPLORE_RACE,      /* two threads access the same bytes, one writes, one or both
                             not atomically, and nothing orders the two */
    EXPLORE_HANG, /* a thread loops for ever without any modelled operation: its state
                             repeats, or it has run 2^28 basic blocks */
    EXPLORE_NONDETERMINISM, /* the same decisions led elsewhere: the program depends on
                               something that the explorer doesn't control */
    EXPLORE_DEADLOCK,       /* threads wait, and nobody is left who could wake them */
    EXPLORE_LOST_WAKEUP,  /* a deadlock in a condition wait whose last signal or broadcast
                             found no waiter, or woke a thread that could not use it */
    EXPLORE_LIVELOCK,     /* max_steps reached, and threads do little but try again */
    EXPLORE_MISUSE,       /* the rules of a primitive are broken: unlock of a mutex that
                             isn't held, second join, end with a lock held, ... */
    EXPLORE_UNJOINED,     /* the scenario returned before its threads: at work, or neither
                             joined nor detached */
    EXPLORE_WRONG,        /* the predicate, or explore_wrong, says what is wrong */
    EXPLORE_UNSUPPORTED,  /* the program does what the explorer can't model */
    EXPLORE_INCONCLUSIVE, /* max_steps reached without a sign of a livelock */
};

/* The modelled operations: what one step of a thread is. */
enum explore_op {
    EXPLORE_OP_NONE,
    EXPLORE_OP_START,  /* a thread begins */
    EXPLORE_OP_END,    /* a thread ends */
    EXPLORE_OP_RETURN, /* the scenario returns */
    EXPLORE_OP_CREATE,
    EXPLORE_OP_JOIN,
    EXPLORE_OP_DETACH,
    EXPLORE_OP_CANCEL,     /* pthread_cancel */
    EXPLORE_OP_TESTCANCEL, /* pthread_testcancel */
    EXPLORE_OP_ONCE,
    EXPLORE_OP_ONCE_DONE, /* the init routine of a pthread_once has returned */
    EXPLORE_OP_LOCK,
    EXPLORE_OP_TRYLOCK,
    EXPLORE_OP_TIMEDLOCK,
    EXPLORE_OP_UNLOCK,
    EXPLORE_OP_MUTEX_DESTROY,
    EXPLORE_OP_WAIT, /* pthread_cond_wait or _timedwait: gives the mutex up and sleeps */
    EXPLORE_OP_WAKE, /* the same call: woken, takes the mutex again and returns */
    EXPLORE_OP_SIGNAL,
    EXPLORE_OP_BROADCAST,
    EXPLORE_OP_COND_DESTROY,
    EXPLORE_OP_RDLOCK,
    EXPLORE_OP_WRLOCK,
    EXPLORE_OP_TRYRDLOCK,
    EXPLORE_OP_TRYWRLOCK,
    EXPLORE_OP_RWUNLOCK,
    EXPLORE_OP_RWLOCK_DESTROY,
    EXPLORE_OP_SEM_WAIT,
    EXPLORE_OP_SEM_TRYWAIT,
    EXPLORE_OP_SEM_POST,
    EXPLORE_OP_SEM_GETVALUE,
    EXPLORE_OP_SEM_DESTROY,
    EXPLORE_OP_BARRIER_ARRIVE, /* pthread_barrier_wait: comes to the barrier */
    EXPLORE_OP_BARRIER_LEAVE,  /* the same call: all are there, goes on */
    EXPLORE_OP_BARRIER_DESTROY,
    EXPLORE_OP_SLEEP,
    EXPLORE_OP_YIELD,
    EXPLORE_OP_CLOCK, /* reads a clock */
    EXPLORE_OP_READ,  /* a plain access to memory; see explore_step.address */
    EXPLORE_OP_WRITE,
    EXPLORE_OP_ATOMIC_LOAD,
    EXPLORE_OP_ATOMIC_STORE,
    EXPLORE_OP_ATOMIC_UPDATE, /* exchange, fetch_add, compare_exchange, ... */
    EXPLORE_OP_FENCE,
    EXPLORE_OP_ALLOCATE, /* malloc and its family; object: the block */
    EXPLORE_OP_FREE,
    EXPLORE_OP_PRINT,      /* writes to stdout or stderr */
    EXPLORE_OP_PIPE_READ,  /* object: the pipe */
    EXPLORE_OP_PIPE_WRITE, /* the same */
    EXPLORE_OP_PIPE_CLOSE, /* the same */
    EXPLORE_OP_POLL,
    EXPLORE_OP_EXIT, /* exit, _exit: the process ends, whatever the other threads do */
    EXPLORE_OP_KINDS,
};

/* What kind of memory an address belongs to. */
enum explore_place {
    EXPLORE_PLACE_NONE,         /* not known, or no address */
    EXPLORE_PLACE_GLOBAL,       /* static storage of the program */
    EXPLORE_PLACE_HEAP,         /* a block of malloc */
    EXPLORE_PLACE_STACK,        /* a local variable of a thread */
    EXPLORE_PLACE_THREAD_LOCAL, /* a thread's variable of storage class _Thread_local */
};

/* How a thread came to take a step. */
enum explore_wake {
    EXPLORE_READY,    /* the operation could go on */
    EXPLORE_TIMEOUT,  /* its time passed: the end of a sleep, or of a timed wait */
    EXPLORE_SPURIOUS, /* a condition wait woke without a signal */
};

/* Writes what a person calls a site, for example "queue.c:17", into text (at most size
 * bytes, '\0' included). Returns 0, or -1 if it isn't known. */
typedef int (*explore_site_name)(const void *site, char *text, size_t size);

/* Zero in any field but spurious_wakeups stands for the default. */
struct explore_options {
    uint64_t seed;            /* of all decisions; 0 is a seed like any other */
    unsigned schedules;       /* how many to run at most; default 1,000, of a program
                                 20,000 */
    unsigned max_steps;       /* of one schedule; default 20,000, of a program
                                 1,000,000 */
    unsigned max_threads;     /* at a time, T0 included; pthread_create beyond
                                 returns EAGAIN; default EXPLORE_MAX_THREADS */
    unsigned narrowing_tries; /* schedules spent on a simpler failing one; default 200 */
    uint64_t max_work;        /* accesses and basic blocks of the whole search, a step as
                                 eight of them, after which no further schedule is begun;
                                 default: no limit, of a program 50 million */
    unsigned max_findings; /* places in the array of reports; default 1: the search ends
                                 with the first failure */
    bool ignore_races;     /* data races aren't reported (they are still looked for, so
                                 that their consequences are seen) */
    bool fail_calls;       /* pthread_create, malloc, ... may fail: one call a schedule */
    bool program;          /* the scenario is a whole program: it may call exit, return
                                 with detached threads alive, and its threads' limit is
                                 told as unsupported rather than as EAGAIN */
    const char *replay;    /* a token: this one schedule is run instead of a search */
    bool spurious_wakeups; /* condition waits may wake without a signal: each thread at
                              most once a schedule */
    uint64_t identity;     /* of the program, for tokens: a hash of its file */
    explore_site_name name_site; /* for the message; NULL: sites aren't named */
    bool marks; /* messages carry marks (marks.h) for places, whatever name_site says;
                   always so for a program */
};

/* Where an address lies, in terms that another process can put into words: with the
 * program's debugging information, "q.items[2]"; without, "a block of 48 bytes". */
struct explore_location {
    uintptr_t address; /* 0: none */
    uint32_t size;     /* bytes that are accessed; 0: not an access */
    enum explore_place place;
    uint32_t thread;  /* heap: who allocated the block; stack, thread-local: whose it
                         is */
    const void *site; /* heap: return address of the call that allocated the block;
                           stack: an address in the function whose frame it is; or NULL */
    int64_t offset;   /* heap: from the block's beginning; stack: from the frame's
                           canonical frame address (DWARF: DW_OP_call_frame_cfa);
                           thread-local: from the thread pointer */
    uint64_t block;   /* heap: bytes of the block */
};

/* One step of a schedule. */
struct explore_step {
    uint32_t number;        /* 1, 2, ... in the whole schedule, accesses included */
    uint32_t thread;        /* who stepped: 1 is T1 */
    enum explore_op op;     /* what it did */
    enum explore_wake wake; /* why it could */
    bool switched;          /* another thread made the step before */
    bool preempted;         /* ... and could have gone on: the explorer interrupted it */
    bool failed;            /* a try that failed, a wait that timed out */
    bool relevant;          /* matters for the failure; the rest is shown on demand */
    const void *site;       /* return address in the calling code; NULL: none */
    const void *object;     /* address of the primitive; NULL: none */
    char name[8];           /* of the object, as in the message: "M1"; "T2" for join */
    struct explore_location location; /* of an access, or of the primitive */
    bool has_value;  /* an access of 1, 2, 4 or 8 bytes, or a primitive's count */
    uint64_t value;  /* read, or written */
    uint64_t before; /* a write: what was there */
    uint64_t now_ns; /* virtual time */
};

/* One thread that has part in a failure. */
struct explore_involved {
    uint32_t thread;         /* who: 1 is T1 */
    enum explore_op op;      /* what it is doing, or waiting to do */
    const void *site;        /* where; NULL: not known */
    const void *object;      /* the primitive; NULL: none */
    char name[8];            /* of the object: "M1" */
    bool in_cycle;           /* part of the cycle of a deadlock */
    uint32_t holder;         /* who holds what it waits for; EXPLORE_NOBODY: nobody */
    enum explore_op held_by; /* the operation with which the holder got it */
    const void *held_at;     /* where the holder got it */
    uint32_t step;           /* number of the step, 0: not one of the steps */
    struct explore_location location; /* of an access: a race, memory; else empty */
};

/* How far a search went. */
struct explore_coverage {
    bool exhausted;     /* every interleaving was covered, up to the order of steps that
                               don't affect each other */
    uint64_t schedules; /* that were run, narrowing and replays not counted */
    uint64_t
        interleavings;    /* exhausted: how many differ in the order of dependent steps */
    int preemption_bound; /* all schedules with at most as many preemptions were covered;
                               -1: not even those without */
    bool races_as_points; /* the accesses that race were interleaved as well */
    bool out_of_work;     /* options.max_work came before options.schedules */
    bool fair_only;       /* loops that only wait for a change were not run on while
                               nothing changed */
    unsigned threads;     /* most that were seen */
    unsigned longest;     /* steps of the longest schedule */
    uint64_t makespan_ns; /* virtual time of the timing run */
    uint64_t work;        /* accesses and basic blocks */
    int exit_status;      /* of a program, in its first schedule: 0 to 255 */
    int other_status;     /* another one that it ended with; -1: none */
};

/* What explore() found. Every byte is set, so two reports can be compared by memcmp; of
 * steps[] and involved[] the entries that count. */
struct explore_report {
    enum explore_verdict verdict;
    char message[EXPLORE_MESSAGE_SIZE]; /* in words; empty when clean; see marks.h */
    char call[EXPLORE_CALL_NAME];       /* unsupported: the call's name; else "" */
    char token[EXPLORE_TOKEN_SIZE];   /* names the schedule for options.replay; "" none */
    struct explore_coverage coverage; /* the same in all reports of a search */
    unsigned findings;                /* places filled in the array of reports */
    unsigned schedules_run;           /* up to the failure, without narrowing tries */
    uint64_t schedule;                /* number of the schedule that failed */
    unsigned narrowing_tries;         /* schedules that were spent on narrowing */
    unsigned preemptions;             /* in the schedule that is shown */
    unsigned threads;                 /* in the schedule shown; clean: the most seen */
    uint32_t
        doomed_from; /* from this step number on every schedule fails; 0: not known */
    unsigned total_steps; /* of the schedule shown; clean: of the longest one */
    unsigned step_count;  /* entries of steps[]: the last ones of total_steps */
    struct explore_step steps[EXPLORE_MAX_STEPS];
    unsigned involved_count; /* entries of involved[]; of a race: the two accesses */
    struct explore_involved involved[EXPLORE_MAX_INVOLVED];
};

/*
 * Runs schedules of the scenario until enough has been found, everything was tried, or
 * options->schedules have been run. Number 0 lets each thread run until it blocks, and time
 * pass only when nobody can go on; number 1 takes turns. Of a program every interleaving is
 * tried next, for a few schedules; then random ones and PCT (random priorities, 3 levels)
 * alternate for a while, and after those every interleaving is tried as far as half of the
 * rest goes: see struct explore_coverage. A failing schedule is narrowed, replayed and
 * recorded: the report shows one with few preemptions. How long all this takes is bounded
 * by counts of schedules, steps, accesses and basic blocks.
 *
 *   scenario   the program, called as thread T0; see above
 *   predicate  called after each schedule that ended by itself, outside of it (the real
 *              pthread functions are in force, all locks are free). Returns NULL, or in
 *              words what is wrong with the result. May be NULL.
 *   options    NULL: all defaults, no spurious wakeups
 *   report     one, or an array of options->max_findings: the findings, gravest first
 *
 * With one report a data race is told rather than what it leads to, but in the schedule that
 * shows that. Returns 0 and the report; or -1 with errno: EINVAL (no scenario, no report,
 * more threads than EXPLORE_MAX_THREADS, findings than EXPLORE_MAX_FINDINGS), EBUSY (called from a scenario), ENOMEM.
 */
int explore(void (*scenario)(void *arg), void *arg, const char *(*predicate)(void *arg),
            const struct explore_options *options, struct explore_report *report);

/* For scenarios: ends the schedule with EXPLORE_WRONG here and now; `what` says in words
 * what is wrong. Only inside a schedule. */
_Noreturn void explore_wrong(const char *what);

/* The main function of a whole program has returned this. A program that ends with 0 in its first
 * schedule, and otherwise in another without a race, has gone wrong in that one. */
void explore_main_returns(int status);

/* "deadlock", "lost wakeup", ...; static text. */
const char *explore_verdict_name(enum explore_verdict verdict);

/* What a step does, as in "T1 ...": "locks", "waits for", "signals"; static text. */
const char *explore_op_name(enum explore_op op);

/* ---- for the wrappers ------------------------------------------------------------ */

/* Does the caller run inside a schedule? False on any other kernel thread. */
bool explore_is_running(void);

/* Names the site (an address in the learner's code) of the next operation. */
void explore_at(const void *return_address);

/* Ends the schedule with EXPLORE_UNSUPPORTED; `what` names the call. Only inside one. */
_Noreturn void explore_unsupported(const char *what);

/* Waits in virtual time; outside of a schedule it sleeps. For jobs_wait_with(). */
void explore_wait_ns(uint64_t nanoseconds);

/* Code that isn't instrumented is about to write `size` bytes for the program, whose call it came from:
 * checked as a write of its own. Outside of a schedule it does nothing. For jobs_tell_writing(). */
void explore_writing(void *address, size_t size);

/*
 * The modelled functions. Each takes and returns what the function without the prefix
 * does; they may only be called inside a schedule. Primitives are known by their address.
 * The memory of an object is initialised and destroyed as by the real function, but its
 * state is the explorer's: the real object is never locked or posted.
 */
int explore_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                           void *(*start)(void *), void *arg);
int explore_pthread_join(pthread_t thread, void **result);
int explore_pthread_detach(pthread_t thread);
_Noreturn void explore_pthread_exit(void *result);
pthread_t explore_pthread_self(void);
int explore_pthread_equal(pthread_t a, pthread_t b);

int explore_pthread_once(pthread_once_t *once, void (*routine)(void));
int explore_pthread_key_create(pthread_key_t *key, void (*destructor)(void *));
int explore_pthread_key_delete(pthread_key_t key);
int explore_pthread_setspecific(pthread_key_t key, const void *value);
void *explore_pthread_getspecific(pthread_key_t key);

int explore_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attr);
int explore_pthread_mutex_destroy(pthread_mutex_t *mutex);
int explore_pthread_mutex_lock(pthread_mutex_t *mutex);
int explore_pthread_mutex_trylock(pthread_mutex_t *mutex);
int explore_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until);
int explore_pthread_mutex_unlock(pthread_mutex_t *mutex);

int explore_pthread_spin_init(pthread_spinlock_t *lock, int shared);
int explore_pthread_spin_destroy(pthread_spinlock_t *lock);
int explore_pthread_spin_lock(pthread_spinlock_t *lock);
int explore_pthread_spin_trylock(pthread_spinlock_t *lock);
int explore_pthread_spin_unlock(pthread_spinlock_t *lock);

int explore_pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attr);
int explore_pthread_cond_destroy(pthread_cond_t *cond);
int explore_pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex);
int explore_pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
                                   const struct timespec *until);
int explore_pthread_cond_signal(pthread_cond_t *cond);
int explore_pthread_cond_broadcast(pthread_cond_t *cond);

int explore_pthread_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attr);
int explore_pthread_rwlock_destroy(pthread_rwlock_t *lock);
int explore_pthread_rwlock_rdlock(pthread_rwlock_t *lock);
int explore_pthread_rwlock_wrlock(pthread_rwlock_t *lock);
int explore_pthread_rwlock_tryrdlock(pthread_rwlock_t *lock);
int explore_pthread_rwlock_trywrlock(pthread_rwlock_t *lock);
int explore_pthread_rwlock_timedrdlock(pthread_rwlock_t *lock,
                                       const struct timespec *until);
int explore_pthread_rwlock_timedwrlock(pthread_rwlock_t *lock,
                                       const struct timespec *until);
int explore_pthread_rwlock_unlock(pthread_rwlock_t *lock);

int explore_pthread_barrier_init(pthread_barrier_t *barrier,
                                 const pthread_barrierattr_t *attr, unsigned count);
int explore_pthread_barrier_destroy(pthread_barrier_t *barrier);
int explore_pthread_barrier_wait(pthread_barrier_t *barrier);

int explore_sem_init(sem_t *sem, int shared, unsigned value);
int explore_sem_destroy(sem_t *sem);
int explore_sem_wait(sem_t *sem);
int explore_sem_trywait(sem_t *sem);
int explore_sem_timedwait(sem_t *sem, const struct timespec *until);
int explore_sem_post(sem_t *sem);
int explore_sem_getvalue(sem_t *sem, int *value);

/* Time is virtual: it stands still while threads compute, and passes when one sleeps. */
int explore_nanosleep(const struct timespec *duration, struct timespec *remaining);
int explore_clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
                            struct timespec *remaining);
int explore_usleep(unsigned microseconds);
unsigned explore_sleep(unsigned seconds);
int explore_sched_yield(void);
int explore_clock_gettime(clockid_t clock, struct timespec *time);
int explore_gettimeofday(struct timeval *time, void *zone);
time_t explore_time(time_t *time);

/* abort, and what assert calls when it fails: the schedule ends with EXPLORE_ASSERTION. */
_Noreturn void explore_abort(void);
_Noreturn void explore___assert_fail(const char *expression, const char *file,
                                     unsigned line, const char *function);

#endif
