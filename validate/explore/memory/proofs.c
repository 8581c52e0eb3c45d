/*
 * proofs.c - proves that a thread never ends: the same block, the same registers, the
 * same stack, and nothing changed in between.
 */
#include <string.h>

#include "finding.h"
#include "loop_state.h"
#include "pool.h"
#include "schedule.h"

#define COMPARED    65536 /* blocks that are compared with a snapshot */
#define MOST_LOCKED 64    /* blocks for which a snapshot waits until the thread unlocks */
#define VAIN_PROOFS 64    /* in a row, after which nothing else is expected */
#define MOST_STACK  (256u << 10) /* bytes of a stack that is worth a comparison */

int64_t loop_blocks_left;

/* ---- snapshots ------------------------------------------------------------------- */

static void take_snapshot(struct loop *loop, const struct block *block)
{
    struct snapshot *snapshot = &loop->snapshot;
    const char *top = schedule.current->fiber.stack + FIBER_STACK_SIZE;
    size_t size = (size_t)(top - block->stack);
    loop->taken.count = 0;
    loop->endless = false;
    snapshot->live = size <= MOST_STACK;
    if (!snapshot->live)
        return;
    if (size > snapshot->room) {
        snapshot->room = 2 * size;
        snapshot->stack = pool_get(snapshot->room);
    }
    snapshot->site = block->site;
    snapshot->sp = block->stack;
    snapshot->size = size;
    memcpy(snapshot->stack, block->stack, size);
    memcpy(snapshot->registers, block->registers, sizeof snapshot->registers);
    snapshot->state = loop_state;
    snapshot->others = loop_state ^ loop->own;
    snapshot->compared_until = loop->due + COMPARED;
    snapshot->plain = true;
    snapshot->looked = false;
}

static bool is_same(const struct snapshot *snapshot, const struct block *block)
{
    return snapshot->site == block->site && snapshot->sp == block->stack &&
           memcmp(snapshot->registers, block->registers, sizeof block->registers) == 0 &&
           memcmp(snapshot->stack, block->stack, snapshot->size) == 0;
}

/* Blocks that the current thread has run. */
static uint64_t blocks_run(const struct loop *loop)
{
    return loop->due - 1 - (uint64_t)loop_blocks_left;
}

/* One that didn't help needn't be taken again while nothing changes, nor one that still may
 * help. */
void loop_want_snapshot(struct loop *loop)
{
    const struct snapshot *snapshot = &loop->snapshot;
    bool holds = snapshot->live && snapshot->others == (loop_state ^ loop->own);
    if (holds || (snapshot->site != NULL && snapshot->state == loop_state))
        return;
    if (loop_blocks_left > 0) {
        loop->due = blocks_run(loop) + 1;
        loop_blocks_left = 0;
    }
    if (loop->next > loop->due)
        loop->next = loop->due;
}

uint64_t loop_blocks(void)
{
    uint64_t blocks = 0;
    for (uint32_t i = 0; i < schedule.thread_count; i++)
        blocks += loops[i].due - 1 - (uint64_t)loops[i].left;
    return blocks;
}

/* ---- verdicts -------------------------------------------------------------------- */

static _Noreturn void stop_hanging(const void *site)
{
    struct thread *self = schedule.current;
    self->site = site;
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    stop_with(EXPLORE_HANG,
              "%s runs for ever%s: a loop that changes nothing, and that nobody can end.",
              self->name, report_at(site));
}

/* The thread has gone round its loop. One that waits by plain reads gives way at the
 * next. */
static void note_endless(struct loop *loop, const void *site)
{
    if (loop->snapshot.plain && !loop->snapshot.looked)
        stop_hanging(site);
    loop->endless = true;
    loop->proved_after = loop_change_count + 1;
    loop_vain_proofs++;
    loop->watched = true;
    loop_note_waiting(loop);
    loop->gives_way = loop->snapshot.plain;
}

bool loop_is_endless(uint32_t thread)
{
    const struct loop *loop = &loops[thread];
    return loop->endless && loop->snapshot.live && loop->snapshot.state == loop_state;
}

bool loop_goes_round(uint32_t thread)
{
    return loops[thread].proved_after == loop_change_count + 1;
}

void loop_note_candidates(unsigned count)
{
    for (unsigned i = 0; i < count && loop_vain_proofs > 0; i++)
        if (!loop_goes_round(schedule.candidates[i].thread->id))
            loop_vain_proofs = 0;
}

bool loop_all_go_round(void)
{
    return loop_vain_proofs >= VAIN_PROOFS;
}

bool loop_is_plain(uint32_t thread)
{
    return loops[thread].snapshot.plain;
}

/* ---- looks at the blocks --------------------------------------------------------- */

static void plan_look_at(struct loop *loop, uint64_t block)
{
    loop_blocks_left = (int64_t)(block - loop->due) - 1;
    loop->due = block;
}

static bool compares(const struct loop *loop)
{
    return loop->snapshot.live && !loop->endless;
}

static void plan_next_look(struct loop *loop)
{
    uint64_t next = loop->next < loop->check ? loop->next : loop->check;
    if (loop->watched && loop->watched_until < next)
        next = loop->watched_until;
    if (compares(loop))
        next = loop->due + 1;
    plan_look_at(loop, next);
    loop_watches = loop->snapshot.live || loop->watched;
}

static void plan_next_snapshot(struct loop *loop)
{
    uint64_t next = FIRST_SNAPSHOT;
    while (next <= loop->due)
        next *= 2;
    loop->next = next;
}

static bool is_running(void)
{
    if (!schedule_is_inside)
        loop_blocks_left = INT64_MAX;
    return schedule_is_inside;
}

void loop_look_without_registers(const void *site)
{
    if (!is_running())
        return;
    struct loop *loop = loop_current();
    loop_look_at_stretch(loop, site);
    if (loop->due >= loop->next)
        plan_next_snapshot(loop);
    plan_next_look(loop);
}

/* Others have changed something. A thread that was going round for ever is likely to go on
 * like that: another snapshot is worth while. */
static void drop_snapshot(struct loop *loop)
{
    if (loop->endless)
        loop->next = loop->due;
    loop->snapshot.live = loop->endless = false;
}

/* Does the snapshot still tell anything; and has the thread come back to it? */
static void look_at_snapshot(struct loop *loop, const struct block *block)
{
    struct snapshot *snapshot = &loop->snapshot;
    if (snapshot->others != (loop_state ^ loop->own))
        drop_snapshot(loop);
    else if (compares(loop) && is_same(snapshot, block) && snapshot->state == loop_state)
        note_endless(loop, block->site);
    else if (compares(loop) && loop->due >= snapshot->compared_until)
        snapshot->live = false;
}

void loop_look(const struct block *block)
{
    if (!is_running())
        return;
    struct loop *loop = loop_current();
    loop_settle_all(loop);
    look_at_snapshot(loop, block);
    bool due = loop->due >= loop->next;
    if (due && loop->taken.count > 0 && loop->due < loop->next + MOST_LOCKED) {
        plan_look_at(loop, loop->due + 1);
        return;
    }
    loop_look_at_stretch(loop, block->site);
    if (due && !loop->endless)
        take_snapshot(loop, block);
    if (due)
        plan_next_snapshot(loop);
    plan_next_look(loop);
}
