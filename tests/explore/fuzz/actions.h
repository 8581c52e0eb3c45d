/*
 * actions.h - what the actions of program.h do, inside a schedule.
 *
 * Plain accesses go to the explorer as those of instrumented code do (access_memory), or,
 * where a search is to interleave all of them, are steps in any case.
 */
#ifndef FUZZ_ACTIONS_H
#define FUZZ_ACTIONS_H

#include "access.h"
#include "atomics.h"
#include "explore.h"
#include "program.h"
#include "schedule.h"

int explore_pthread_tryjoin_np(pthread_t thread, void **result);
int explore_pthread_timedjoin_np(pthread_t thread, void **result,
                                 const struct timespec *until);

#define LATE                                                                             \
    {                                                                                    \
        .tv_sec = 1700000000 + 1                                                         \
    }

/* What a thread knows, by body. */
struct local {
    uint32_t position; /* of the action under way */
    uint32_t results;  /* of all actions until now, mixed */
    uint32_t last;     /* of them */
    int seen;          /* by the read of an action that then writes */
    uint8_t reads;     /* read locks held */
    bool writes;
    bool holds[MUTEXES];
};

/* All that a schedule leaves, and begins with. */
struct left {
    int plain[VARIABLES];
    int atomic[ATOMICS];
    struct local locals[MOST_BODIES];
    int once_seen;
    bool created[MOST_BODIES], gone[MOST_BODIES]; /* joined or detached */
};

static struct {
    const struct program *program;
    bool steps; /* each plain access is one */
    struct left left;
    pthread_t threads[MOST_BODIES];
    pthread_mutex_t mutexes[MUTEXES];
    pthread_cond_t conditions[2];
    sem_t semaphores[SEMAPHORES];
    pthread_rwlock_t rwlock;
    pthread_barrier_t barrier;
    pthread_once_t once;
} run;

/* ---- plain accesses -------------------------------------------------------------- */

static const void *site_of(unsigned body, unsigned position, unsigned part)
{
    return (const void *)(uintptr_t)(0x100000u +
                                     ((body * 64 + position) * 4 + part) * 16);
}

static void reach(int *variable, enum explore_op op, const void *site)
{
    if (!run.steps) {
        access_memory(variable, sizeof *variable,
                      op == EXPLORE_OP_READ ? ACCESS_READ : ACCESS_WRITE, site);
        return;
    }
    schedule.current->site = site;
    take_step((struct operation){.op = op,
                                 .address = variable,
                                 .size = sizeof *variable,
                                 .deadline = NO_DEADLINE});
}

static int get_plain(int *variable, const void *site)
{
    reach(variable, EXPLORE_OP_READ, site);
    return *(volatile int *)variable;
}

static void set_plain(int *variable, int value, const void *site)
{
    reach(variable, EXPLORE_OP_WRITE, site);
    *(volatile int *)variable = value;
}

static void init_once(void)
{
    run.left.once_seen = get_plain(&run.left.plain[0], site_of(0, 62, 0));
    set_plain(&run.left.plain[0], run.left.once_seen + 1, site_of(0, 62, 1));
}

/* ---- actions --------------------------------------------------------------------- */

static void start_body(unsigned which); /* see run.h */

static int wait_for(const struct action *action, const void *site)
{
    const struct timespec until = LATE;
    pthread_cond_t *condition = &run.conditions[action->which];
    int *variable = &run.left.plain[action->value];
    int error = 0;
    switch (action->what) {
    case WAIT:
        explore_at(site);
        return explore_pthread_cond_wait(condition, &run.mutexes[0]);
    case WAIT_WHILE:
        while (get_plain(variable, site) == 0) {
            explore_at(site);
            explore_pthread_cond_wait(condition, &run.mutexes[0]);
        }
        return 0;
    default:
        if (get_plain(variable, site) != 0)
            return 0;
        explore_at(site);
        error = action->what == WAIT_TIMED
                    ? explore_pthread_cond_timedwait(condition, &run.mutexes[0], &until)
                    : explore_pthread_cond_wait(condition, &run.mutexes[0]);
        return error;
    }
}

static int do_mutex(struct local *local, const struct action *action)
{
    const struct timespec until = LATE;
    bool *holds = &local->holds[action->which];
    pthread_mutex_t *mutex = &run.mutexes[action->which];
    int error = 0;
    if (action->what == UNLOCK) {
        if (*holds)
            explore_pthread_mutex_unlock(mutex);
        *holds = false;
        return 0;
    }
    if (*holds)
        return 0;
    if (action->what == LOCK)
        error = explore_pthread_mutex_lock(mutex);
    else if (action->what == TRYLOCK)
        error = explore_pthread_mutex_trylock(mutex);
    else
        error = explore_pthread_mutex_timedlock(mutex, &until);
    *holds = error == 0;
    return error != 0;
}

static int call_rwlock(enum what what)
{
    const struct timespec until = LATE;
    switch (what) {
    case RDLOCK:
        return explore_pthread_rwlock_rdlock(&run.rwlock);
    case WRLOCK:
        return explore_pthread_rwlock_wrlock(&run.rwlock);
    case TRYRDLOCK:
        return explore_pthread_rwlock_tryrdlock(&run.rwlock);
    case TRYWRLOCK:
        return explore_pthread_rwlock_trywrlock(&run.rwlock);
    case TIMEDRDLOCK:
        return explore_pthread_rwlock_timedrdlock(&run.rwlock, &until);
    default:
        return explore_pthread_rwlock_timedwrlock(&run.rwlock, &until);
    }
}

static int do_rwlock(struct local *local, enum what what)
{
    bool reads = what == RDLOCK || what == TRYRDLOCK || what == TIMEDRDLOCK;
    if (what != RWUNLOCK) {
        int error = call_rwlock(what);
        local->reads += error == 0 && reads;
        local->writes |= error == 0 && !reads;
        return error != 0;
    }
    if (!local->writes && local->reads == 0)
        return 0;
    explore_pthread_rwlock_unlock(&run.rwlock);
    local->reads -= !local->writes;
    local->writes = false;
    return 0;
}

static int do_sem(const struct action *action)
{
    const struct timespec until = LATE;
    sem_t *semaphore = &run.semaphores[action->which];
    int value = 0;
    switch (action->what) {
    case POST:
        return explore_sem_post(semaphore) != 0;
    case DRAW:
        return explore_sem_wait(semaphore) != 0;
    case TRYDRAW:
        return explore_sem_trywait(semaphore) != 0;
    case TIMEDDRAW:
        return explore_sem_timedwait(semaphore, &until) != 0;
    default:
        explore_sem_getvalue(semaphore, &value);
        return value;
    }
}

static int do_life(const struct action *action)
{
    const struct timespec until = LATE;
    unsigned which = action->which;
    bool gone = !run.left.created[which] || run.left.gone[which];
    int error = 0;
    if (action->what == CREATE) {
        if (!run.left.created[which])
            start_body(which);
        return 0;
    }
    if (gone)
        return 0;
    if (action->what == JOIN)
        explore_pthread_join(run.threads[which], NULL);
    else if (action->what == DETACH)
        explore_pthread_detach(run.threads[which]);
    else if (action->what == TRYJOIN)
        error = explore_pthread_tryjoin_np(run.threads[which], NULL);
    else
        error = explore_pthread_timedjoin_np(run.threads[which], NULL, &until);
    run.left.gone[which] = error == 0;
    return error != 0;
}

static int do_plain(const struct action *action, unsigned body, unsigned position)
{
    int *variable = &run.left.plain[action->which];
    int *seen = &run.left.locals[body].seen;
    const void *reads = site_of(body, position, 0), *writes = site_of(body, position, 1);
    switch (action->what) {
    case READ:
        return get_plain(variable, reads);
    case WRITE:
        set_plain(variable, action->value, writes);
        return 0;
    case ADD:
        *seen = get_plain(variable, reads);
        set_plain(variable, *seen + 1, writes);
        return 0;
    case APPEND:
        *seen = get_plain(variable, reads);
        set_plain(variable, *seen * 4 + (int)body, writes);
        return 0;
    default:
        return get_plain(&run.left.atomic[action->which], reads);
    }
}

static int do_atomic(const struct action *action, unsigned body, const void *site)
{
    int *variable = &run.left.atomic[action->which];
    int expected = 0;
    switch (action->what) {
    case ATOMIC_GET:
        return (int)atomic_load_at(variable, 4, __ATOMIC_SEQ_CST, site);
    case ATOMIC_SET:
        atomic_store_at(variable, 4, action->value, __ATOMIC_SEQ_CST, site);
        return 0;
    case ATOMIC_INC:
        return (int)atomic_update_at(variable, 4, ATOMIC_ADD, 1, __ATOMIC_SEQ_CST, site);
    default:
        return atomic_compare_at(variable, 4, &expected, body, __ATOMIC_SEQ_CST,
                                 __ATOMIC_SEQ_CST, site);
    }
}

static int do_other(struct local *local, const struct action *action)
{
    switch (action->what) {
    case SIGNAL:
        return explore_pthread_cond_signal(&run.conditions[action->which]);
    case BROADCAST:
        return explore_pthread_cond_broadcast(&run.conditions[action->which]);
    case MEET:
        return explore_pthread_barrier_wait(&run.barrier) != 0;
    case ONCE:
        return explore_pthread_once(&run.once, init_once);
    case YIELD:
        return explore_sched_yield();
    case SLEEP:
        return explore_usleep(100);
    case MISUSE:
        local->holds[action->which] = false;
        return explore_pthread_mutex_unlock(&run.mutexes[action->which]);
    case FAIL:
        if (local->last == 0)
            explore_wrong("the last result was 0");
        explore_at(NULL);
        return 0;
    default:
        explore_at(NULL);
        local->position += local->last == 0;
        return (int)local->last;
    }
}

static int do_action(struct local *local, const struct action *action, unsigned body)
{
    unsigned position = local->position;
    const void *site = site_of(body, position, 0);
    if (action->what <= APPEND || action->what == MIX)
        return do_plain(action, body, position);
    if (action->what <= ATOMIC_CAS)
        return do_atomic(action, body, site);
    if (action->what >= WAIT && action->what <= WAIT_TIMED)
        return local->holds[0] ? wait_for(action, site) : 0;
    explore_at(site);
    if (action->what <= TIMEDLOCK)
        return do_mutex(local, action);
    if (action->what >= POST && action->what <= COUNT)
        return do_sem(action);
    if (action->what >= RDLOCK && action->what <= RWUNLOCK)
        return do_rwlock(local, action->what);
    if (action->what >= CREATE && action->what <= DETACH)
        return do_life(action);
    return do_other(local, action);
}

#endif
