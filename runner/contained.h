/*
 * contained.h - calls a function that may crash, hang, exit or print without end.
 *
 * The function runs in a forked child, the leader of a process group of its own, with
 * nothing to read, with its output captured, and with a time limit. When the call ends,
 * for whatever reason, the whole group is killed: no child of the function stays behind.
 */
#ifndef CONTAINED_H
#define CONTAINED_H

#include <stddef.h>

#include "capture.h"

enum contained_ending {
    CONTAINED_RETURNED,  /* the function returned, and its answer is there */
    CONTAINED_TIMED_OUT, /* it was still running when the limit had passed */
    CONTAINED_CRASHED,   /* a signal ended it */
    CONTAINED_EXITED,    /* it left the process instead of returning */
};

/* How a contained call ended. */
struct contained_end {
    enum contained_ending ending;
    int number; /* CRASHED: the signal; EXITED: the exit status; else 0 */
};

/*
 * What runs in the child, on copies of everything: only what it leaves in *answer when it
 * returns comes back to the caller.
 */
typedef void (*contained_function)(const void *request, void *answer);

/*
 * Calls function(request, answer) in a child.
 *
 *   answer    `answer_size` bytes; receives what the function left in it when the ending
 *             is RETURNED; else unchanged
 *   limit_ms  how long the call may take, in milliseconds
 *   output    receives what the child wrote to stdout and stderr
 *   end       receives how it ended
 *
 * Not for use by several threads. SIGINT, SIGTERM and SIGHUP end the child, then act on
 * the caller as they would have. Makes the caller a subreaper. Returns 0; or -1 with
 * errno from mmap, pipe2 or fork: nothing was called, nothing is left to release.
 */
int contained_call(contained_function function, const void *request, void *answer,
                   size_t answer_size, unsigned limit_ms, struct capture *output,
                   struct contained_end *end);

#endif
