/*
 * limit.h - what no number of workers can pass.
 *
 * The limit is Amdahl's (Validity of the single processor approach to achieving large scale
 * computing capabilities, AFIPS 1967), for work that overlaps: n workers are at most n times as
 * fast; and the part of the work that one after the other must do takes its time, however many
 * there are. In threads that is the computing behind the engine's lock; in processes, or with the lock
 * lifted, computing shares the processors.
 */
#ifndef LIMIT_H
#define LIMIT_H

/* The most that `workers` workers can gain, when a share of the work has only `engines` places
 * where it can be done. */
double curve_limit(unsigned workers, double share, int engines);

#endif
