/*
 * thread.h - what a fiber runs.
 */
#ifndef THREAD_H
#define THREAD_H

/* The entry function of a thread's fiber; arg is its struct thread. Never returns. */
void thread_main(void *arg);

#endif
