/*
 * family.h - looks at a process and all below it, from outside, through /proc.
 */
#ifndef FAMILY_H
#define FAMILY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define FAMILY_MOST 512 /* processes looked at */

/* What the threads of a family sleep in, counted. */
struct family_sleepers {
    int locks;    /* a futex: a lock, a condition, a thread to end, a semaphore */
    int children; /* a child to end */
    int reads;    /* something to read from a pipe or socket */
    int writes;   /* room to write into a pipe or socket */
};

/* The state of a family at one moment. */
struct family {
    int processes;
    int threads;
    uint64_t resident;    /* bytes of memory, all processes together */
    bool asleep_for_ever; /* each thread sleeps in a call without a timeout, in something
                                 that only another of them could end */
    bool stopped;         /* each thread is stopped by a signal, as Ctrl-Z would */
    uint64_t signature;   /* equal in two looks: no thread has run in between */
    struct family_sleepers in;
};

/* Looks at the processes below `root`, itself not counted. With `closely` false only
 * processes and resident are filled in, which is cheaper. Where /proc doesn't tell, it claims
 * nothing: asleep_for_ever is false. */
struct family family_look(pid_t root, bool closely);

/* Sends a signal to every thread of every process below `root`. Returns how many. */
int family_signal_threads(pid_t root, int signal);

/* Kills all processes below this one and waits for them. */
void family_kill_descendants(void);

#endif
