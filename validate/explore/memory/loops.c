/*
 * loops.c - what threads change, what they look at, and who spins.
 */
#include "loops.h"

#include <string.h>

#include "candidates.h"
#include "loop_state.h"
#include "schedule.h"
#include "shadow.h"
#include "stacks.h"

#define ROUNDS 8 /* unchanged ones after which a thread spins */

struct loop loops[EXPLORE_MAX_THREADS];
uint64_t loop_state;
uint64_t loop_change_count;
uint64_t loop_held;
unsigned loop_vain_proofs;
bool loop_watches;
bool loop_somebody_spins;

/* ---- changes --------------------------------------------------------------------- */

void loop_changed(void)
{
    struct loop *loop = loop_current();
    loop->entered = false;
    loop_count_change(loop);
}

/* Once a step; what comes after it without one is something else. One that failed has changed
 * nothing. */
static void settle_operation(struct loop *loop)
{
    const struct thread *self = schedule.current;
    bool stepped = loop->settled_at != self->step_count;
    loop->settled_at = self->step_count;
    if (stepped && last_step()->failed)
        return;
    if (!stepped || !loop_settle_held(loop, &self->pending))
        loop_count_change(loop);
}

/* Of the first eight bytes. */
static uint64_t value_at(const void *address, size_t size)
{
    uint64_t value = 0;
    memcpy(&value, address, size < sizeof value ? size : sizeof value);
    return value;
}

void loop_settle_all(struct loop *loop)
{
    if (loop->entered)
        settle_operation(loop);
    loop->entered = false;
    if (loop->written.address == NULL)
        return;
    if (value_at(loop->written.address, loop->written.size) != loop->written.before)
        loop_count_change(loop);
    loop->written.address = NULL;
}

void loop_settle(void)
{
    loop_settle_all(loop_current());
}

void loop_entered(void)
{
    struct loop *loop = loop_current();
    loop_settle_all(loop);
    loop->entered = true;
    loop->snapshot.plain = false;
}

/* ---- plain accesses -------------------------------------------------------------- */

static bool on_own_stack(const void *address)
{
    return stacks_hold((uintptr_t)address) &&
           stacks_owner((uintptr_t)address) == schedule.current->id;
}

/* A local variable that no other thread knows is part of the thread's own state. */
void loop_wrote(const void *address, size_t size)
{
    struct loop *loop = loop_current();
    if (on_own_stack(address) &&
        shadow_is_private((uintptr_t)address, schedule.current->id))
        return;
    if (!loop->snapshot.live || size > sizeof loop->written.before) {
        loop_count_change(loop);
        return;
    }
    loop_settle_all(loop);
    loop->written.address = address;
    loop->written.size = size;
    loop->written.before = value_at(address, size);
}

/* The first look at another thread's local variable: it isn't private any more. */
static void note_stranger(struct loop *loop, const void *address)
{
    uintptr_t at = (uintptr_t)address;
    if (stacks_hold(at) && shadow_is_private(at, stacks_owner(at)))
        loop_count_change(loop);
}

static bool count_look(struct loop *loop, const void *site, uint64_t value);

void loop_read_closely(const void *address, size_t size, const void *site)
{
    struct loop *loop = loop_current();
    if (on_own_stack(address))
        return;
    note_stranger(loop, address);
    if (!loop_watches)
        return;
    loop->snapshot.looked = loop->reads = true;
    loop_settle_all(loop);
    if (!loop->watched || !count_look(loop, site, value_at(address, size)))
        return;
    loop_want_snapshot(loop);
    loop->gives_way = others_may_step(SPINNING_TOO);
}

bool loop_gives_way_closely(const void *address, enum access_kind kind)
{
    struct loop *loop = loop_current();
    if (!loop->gives_way || kind != ACCESS_READ || on_own_stack(address))
        return false;
    loop->gives_way = false;
    loop->steps = schedule.current->step_count + 1;
    return true;
}

/* ---- spinning -------------------------------------------------------------------- */

static struct look *find_look(struct loop *loop, const void *site)
{
    for (unsigned i = 0; i < LOOP_SITES; i++)
        if (loop->looks[i].site == site)
            return &loop->looks[i];
    struct look *look = &loop->looks[loop->next_look++ % LOOP_SITES];
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
    loop->seen = loop_state;
    return loop->spins;
}

void loop_looked(const void *site, uint64_t value)
{
    struct loop *loop = loop_current();
    loop->entered = false;
    loop_settle_all(loop);
    if (!count_look(loop, site, value))
        return;
    loop_want_snapshot(loop);
    step_waits();
}

void loop_note_waiting(struct loop *loop)
{
    loop->spins = loop_somebody_spins = true;
    loop->looked_after = loop->changes;
    loop->seen = loop_state;
}

bool loop_spins_closely(uint32_t thread)
{
    return loops[thread].spins && loops[thread].seen == loop_state;
}

/* ---- threads --------------------------------------------------------------------- */

void loops_reset(void)
{
    loop_state = loop_change_count = loop_held = 0;
    loop_vain_proofs = 0;
    loop_watches = false;
    loop_somebody_spins = false;
}

void loops_thread_added(uint32_t thread)
{
    loops[thread] = (struct loop){
        .due = FIRST_SNAPSHOT,
        .left = FIRST_SNAPSHOT - 1,
        .next = FIRST_SNAPSHOT,
        .check = STRETCH,
    };
}

void loops_switch(uint32_t from, uint32_t to)
{
    if (from != EXPLORE_NOBODY)
        loops[from].left = loop_blocks_left;
    loop_blocks_left = INT64_MAX;
    loop_watches = false;
    if (to == EXPLORE_NOBODY)
        return;
    loop_blocks_left = loops[to].left;
    loop_watches = loops[to].snapshot.live || loops[to].watched;
}
