/*
 * threads.h - what a fiber runs.
 */
#ifndef THREADS_H
#define THREADS_H

/* The entry function of a thread's fiber; arg is its struct thread. Never returns. */
void thread_main(void *arg);

#endif
