/*
 * probe.h - what the parts of the probe's own runtime share. Not for scenarios.
 *
 * Started as:  probe SCENARIO SEED [key=value ...]
 * with two descriptors from the check: the evidence (shared memory) and a pipe that holds the
 * secret number for the finished-token.
 */
#ifndef PROBE_H
#define PROBE_H

#include <stdint.h>

#define PROBE_EVIDENCE_FD 3
#define PROBE_NONCE_FD    4

/* Keeps the arguments for arg_int and arg_seed. They must live as long as the probe. */
void set_arguments(const char *seed, char **key_values);

/* Runs the scenario; with the argument explore=1 under the explorer, as a program that it runs
 * once a schedule (races=1: data races count). */
struct scenario;
void run_scenario(const struct scenario *scenario);

/* Where observations go from now on. */
struct evidence;
void set_evidence(struct evidence *where);

/* Notes that learner code, at `site`, tried what it may not do; the first such note stands. By printf
 * rules: "kill to send SIGKILL to its parent". */
void note_refusal(const void *site, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The addresses of the functions under way, into `at` with EVIDENCE_FRAMES places, in a signal's
 * handler that got `context`. Returns how many. */
int32_t keep_frames(uint64_t *at, const void *context);

/* The signal by which the watchdog asks every thread where it stands. */
#define PROBE_ASK_SIGNAL SIGVTALRM

/* From now on a crash of this process is written into the evidence before it takes its
 * course, and PROBE_ASK_SIGNAL makes a thread write down where it stands. */
void record_crashes(void);

#endif
