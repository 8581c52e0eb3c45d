/*
 * loops.h - threads that go round and round: who waits for a change, and who never ends.
 *
 * A thread that looks at the same things eight times, finds the same values, and changes
 * nothing meanwhile waits for others. It spins: it isn't offered to the strategy until
 * another thread has changed something, unless all the others spin or wait as well.
 *
 * That a thread never ends by itself is proved, not guessed: at some basic block its
 * registers and its stack are remembered; when it comes to the same block again with the
 * same registers and the same stack, and nothing was changed in between by anybody, then
 * it will go on like that for ever. When to remember follows Brent (1980): at each power
 * of two of the blocks it has run.
 *
 * A loop whose state never repeats, since it counts, can't be proved endless. A thread that
 * has run 2^28 blocks without a step, and without a change of anything that it could read,
 * is given up as a hang (stretches.c). Nothing here looks at a clock, so a schedule repeats
 * itself.
 */
#ifndef LOOPS_H
#define LOOPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "access.h"
#include "stacks.h"

/* ---- for the hook of basic blocks ------------------------------------------------ */

/* Basic blocks that the current thread may run before loop_look() is due. */
extern int64_t loop_blocks_left;

/* What __sanitizer_cov_trace_pc finds: registers that a call leaves alone, where it was
 * called, and above that the caller's part of the stack. */
struct block {
    uint64_t registers[6];
    const void *site;
    char stack[];
};

/* A basic block begins, and loop_blocks_left has fallen below 0. */
void loop_look(const struct block *block);

/* The same where the registers aren't known: loops are counted, but not proved. */
void loop_look_without_registers(const void *site);

/* ---- for accesses and steps ------------------------------------------------------ */

/* A search begins. */
void loops_begin_search(void);

/* A schedule begins. */
void loops_reset(void);

/* A thread was made. */
void loops_thread_added(uint32_t thread);

/* The processor goes from one thread to another; EXPLORE_NOBODY: not to, or from, a
 * thread. */
void loops_switch(uint32_t from, uint32_t to);

/* The current thread has begun a modelled operation, which changes something unless
 * loop_looked() is called before its next operation. */
void loop_entered(void);

/* What the current thread did until now is over: others are about to see it. */
void loop_settle(void);

/* The current thread looked at something, found the value, and changed nothing. A try
 * in vain and a pause are looks of value 0. */
void loop_looked(const void *site, uint64_t value);

/* The current thread changed something that others can see. */
void loop_changed(void);

/* Has any thread spun in this schedule? */
extern bool loop_somebody_spins;

bool loop_spins_closely(uint32_t thread);

/* Is the thread one of those that wait for a change, with nothing changed until now? */
static inline bool loop_spins(uint32_t thread)
{
    return loop_somebody_spins && loop_spins_closely(thread);
}

/* ... and is it proved that it will do so for ever if nothing changes? */
bool loop_is_endless(uint32_t thread);

/* Has that been proved since anything was changed for good? What others lock and unlock
 * meanwhile may make a difference. */
bool loop_goes_round(uint32_t thread);

/* The candidates for the next step were found: is there one that doesn't go round? */
void loop_note_candidates(unsigned count);

/* Do all that could step for long go round, however they disturb each other? */
bool loop_all_go_round(void);

/* ... without any modelled operation? */
bool loop_is_plain(uint32_t thread);

/* Basic blocks that were run in this schedule. */
uint64_t loop_blocks(void);

/* Is there something about the current thread that accesses matter for? */
extern bool loop_watches;

bool loop_gives_way_closely(const void *address, enum access_kind kind);
void loop_read_closely(const void *address, size_t size, const void *site);
void loop_wrote(const void *address, size_t size);

/* Before an access: should the others run first, as the thread has read the same for
 * long? */
static inline bool loop_gives_way(const void *address, enum access_kind kind)
{
    return loop_watches && loop_gives_way_closely(address, kind);
}

/* The access is about to happen. */
static inline void loop_accesses(const void *address, size_t size, enum access_kind kind,
                                 const void *site)
{
    if (kind == ACCESS_WRITE)
        loop_wrote(address, size);
    else if (loop_watches || stacks_hold((uintptr_t)address))
        loop_read_closely(address, size, site);
}

#endif
