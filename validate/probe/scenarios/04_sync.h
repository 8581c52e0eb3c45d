/*
 * 04_sync.h - what the scenarios of task 4 share: threads, complaints about what a
 * schedule led to, and calls of different threads one after the other.
 */
#ifndef SCENARIOS_04_SYNC_H
#define SCENARIOS_04_SYNC_H

#include <pthread.h>

/* pthread_create and pthread_join; a failure that the explorer doesn't cause ends the
 * probe as the lab's mistake. */
pthread_t start_thread(void *(*run)(void *arg), void *arg);
void end_thread(pthread_t thread);

/* Ends a schedule of the explorer as a wrong result: says in words what has broken. */
_Noreturn void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Calls first(arg) and second(arg) in two threads, the second when the first has
 * returned. The threads don't synchronise: for ThreadSanitizer the calls are as
 * unordered as if they had happened at once, unless a lock of the learner's orders
 * them. So an access without a lock is found each time, whatever the real threads do.
 */
void call_in_turn(void (*first)(void *arg), void (*second)(void *arg), void *arg);

#endif
