/*
 * access.c - one access to memory, from all sides.
 */
#include "access.h"

#include <errno.h>
#include <string.h>

#include "crash.h"
#include "loop_state.h"
#include "record.h"
#include "schedule.h"
#include "shadow.h"
#include "validity.h"

/* Of the first eight bytes; enough to tell whether something has changed. */
static uint64_t value_at(const void *address, size_t size)
{
    uint64_t value = 0;
    memcpy(&value, address, size < sizeof value ? size : sizeof value);
    return value;
}

/* The access is a step: others may run before it. */
static void step_before(const void *address, size_t size, enum explore_op op,
                        const void *site)
{
    schedule.current->site = site;
    loop_settle();
    take_step((struct operation){.op = op,
                                 .address = address,
                                 .size = (uint8_t)(size < UINT8_MAX ? size : UINT8_MAX),
                                 .deadline = NO_DEADLINE});
}

/* Each thread has its own, which fiber_switch brings to the one place. */
static bool is_errno(const void *address, size_t size)
{
    return size == sizeof errno && address == &errno;
}

/* An access that may be a step, is recorded, or that a proof depends on; or a long one, or
 * to memory of the process that is neither the program's nor modelled. */
static __attribute__((noinline)) void
access_closely(const void *address, size_t size, enum access_kind kind, const void *site)
{
    enum explore_op op = kind == ACCESS_READ ? EXPLORE_OP_READ : EXPLORE_OP_WRITE;
    if (is_errno(address, size))
        return;
    bool point = shadow_has_point((uintptr_t)address, size);
    bool waits = loop_gives_way(address, kind);
    schedule.accesses += 1 + size / WORD; /* a long one is work for each word */
    if (waits)
        step_waits();
    if (point || waits)
        step_before(address, size, op, site);
    validity_check(address, size, kind, site);
    if (schedule.recording)
        record_access(address, size, kind, site);
    loop_accesses(address, size, kind, site);
    if (point && kind == ACCESS_READ)
        loop_looked(site, value_at(address, size));
    shadow_access((uintptr_t)address, size, op, site);
}

/* An access to the heap or to a stack. */
static __attribute__((noinline)) void access_elsewhere(struct cell *cell,
                                                       const void *address, size_t size,
                                                       enum access_kind kind,
                                                       const void *site)
{
    enum explore_op op = kind == ACCESS_READ ? EXPLORE_OP_READ : EXPLORE_OP_WRITE;
    validity_check(address, size, kind, site);
    loop_accesses(address, size, kind, site);
    if (!shadow_knows(cell, (uintptr_t)address, size, op))
        shadow_access_cell(cell, (uintptr_t)address, size, op, site);
}

void access_memory(const void *address, size_t size, enum access_kind kind,
                   const void *site)
{
    uintptr_t at = (uintptr_t)address;
    if (!schedule_is_inside || size == 0)
        return;
    struct cell *cell = at < LAYOUT_OTHERS ? shadow_plain_cell(at, size) : NULL;
    if (cell == NULL || schedule.recording || loop_watches) {
        access_closely(address, size, kind, site);
        return;
    }
    schedule.accesses++;
    if (at >= LAYOUT_HEAP || at < LAYOUT_NULL_SIZE) {
        access_elsewhere(cell, address, size, kind, site);
        return;
    }
    enum explore_op op = kind == ACCESS_READ ? EXPLORE_OP_READ : EXPLORE_OP_WRITE;
    if (kind == ACCESS_WRITE)
        loop_count_change(loop_current());
    if (!shadow_knows(cell, at, size, op))
        shadow_access_cell(cell, at, size, op, site);
}

void explore_writing(void *address, size_t size)
{
    const void *site = crash_call_from_program(__builtin_frame_address(0));
    access_memory(address, size, ACCESS_WRITE, site ? site : __builtin_return_address(0));
}

size_t access_string(const char *string, const void *site)
{
    size_t length = 0;
    if (!schedule_is_inside)
        return strlen(string);
    do
        validity_check(&string[length], 1, ACCESS_READ, site);
    while (string[length++] != '\0');
    access_memory(string, length, ACCESS_READ, site);
    return length - 1;
}
