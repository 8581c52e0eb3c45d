/*
 * baton.h - the yardstick of the explorer's speed: the same control over the schedule, with real
 * threads. Whoever holds the baton runs; before each call below it is handed to a thread drawn at
 * random. To be included instead of <pthread.h>'s functions (gcc -include baton.h).
 */
#ifndef BATON_H
#define BATON_H

#include <pthread.h>

int baton_create(pthread_t *thread, const pthread_attr_t *attributes,
                 void *(*start)(void *), void *arg);
int baton_join(pthread_t thread, void **result);
int baton_lock(pthread_mutex_t *mutex);
int baton_unlock(pthread_mutex_t *mutex);
int baton_wait(pthread_cond_t *cond, pthread_mutex_t *mutex);
int baton_signal(pthread_cond_t *cond);

#define pthread_create       baton_create
#define pthread_join         baton_join
#define pthread_mutex_lock   baton_lock
#define pthread_mutex_unlock baton_unlock
#define pthread_cond_wait    baton_wait
#define pthread_cond_signal  baton_signal

#endif
