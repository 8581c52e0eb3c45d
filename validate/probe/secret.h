/*
 * secret.h - where the evidence lies, and the secret number that proves that a probe finished: out
 * of the sight of learner code, which runs in the same memory.
 *
 * Both lie at addresses drawn anew for each probe. The number comes to no stack and no variable: it
 * is read from the check's pipe into a page that can't even be read until the end.
 */
#ifndef SECRET_H
#define SECRET_H

#include <stdint.h>

struct evidence;

/* Maps the evidence from PROBE_EVIDENCE_FD, which is closed. Returns NULL with errno if that fails. */
struct evidence *secret_map_evidence(void);

/* Takes the number out of PROBE_NONCE_FD, which is closed. Returns 0, or -1: there was none. */
int secret_take(void);

/* Writes it down: the last thing that a probe does. */
void secret_give(uint64_t *to);

#endif
