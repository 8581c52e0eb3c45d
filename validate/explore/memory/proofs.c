/*
 * proofs.c - proves that a thread never ends: the same block, the same registers, the
 * same stack, and nothing changed in between.
 */
#include <string.h>

#include "finding.h"
#include "loop_state.h"
#include "pool.h"
#include "schedule.h"
#include "strategy.h"

#define STRETCH_TRY      100 /* to run on for a stretch tries the patience of as many steps */
#define WATCHED          4096      /* blocks of each stretch whose reads are looks */
#define LONGEST          (1 << 28) /* blocks without a step, after which the schedule ends */
#define LONGEST_IN_WORDS "268,435,456"
#define LONGEST_AGAIN    (1 << 20) /* the same in a place that is known */
#define COMPARED         65536     /* blocks that are compared with a snapshot */
#define MOST_LOCKED      64 /* blocks for which a snapshot waits until the thread unlocks */
#define MOST_STACK       (256u << 10) /* bytes of a stack that is worth a comparison */

int64_t loop_blocks_left;

/* ---- snapshots ------------------------------------------------------------------- */

static void take_snapshot(struct loop *loop, const struct block *block)
{
    struct snapshot *snapshot = &loop->snapshot;
    const char *top = schedule.current->fiber.stack + FIBER_STACK_SIZE;
    size_t size = (size_t)(top - block->stack);
    if (loop->lock.object != NULL)
        loop_count_change(loop);
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

/* One that didn't help needn't be taken again while nothing changes. */
void loop_want_snapshot(struct loop *loop)
{
    if (loop->snapshot.site != NULL && loop->snapshot.state == loop_state)
        return;
    if (loop_blocks_left > 0) {
        loop->due = blocks_run(loop) + 1;
        loop_blocks_left = 0;
    }
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

/* The thread waits for a change, as far as anybody can tell. */
static void note_waiting(struct loop *loop)
{
    loop->spins = loop_somebody_spins = true;
    loop->looked_after = loop->changes;
    loop->seen = loop_state;
}

/* The thread has gone round its loop. One that waits by plain reads gives way at the
 * next. */
static void note_endless(struct loop *loop, const void *site)
{
    if (loop->snapshot.plain && !loop->snapshot.looked)
        stop_hanging(site);
    loop->endless = true;
    loop->watched = true;
    note_waiting(loop);
    loop->gives_way = loop->snapshot.plain;
}

/* A thread inside a lock is about to change something: it unlocks. */
bool loop_is_endless(uint32_t thread)
{
    const struct loop *loop = &loops[thread];
    return loop->endless && loop->snapshot.live && loop->snapshot.state == loop_state &&
           loop->lock.object == NULL;
}

bool loop_is_plain(uint32_t thread)
{
    return loops[thread].snapshot.plain;
}

/* Where a schedule of this search was ended as a hang; idle_began 0: nowhere yet. Another one
 * that comes to the same place needn't be as long. */
static struct known_hang {
    uint32_t thread;
    unsigned steps;      /* that the thread had taken */
    uint64_t idle_began; /* number of its block */
} known_hang;

void loops_begin_search(void)
{
    known_hang.idle_began = 0;
}

static bool is_known_hang(const struct loop *loop)
{
    return loop->steps == known_hang.steps && loop->idle_began == known_hang.idle_began &&
           schedule.current->id == known_hang.thread;
}

/* The thread has run on for so long that it is given up. If it changes nothing, and nobody
 * can change what it reads, that is hardly honest work. */
static _Noreturn void stop_running_on(const struct loop *loop, const void *site)
{
    struct thread *self = schedule.current;
    bool idle = loop->idle_state == loop_state;
    self->site = site;
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    report_involve(self);
    if (idle && !(loop->reads && others_may_step(SPINNING_TOO))) {
        known_hang = (struct known_hang){self->id, loop->steps, loop->idle_began};
        stop_with(EXPLORE_HANG,
                  "%s has run %s basic blocks of the loop%s without reaching any step or "
                  "changing anything; it seems to be endless.",
                  self->name, LONGEST_IN_WORDS, report_at(site));
    }
    stop_with(EXPLORE_INCONCLUSIVE,
              "%s has run %s basic blocks%s without a step; it may be an endless loop.",
              self->name, LONGEST_IN_WORDS, report_at(site));
}

/* Others get a turn: those that can go on; else those that only seem to wait. */
static void give_way(struct loop *loop, bool idle)
{
    schedule.patience -= STRETCH_TRY;
    if (others_may_step(NOT_SPINNING)) {
        loop->gives_way = true;
    } else if (idle && loop->reads && others_may_step(SPINNING_TOO)) {
        note_waiting(loop);
        loop->gives_way = true;
    }
}

static void begin_stretch(struct loop *loop)
{
    loop->steps = schedule.current->step_count;
    loop->stretch_began = loop->idle_began = loop->due;
    loop->idle_state = loop_state;
    loop->reads = false;
    loop->watched = loop->spins;
    loop->gives_way = false;
}

static void watch(struct loop *loop)
{
    loop->watched = true;
    loop->watched_until = loop->due + WATCHED;
}

/* Others get a turn when a thread runs on and on without any step; at last it is given
 * up. */
static void note_stretch(struct loop *loop, const void *site)
{
    if (loop->steps != schedule.current->step_count) {
        begin_stretch(loop);
        return;
    }
    strategy_runs_on();
    bool idle = loop->idle_state == loop_state;
    if (loop->due - loop->stretch_began >= STRETCH)
        give_way(loop, idle);
    if (!idle) {
        loop->idle_state = loop_state;
        loop->idle_began = loop->due;
        loop->reads = false;
    }
    watch(loop);
    uint64_t began = idle ? loop->idle_began : loop->stretch_began;
    uint64_t longest = idle && is_known_hang(loop) ? LONGEST_AGAIN : LONGEST;
    if (loop->due - began >= longest)
        stop_running_on(loop, site);
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

/* Once it is known that the thread reads, it costs too much to look at all of it. */
static void look_at_stretch(struct loop *loop, const void *site)
{
    if (loop->due >= loop->next || loop->due >= loop->check)
        note_stretch(loop, site);
    if (loop->due >= loop->check)
        loop->check = loop->due + STRETCH;
    if (!loop->watched || loop->due < loop->watched_until)
        return;
    loop->watched = !loop->reads || (loop->spins && others_may_step(SPINNING_TOO));
    loop->watched_until = loop->due + WATCHED;
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
    look_at_stretch(loop, site);
    if (loop->due >= loop->next)
        plan_next_snapshot(loop);
    plan_next_look(loop);
}

/* Does the snapshot still tell anything; and has the thread come back to it? */
static void look_at_snapshot(struct loop *loop, const struct block *block)
{
    struct snapshot *snapshot = &loop->snapshot;
    if (snapshot->state != loop_state && loop->lock.object == NULL)
        snapshot->live = loop->endless = false;
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
    if (due && loop->lock.object != NULL && loop->due < loop->next + MOST_LOCKED) {
        plan_look_at(loop, loop->due + 1);
        return;
    }
    look_at_stretch(loop, block->site);
    if (due) {
        take_snapshot(loop, block);
        plan_next_snapshot(loop);
    }
    plan_next_look(loop);
}
