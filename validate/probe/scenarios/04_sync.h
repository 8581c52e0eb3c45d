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

/* Two calls of different threads. */
struct pair {
    void (*first)(void *arg), (*second)(void *arg);
    void *arg;
};

/* What each of three threads does while the others are at work. */
struct crowd {
    void (*calls[3])(void *arg);
    void *arg;
};

/*
 * Makes the calls of each pair in two threads, the second when the first has returned,
 * and pair after pair. The threads don't synchronise: for ThreadSanitizer the two calls
 * are as unordered as if they had happened at once, unless a lock of the learner's
 * orders them. So an access without a lock is found each time, whatever the real threads
 * do. In the end both and the calling thread are at work at once, as `crowd` says. There
 * are no more threads than that: each one costs ThreadSanitizer a millisecond.
 */
void call_in_turn(const struct pair pairs[], int count, const struct crowd *crowd);

#endif
