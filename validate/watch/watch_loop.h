/*
 * watch_loop.h - waits for what may happen: a save, a key, a signal, the end of a run.
 */
#ifndef WATCH_LOOP_H
#define WATCH_LOOP_H

#include "watch_session.h"

/* The whole of it, from the first look at the files on: goes on until the learner quits, the input ends, or
 * SIGINT, SIGTERM or SIGHUP comes. At the end of the input what is being judged is judged to its end, and that
 * verdict's status is returned; otherwise 0. Returns an exit status. */
int watch_loop(struct session *session, struct lab *lab);

#endif
