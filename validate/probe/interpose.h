/*
 * interpose.h - the wrappers between learner code and the C library.
 *
 * In the learner's object file (and in the scenarios') the names listed in redirect.txt are
 * renamed to lab_<name>, by objcopy: `fork` becomes `lab_fork`. So the probe sees each of these
 * calls, counts it, and can make the k-th of them fail, without a change to the source and
 * without touching the calls that libraries make among themselves.
 */
#ifndef INTERPOSE_H
#define INTERPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence.h"

/*
 * Counts a call of learner code made at `site` (the return address). Returns true if this is
 * the call that the check ordered to fail with the argument fail_<name>=k (k from 1, counted
 * over all processes), or with fail_on=1 one behind it: the wrapper then answers as the failing
 * function would.
 */
bool call_must_fail(enum call call, const void *site);

/* Counts a call that no order can make fail, and that has no number therefore: one that doesn't
 * wait is never interrupted by a signal. */
void count_call(enum call call, const void *site);

/* Orders the k-th call from now on to fail as well (k from 1; 0 takes the order back). For
 * scenarios that try one k after the other in a single run. */
void fail_call_from_now(enum call call, uint32_t k);

/* The next call of the kind is the first again, for an order that is to hold in each schedule. */
void number_calls_anew(enum call call);

/* The learner's line that is calling a wrapper. To be used in the wrapper itself only. */
#define CALL_SITE __builtin_return_address(0)

/* The wrappers themselves, for scenarios that free what learner code handed over, or make a
 * library allocate as the learner does. */
void *lab_malloc(size_t size);
void lab_free(void *block);

/* Ends the probe by abort(), with a message, when a block was written to after learner code freed
 * it. Only the blocks freed last are looked at. */
void look_after_freed_blocks(void);

/* Blocks that learner code allocated and hasn't freed yet, in this process. */
int64_t learner_blocks(void);

/* The bytes that learner code asked for, of the block that begins there; 0: it has none there, or
 * their number isn't known. */
size_t learners_block_size(const void *block);

/* Threads that learner code created and hasn't joined, in this process. */
int learner_threads(void);

/* Mutexes and conditions that were initialised by a call and not destroyed yet, in this process. */
int live_locks(void);

#endif
