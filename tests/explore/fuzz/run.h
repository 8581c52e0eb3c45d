/*
 * run.h - runs a program of program.h inside a schedule.
 */
#ifndef FUZZ_RUN_H
#define FUZZ_RUN_H

#include "actions.h"

static void release_all(struct local *local, unsigned body)
{
    local->position = MOST_ACTIONS;
    for (unsigned i = 0; i < MUTEXES; i++)
        if (local->holds[i]) {
            explore_at(site_of(body, MOST_ACTIONS + i, 0));
            do_mutex(local, &(struct action){UNLOCK, (uint8_t)i, 0});
        }
    while (local->writes || local->reads > 0) {
        explore_at(site_of(body, MOST_ACTIONS + MUTEXES, 0));
        do_rwlock(local, RWUNLOCK);
    }
}

static void *run_body(void *arg)
{
    unsigned number = (unsigned)(uintptr_t)arg;
    const struct body *body = &run.program->body[number];
    struct local *local = &run.left.locals[number];
    for (; local->position < body->count; local->position++) {
        int result = do_action(local, &body->actions[local->position], number);
        explore_at(NULL);
        local->last = (uint32_t)result;
        local->results = local->results * 31 + (uint32_t)result + 1;
    }
    if (!run.program->keeps)
        release_all(local, number);
    return NULL;
}

static void start_body(unsigned which)
{
    run.left.created[which] = true;
    explore_pthread_create(&run.threads[which], NULL, run_body, (void *)(uintptr_t)which);
}

/* The scenario. All primitives are known from the beginning, in the same order. */
static void run_program(void *arg)
{
    (void)arg;
    memset(&run.left, 0, sizeof run.left);
    for (unsigned i = 0; i < MUTEXES; i++)
        explore_pthread_mutex_init(&run.mutexes[i], NULL);
    explore_pthread_cond_init(&run.conditions[0], NULL);
    explore_pthread_cond_init(&run.conditions[1], NULL);
    for (unsigned i = 0; i < SEMAPHORES; i++)
        explore_sem_init(&run.semaphores[i], 0, i);
    explore_pthread_rwlock_init(&run.rwlock, NULL);
    explore_pthread_barrier_init(&run.barrier, NULL, 2);
    memset(&run.once, 0, sizeof run.once);
    run_body(NULL);
}

#endif
