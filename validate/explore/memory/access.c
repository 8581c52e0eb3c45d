/*
 * access.c - one access to memory, from all sides.
 */
#include "access.h"

#include <errno.h>
#include <string.h>

#include "loops.h"
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

/* An access that may be a step, is recorded, or that a proof depends on. */
static void access_closely(const void *address, size_t size, enum access_kind kind,
                           const void *site)
{
    enum explore_op op = kind == ACCESS_READ ? EXPLORE_OP_READ : EXPLORE_OP_WRITE;
    bool point = shadow_has_point((uintptr_t)address, size);
    bool waits = loop_gives_way(address, kind);
    schedule.accesses += size / WORD; /* a long one is work for each word */
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

/* Each thread has its own, which fiber_switch brings to the one place. */
static bool is_errno(const void *address, size_t size)
{
    return size == sizeof errno && address == &errno;
}

void access_memory(const void *address, size_t size, enum access_kind kind,
                   const void *site)
{
    if (!schedule_is_inside || size == 0 || is_errno(address, size))
        return;
    schedule.accesses++;
    struct cell *cell = shadow_plain_cell((uintptr_t)address, size);
    if (cell == NULL || schedule.recording || loop_watches) {
        access_closely(address, size, kind, site);
        return;
    }
    validity_check(address, size, kind, site);
    loop_accesses(address, size, kind, site);
    shadow_access_cell(cell, (uintptr_t)address, size,
                       kind == ACCESS_READ ? EXPLORE_OP_READ : EXPLORE_OP_WRITE, site);
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
