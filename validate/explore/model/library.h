/*
 * library.h - what the models of library functions have in common.
 *
 * A model does what the function does with the real function of that name, after it has
 * told the explorer which memory of the program is read and written. Most are no steps of
 * their own. Outside of a schedule (before main) they are the real functions.
 */
#ifndef LIBRARY_H
#define LIBRARY_H

#include <stddef.h>

/* Forgets what the models keep: a new schedule begins. */
void library_reset(void);

/* Of these, strtok: it has forgotten its string. */
void tokens_reset(void);

/* The site of a call, in a schedule also noted as the thread's: what explore_at() gave,
 * else the return address. */
const void *call_site(const void *return_address);
#define CALL_SITE() call_site(__builtin_return_address(0))

/* For a model that calls another one: the other's site is this call's. */
#define CALL_ON() explore_at(CALL_SITE())

/* The program reads, or writes, these bytes; see access_memory(). */
void reads(const void *address, size_t size, const void *site);
void writes(void *address, size_t size, const void *site);

/* Reads at most `most` bytes of a string, its '\0' included. Returns its length, at most
 * `most`. */
size_t reads_string(const char *string, size_t most, const void *site);

/* Ends the schedule: what this call does here can't be modelled. */
_Noreturn void unsupported_call(const char *name, const void *site);

#endif
