/*
 * stacks.c - which part of a stack is in use follows from its stack pointer. That of a
 * thread that waits was saved; but it points into the explorer's own frames, which lie
 * below those of the program. So does that of the current thread. The frames are walked
 * up to the call that came from the program: the explorer is compiled with frame
 * pointers. What a function may use below its stack pointer (the red zone) it can't use
 * across a call.
 */
#include "stacks.h"

#include <stdlib.h>

#include "finding.h"
#include "schedule.h"

#define MOST_OWN  16   /* frames of the explorer between the program and here */
#define OWN_BYTES 8192 /* their bytes, at most */

/* A function that was entered and not left. */
struct frame {
    const void *site; /* an address in it */
    uintptr_t cfa;
};

struct frames {
    struct frame *list; /* owned; the outermost first */
    unsigned count;
    unsigned room;
    unsigned known; /* entries behind `count`, up to this one: left, not overwritten */
};

static struct frames frames[EXPLORE_MAX_THREADS];
static bool entered; /* some of them aren't empty */

/* An address in a part of a stack that is no longer in use, used nevertheless; 0:
 * none. */
static uintptr_t dead_address;

/* ---- who may use what ------------------------------------------------------------ */

/* The program's stack pointer when it made the call that returns to `site`; 0 if the call
 * isn't found among the frames from this one on. */
static uintptr_t stack_pointer_of_call(const uintptr_t *frame, const void *site)
{
    for (int i = 0; i < MOST_OWN; i++) {
        if (!stacks_hold((uintptr_t)frame) || (uintptr_t)frame % sizeof *frame != 0)
            return 0;
        if ((const void *)frame[1] == site)
            return (uintptr_t)(frame + 2);
        if (frame[0] <= (uintptr_t)frame)
            return 0;
        frame = (const uintptr_t *)frame[0];
    }
    return 0;
}

/* The lowest address of the owner's stack that is certainly in use. Where it can't be
 * known, frames of the explorer count as in use. */
static uintptr_t lowest_in_use(const struct thread *owner, const void *site)
{
    uintptr_t pointer;
    if (owner == schedule.current)
        return stack_pointer_of_call(__builtin_frame_address(0), site);
    pointer = stack_pointer_of_call(fiber_frame(&owner->fiber), owner->site);
    return pointer != 0 ? pointer : (uintptr_t)owner->fiber.saved_stack;
}

static _Noreturn void stop_in_stack(const struct thread *owner, uintptr_t address,
                                    size_t size, enum access_kind kind, const void *site)
{
    const struct thread *self = schedule.current;
    dead_address = address;
    struct explore_involved *entry = report_bad_access((void *)address, size, kind, site);
    if (entry != NULL) {
        entry->holder = owner->id;
        entry->held_by = owner->ended ? EXPLORE_OP_END : EXPLORE_OP_NONE;
    }
    stop_with(EXPLORE_MEMORY, "%s %s %s%s: it lay on the stack of %s, %s.", self->name,
              kind == ACCESS_READ ? "reads" : "writes",
              report_memory((void *)address, size), report_at(site),
              owner == self ? "its own" : owner->name,
              owner->ended ? "which has ended" : "in a function that has returned");
}

void stacks_check(uintptr_t address, size_t size, enum access_kind kind, const void *site)
{
    uint32_t id = stacks_owner(address);
    uintptr_t top = LAYOUT_STACKS + (id + 1) * LAYOUT_SLOT_SIZE;
    if (id >= schedule.thread_count || address < top - FIBER_STACK_SIZE)
        return; /* nothing is mapped there */
    struct thread *owner = &schedule.threads[id];
    fiber_used(&owner->fiber, address);
    if (owner == schedule.current &&
        address > (uintptr_t)__builtin_frame_address(0) + OWN_BYTES)
        return;
    if (owner->ended || address < lowest_in_use(owner, site))
        stop_in_stack(owner, address, size, kind, site);
}

/* ---- whose variable it is -------------------------------------------------------- */

static struct frames *own_frames(void)
{
    return &frames[schedule.current->id];
}

/* Frames that end at or below an address were left without a word. */
static void leave_below(struct frames *own, uintptr_t cfa)
{
    while (own->count > 0 && own->list[own->count - 1].cfa <= cfa)
        own->count--;
}

void stacks_enter(const void *site, uintptr_t cfa)
{
    struct frames *own = own_frames();
    entered = true;
    leave_below(own, cfa);
    if (own->count == own->room) {
        unsigned room = own->room > 0 ? 2 * own->room : 32;
        struct frame *list = realloc(own->list, room * sizeof *list);
        if (list == NULL)
            return; /* its variables stay without a name */
        own->list = list;
        own->room = room;
    }
    own->list[own->count++] = (struct frame){site, cfa};
    if (own->known < own->count)
        own->known = own->count;
}

void stacks_leave(void)
{
    struct frames *own = own_frames();
    if (own->count > 0)
        own->count--;
}

void stacks_thread_added(uint32_t thread)
{
    frames[thread].count = frames[thread].known = 0;
}

void stacks_reset(void)
{
    for (uint32_t i = 0; i < EXPLORE_MAX_THREADS && entered; i++)
        stacks_thread_added(i);
    entered = false;
    dead_address = 0;
}

/* How many entries of the list may hold the address. Of a dead address the function was
 * left; its entry is still there if no other was entered in its place. */
static unsigned entries_for(const struct frames *of, uintptr_t address)
{
    unsigned count = of->count;
    if (address != dead_address)
        return count;
    while (count < of->known &&
           (count == 0 || of->list[count].cfa < of->list[count - 1].cfa))
        count++;
    return count;
}

void stacks_locate(uintptr_t address, struct explore_location *location)
{
    uint32_t owner = stacks_owner(address);
    location->place = EXPLORE_PLACE_STACK;
    location->thread = owner;
    for (unsigned i = entries_for(&frames[owner], address); i-- > 0;) {
        const struct frame *frame = &frames[owner].list[i];
        if (frame->cfa <= address)
            continue;
        location->site = frame->site;
        location->offset = (int64_t)(address - frame->cfa);
        return;
    }
}
