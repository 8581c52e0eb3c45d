/*
 * loops.c - what is remembered of each thread to tell whether it goes round in a loop.
 */
#include "loops.h"

#include <string.h>

#include "finding.h"
#include "pool.h"
#include "schedule.h"
#include "shadow.h"
#include "stacks.h"

#define SITES          8     /* that a loop looks from, at most */
#define ROUNDS         8     /* unchanged ones after which a thread spins */
#define FIRST_SNAPSHOT 1024  /* blocks */
#define LONG_STRETCH   65536 /* blocks without a step, after which others get a turn */
#define LONGEST        (1 << 25) /* blocks without a step, after which the schedule ends */
#define MOST_STACK     (1u << 20) /* bytes of a stack that is worth a comparison */

/* Something that the thread looked at. */
struct look {
    const void *site; /* NULL: none */
    uint64_t value;
    unsigned rounds; /* how often it was found so, one after the other */
};

/* The thread at the beginning of a block. */
struct snapshot {
    bool live; /* nothing has changed since */
    const void *site;
    const char *sp; /* of the block's function */
    size_t size;    /* bytes of the stack from there on */
    char *stack;    /* copy of them; pool */
    size_t room;    /* bytes at `stack` */
    uint64_t registers[6];
    uint64_t changes; /* of all threads, then */
    bool plain;       /* no modelled operation since */
    bool looked;      /* memory that others can write was read since */
};

static struct loop {
    uint64_t due;     /* number of the block before which to look */
    int64_t left;     /* until then; while another thread runs */
    uint64_t next;    /* number of the block of the next snapshot */
    uint64_t changes; /* that it made itself */
    bool entered;     /* a modelled operation of which it isn't known yet */
    /* spinning */
    struct look looks[SITES];
    unsigned next_look;    /* to be replaced */
    uint64_t looked_after; /* its changes when it last looked */
    bool spins;            /* the last looks were all unchanged */
    uint64_t others;       /* changes by others, at the last look */
    /* long stretches without a step */
    unsigned steps;         /* that it had taken at the last snapshot */
    uint64_t stretch_began; /* number of the block at which that was first seen */
    bool watched;           /* its plain reads count as looks */
    bool gives_way;         /* the next of them is a step */
    /* proof */
    struct snapshot snapshot;
    bool endless; /* proved, for as long as snapshot.changes stays */
    struct {
        const void *address; /* NULL: none */
        size_t size;
        uint64_t before;
    } written; /* the last write, of which it isn't known yet whether it changed anything */
} loops[EXPLORE_MAX_THREADS];

int64_t loop_blocks_left;
bool loop_watches;
bool loop_somebody_spins;

static uint64_t all_changes; /* by all threads of the schedule */

static struct loop *current(void)
{
    return &loops[schedule.current->id];
}

/* ---- changes --------------------------------------------------------------------- */

static void count_change(struct loop *loop)
{
    all_changes++;
    loop->changes++;
}

void loop_changed(void)
{
    struct loop *loop = current();
    loop->entered = false;
    count_change(loop);
}

static uint64_t peek(const void *address, size_t size)
{
    uint64_t value = 0;
    memcpy(&value, address, size);
    return value;
}

/* Finds out what the last write and the last operation have changed. */
static void settle(struct loop *loop)
{
    if (loop->entered) {
        loop->entered = false;
        count_change(loop);
    }
    if (loop->written.address == NULL)
        return;
    if (peek(loop->written.address, loop->written.size) != loop->written.before)
        count_change(loop);
    loop->written.address = NULL;
}

static bool on_own_stack(const void *address)
{
    return stacks_hold((uintptr_t)address) &&
           stacks_owner((uintptr_t)address) == schedule.current->id;
}

/* A local variable that no other thread knows is part of the thread's own state. */
void loop_wrote(const void *address, size_t size)
{
    struct loop *loop = current();
    if (on_own_stack(address) &&
        shadow_is_private((uintptr_t)address, schedule.current->id))
        return;
    if (!loop->snapshot.live || size > sizeof loop->written.before) {
        count_change(loop);
        return;
    }
    settle(loop);
    loop->written.address = address;
    loop->written.size = size;
    loop->written.before = peek(address, size);
}

void loop_settle(void)
{
    settle(current());
}

void loop_entered(void)
{
    struct loop *loop = current();
    settle(loop);
    loop->entered = true;
    loop->snapshot.plain = false;
}

/* ---- spinning -------------------------------------------------------------------- */

static void want_snapshot(struct loop *loop)
{
    if (loop->snapshot.live)
        return;
    if (loop_blocks_left > 0)
        loop->due -= (uint64_t)loop_blocks_left;
    loop_blocks_left = 0;
    loop->next = loop->due;
}

static struct look *find_look(struct loop *loop, const void *site)
{
    for (unsigned i = 0; i < SITES; i++)
        if (loop->looks[i].site == site)
            return &loop->looks[i];
    struct look *look = &loop->looks[loop->next_look++ % SITES];
    *look = (struct look){.site = site};
    return look;
}

static void forget_looks(struct loop *loop)
{
    memset(loop->looks, 0, sizeof loop->looks);
    loop->next_look = 0;
    loop->spins = false;
}

/* Returns true if the thread has looked so often in vain that it spins. */
static bool count_look(struct loop *loop, const void *site, uint64_t value)
{
    if (loop->looked_after != loop->changes)
        forget_looks(loop);
    loop->looked_after = loop->changes;
    struct look *look = find_look(loop, site);
    if (look->rounds > 0 && look->value != value) {
        forget_looks(loop);
        look = find_look(loop, site);
    }
    look->value = value;
    look->rounds++;
    loop->spins = look->rounds >= ROUNDS;
    loop_somebody_spins |= loop->spins;
    loop->others = all_changes - loop->changes;
    return loop->spins;
}

void loop_looked(const void *site, uint64_t value)
{
    struct loop *loop = current();
    loop->entered = false;
    settle(loop);
    if (!count_look(loop, site, value))
        return;
    want_snapshot(loop);
    step_waits();
}

bool loop_spins_closely(uint32_t thread)
{
    const struct loop *loop = &loops[thread];
    return loop->spins && loop->others == all_changes - loop->changes;
}

/* ---- plain loops ----------------------------------------------------------------- */

bool loop_gives_way_closely(const void *address, enum access_kind kind)
{
    struct loop *loop = current();
    if (!loop->gives_way || kind != ACCESS_READ || on_own_stack(address))
        return false;
    loop->gives_way = false;
    loop->steps = schedule.current->step_count + 1;
    return true;
}

/* The first look at another thread's local variable: it isn't private any more. */
static void note_stranger(struct loop *loop, const void *address)
{
    uintptr_t at = (uintptr_t)address;
    if (stacks_hold(at) && shadow_is_private(at, stacks_owner(at)))
        count_change(loop);
}

void loop_read_closely(const void *address, size_t size, const void *site)
{
    struct loop *loop = current();
    if (on_own_stack(address))
        return;
    note_stranger(loop, address);
    if (!loop_watches)
        return;
    loop->snapshot.looked = true;
    settle(loop);
    uint64_t value = 0;
    if (size <= sizeof value)
        value = peek(address, size);
    if (!loop->watched || !count_look(loop, site, value))
        return;
    want_snapshot(loop);
    loop->gives_way = true;
}

/* ---- proofs ---------------------------------------------------------------------- */

static const char *stack_top(void)
{
    return schedule.current->fiber.stack + FIBER_STACK_SIZE;
}

static void take_snapshot(struct loop *loop, const struct block *block)
{
    struct snapshot *snapshot = &loop->snapshot;
    size_t size = (size_t)(stack_top() - block->stack);
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
    snapshot->changes = all_changes;
    snapshot->plain = true;
    snapshot->looked = false;
}

static bool is_same(const struct snapshot *snapshot, const struct block *block)
{
    return snapshot->site == block->site && snapshot->sp == block->stack &&
           memcmp(snapshot->registers, block->registers, sizeof block->registers) == 0 &&
           memcmp(snapshot->stack, block->stack, snapshot->size) == 0;
}

static _Noreturn void stop_hanging(const struct block *block)
{
    struct thread *self = schedule.current;
    self->site = block->site;
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    stop_with(EXPLORE_HANG,
              "%s runs for ever%s: a loop that changes nothing, and that nobody can end.",
              self->name, report_at(self->site));
}

/* The thread has gone round its loop. */
static void note_endless(struct loop *loop, const struct block *block)
{
    if (loop->snapshot.plain && !loop->snapshot.looked)
        stop_hanging(block);
    loop->endless = true;
    loop->watched = true;
    if (!loop->snapshot.plain)
        return;
    loop->spins = loop_somebody_spins = true;
    loop->looked_after = loop->changes;
    loop->others = all_changes - loop->changes;
    loop->gives_way = true;
}

bool loop_is_endless(uint32_t thread)
{
    const struct loop *loop = &loops[thread];
    return loop->endless && loop->snapshot.live && loop->snapshot.changes == all_changes;
}

bool loop_is_plain(uint32_t thread)
{
    return loops[thread].snapshot.plain;
}

/* Others get a turn when a thread runs on and on without any step; at last it is given up. */
static void note_stretch(struct loop *loop, const void *site)
{
    struct thread *self = schedule.current;
    if (loop->steps != self->step_count) {
        loop->steps = self->step_count;
        loop->stretch_began = loop->due;
        loop->watched = false;
        loop->gives_way = false;
        return;
    }
    uint64_t length = loop->due - loop->stretch_began;
    loop->watched = true;
    loop->gives_way = length >= LONG_STRETCH;
    if (length < LONGEST)
        return;
    self->site = site;
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    stop_with(EXPLORE_INCONCLUSIVE,
              "%s has run %d basic blocks%s without a step; it may be an endless loop.",
              self->name, LONGEST, report_at(self->site));
}

static void plan_next_look(struct loop *loop)
{
    uint64_t now = loop->due;
    loop->due = loop->snapshot.live ? now + 1 : loop->next;
    loop_blocks_left = (int64_t)(loop->due - now) - 1;
    loop_watches = loop->snapshot.live || loop->watched;
}

void loop_look_without_registers(const void *site)
{
    if (!explore_is_running()) {
        loop_blocks_left = INT64_MAX;
        return;
    }
    struct loop *loop = current();
    settle(loop);
    note_stretch(loop, site);
    loop->next = 2 * loop->due;
    plan_next_look(loop);
}

void loop_look(const struct block *block)
{
    if (!explore_is_running()) {
        loop_blocks_left = INT64_MAX;
        return;
    }
    struct loop *loop = current();
    settle(loop);
    if (loop->snapshot.live && loop->snapshot.changes != all_changes) {
        loop->snapshot.live = false;
        loop->endless = false;
    }
    if (loop->snapshot.live && !loop->endless && is_same(&loop->snapshot, block))
        note_endless(loop, block);
    if (loop->due >= loop->next) {
        note_stretch(loop, block->site);
        take_snapshot(loop, block);
        loop->endless = false;
        loop->next = loop->due < FIRST_SNAPSHOT ? FIRST_SNAPSHOT : 2 * loop->due;
    }
    plan_next_look(loop);
}

/* ---- threads --------------------------------------------------------------------- */

uint64_t loop_blocks(void)
{
    uint64_t blocks = 0;
    for (uint32_t i = 0; i < schedule.thread_count; i++)
        blocks += loops[i].due - 1 - (uint64_t)loops[i].left;
    return blocks;
}

void loops_reset(void)
{
    all_changes = 0;
    loop_watches = false;
    loop_somebody_spins = false;
}

void loops_thread_added(uint32_t thread)
{
    loops[thread] = (struct loop){
        .due = FIRST_SNAPSHOT, .left = FIRST_SNAPSHOT - 1, .next = FIRST_SNAPSHOT};
}

void loops_switch(uint32_t from, uint32_t to)
{
    if (from != EXPLORE_NOBODY)
        loops[from].left = loop_blocks_left;
    loop_blocks_left = to != EXPLORE_NOBODY ? loops[to].left : INT64_MAX;
    loop_watches = to != EXPLORE_NOBODY && (loops[to].snapshot.live || loops[to].watched);
}
