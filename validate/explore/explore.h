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
 *   - What happens between two modelled operations is one step. Data races are not seen
 *     here, and a loop that waits for a plain variable without any modelled operation
 *     never ends: the caller needs a watchdog.
 *   - No real blocking calls, no other kernel threads; variables of storage class
 *     _Thread_local are shared by the fibers (errno is not).
 *   - Not for code compiled with -fsanitize=address or -fsanitize=thread.
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

#define EXPLORE_MAX_THREADS  128 /* in one schedule, the scenario's own (T0) included */
#define EXPLORE_MESSAGE_SIZE 400
#define EXPLORE_MAX_STEPS    64 /* steps that a report shows: the last ones */
#define EXPLORE_MAX_INVOLVED 16 /* threads that a report names */
#define EXPLORE_NOBODY       UINT32_MAX

enum explore_verdict {
    EXPLORE_CLEAN,        /* none of the schedules that were run failed */
    EXPLORE_DEADLOCK,     /* threads wait, and nobody is left who could wake them */
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
    unsigned schedules;       /* how many to run at most; default 1,000 */
    unsigned max_steps;       /* of one schedule; default 20,000 */
    unsigned max_threads;     /* in one schedule, T0 included; pthread_create beyond
                                 returns EAGAIN; default EXPLORE_MAX_THREADS */
    unsigned narrowing_tries; /* schedules spent on a simpler failing one; default 200 */
    bool spurious_wakeups;    /* condition waits may wake without a signal: at most
                                 once a wait, at most twice a schedule */
    explore_site_name name_site; /* for the message; NULL: sites aren't named */
};

/* One step of a schedule. */
struct explore_step {
    uint32_t thread;        /* who stepped: 1 is T1 */
    enum explore_op op;     /* what it did */
    enum explore_wake wake; /* why it could */
    bool switched;          /* another thread made the step before */
    bool preempted;         /* ... and could have gone on: the explorer interrupted it */
    bool failed;            /* a try that failed, a wait that timed out */
    const void *site;       /* return address in the calling code; NULL: none */
    const void *object;     /* address of the primitive; NULL: none */
    char name[8];           /* of the object, as in the message: "M1"; "T2" for join */
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
};

/* What explore() found. Every byte is set, so two reports can be compared by memcmp. */
struct explore_report {
    enum explore_verdict verdict;
    char message[EXPLORE_MESSAGE_SIZE]; /* in words; empty when clean */
    unsigned schedules_run;             /* up to the failure, without narrowing tries */
    uint64_t schedule;                  /* number of the schedule that failed */
    unsigned narrowing_tries;           /* schedules that were spent on narrowing */
    unsigned preemptions;               /* in the schedule that is shown */
    unsigned threads;                   /* in the schedule shown; clean: the most seen */
    unsigned total_steps; /* of the schedule shown; clean: of the longest one */
    unsigned step_count;  /* entries of steps[]: the last ones of total_steps */
    struct explore_step steps[EXPLORE_MAX_STEPS];
    unsigned involved_count; /* entries of involved[] */
    struct explore_involved involved[EXPLORE_MAX_INVOLVED];
};

/*
 * Runs schedules of the scenario until one fails, or options->schedules have been run:
 * number 0 lets each thread run until it blocks, number 1 takes turns, then random
 * schedules and PCT (random priorities, 3 levels) alternate. A failing schedule is
 * narrowed: the report shows one with few preemptions.
 *
 *   scenario   the program, called as thread T0; see above
 *   predicate  called after each schedule that ended by itself, outside of it (the real
 *              pthread functions are in force, all locks are free). Returns NULL, or in
 *              words what is wrong with the result. May be NULL.
 *   options    NULL: all defaults, no spurious wakeups
 *
 * Returns 0 and the report; or -1 with errno: EINVAL (no scenario, no report, more
 * threads than EXPLORE_MAX_THREADS), EBUSY (called from a scenario), ENOMEM.
 */
int explore(void (*scenario)(void *arg), void *arg, const char *(*predicate)(void *arg),
            const struct explore_options *options, struct explore_report *report);

/* For scenarios: ends the schedule with EXPLORE_WRONG here and now; `what` says in words
 * what is wrong. Only inside a schedule. */
_Noreturn void explore_wrong(const char *what);

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

#endif
