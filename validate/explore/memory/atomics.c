/*
 * atomics.c - atomic operations: the step, the check, the orders, the value.
 */
#include "atomics.h"

#include <string.h>

#include "access.h"
#include "loops.h"
#include "record.h"
#include "schedule.h"
#include "shadow.h"
#include "validity.h"

#define ORDER_MASK 0xff /* the rest are hints for processors */

/* ---- values ---------------------------------------------------------------------- */

static atomic_value read_value(const volatile void *address, size_t size)
{
    switch (size) {
    case 1:
        return __atomic_load_n((const volatile uint8_t *)address, __ATOMIC_SEQ_CST);
    case 2:
        return __atomic_load_n((const volatile uint16_t *)address, __ATOMIC_SEQ_CST);
    case 4:
        return __atomic_load_n((const volatile uint32_t *)address, __ATOMIC_SEQ_CST);
    case 8:
        return __atomic_load_n((const volatile uint64_t *)address, __ATOMIC_SEQ_CST);
    default:
        return *(const volatile atomic_value *)address;
    }
}

#define REPLACE(type)                                                                    \
    {                                                                                    \
        type old = (type)before;                                                         \
        return __atomic_compare_exchange_n((volatile type *)address, &old, (type)after,  \
                                           false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);   \
    }

/* Writes the value if nothing else was written meanwhile: outside of a schedule other
 * kernel threads may be at work. Returns false if there was. */
static bool replace_value(volatile void *address, size_t size, atomic_value before,
                          atomic_value after)
{
    switch (size) {
    case 1:
        REPLACE(uint8_t)
    case 2:
        REPLACE(uint16_t)
    case 4:
        REPLACE(uint32_t)
    case 8:
        REPLACE(uint64_t)
    default:
        *(volatile atomic_value *)address = after;
        return true;
    }
}

static atomic_value updated(enum atomic_update update, atomic_value value,
                            atomic_value operand)
{
    switch (update) {
    case ATOMIC_EXCHANGE:
        return operand;
    case ATOMIC_ADD:
        return value + operand;
    case ATOMIC_SUB:
        return value - operand;
    case ATOMIC_AND:
        return value & operand;
    case ATOMIC_OR:
        return value | operand;
    case ATOMIC_XOR:
        return value ^ operand;
    case ATOMIC_NAND:
        return ~(value & operand);
    }
    __builtin_unreachable();
}

/* Returns the value before. */
static atomic_value update_value(volatile void *address, size_t size,
                                 enum atomic_update update, atomic_value operand)
{
    atomic_value before;
    do
        before = read_value(address, size);
    while (!replace_value(address, size, before, updated(update, before, operand)));
    return before;
}

/* ---- what orders ----------------------------------------------------------------- */

static bool acquires(int order)
{
    order &= ORDER_MASK;
    return order == __ATOMIC_ACQUIRE || order == __ATOMIC_CONSUME ||
           order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

static bool releases(int order)
{
    order &= ORDER_MASK;
    return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL ||
           order == __ATOMIC_SEQ_CST;
}

static void order_load(const volatile void *address, int order)
{
    const struct vector_clock *clock = shadow_release_at((uintptr_t)address)->clock;
    if (acquires(order))
        clock_acquire(clock);
    else
        clock_load_relaxed(clock);
}

static void order_store(const volatile void *address, int order)
{
    struct release *release = shadow_release_at((uintptr_t)address);
    uint32_t self = schedule.current->id;
    bool continues = release->head == self;
    if (releases(order)) {
        clock_replace(&release->clock);
        release->head = self;
    } else if (clock_store_relaxed(&release->clock, continues)) {
        release->head = self;
    } else if (!continues) {
        clock_forget(&release->clock);
        release->head = EXPLORE_NOBODY;
    }
}

/* An update continues the release sequence, whatever its order. */
static void order_update(const volatile void *address, int order)
{
    struct release *release = shadow_release_at((uintptr_t)address);
    bool published = true;
    order_load(address, order);
    if (releases(order))
        clock_release(&release->clock);
    else
        published = clock_store_relaxed(&release->clock, true);
    if (published && release->head == EXPLORE_NOBODY)
        release->head = schedule.current->id;
}

/* ---- the operations -------------------------------------------------------------- */

/* Waits for the operation's turn. */
static void begin(enum explore_op op, const volatile void *address, size_t size,
                  const void *site)
{
    schedule.current->site = site;
    loop_entered();
    take_step((struct operation){.op = op,
                                 .address = (const void *)address,
                                 .size = (uint8_t)size,
                                 .deadline = NO_DEADLINE});
    validity_check((const void *)address, size,
                   op == EXPLORE_OP_ATOMIC_LOAD ? ACCESS_READ : ACCESS_WRITE, site);
}

/* Notes the access, and what it found and left. */
static void done(enum explore_op op, const volatile void *address, size_t size,
                 const void *site, atomic_value before, atomic_value after)
{
    shadow_atomic((uintptr_t)address, size, op, site);
    if (schedule.recording)
        record_value((uint64_t)after, (uint64_t)before);
    if (before == after)
        loop_looked(site, (uint64_t)after);
    else
        loop_changed();
}

atomic_value atomic_load_at(const volatile void *address, size_t size, int order,
                            const void *site)
{
    if (!explore_is_running())
        return read_value(address, size);
    begin(EXPLORE_OP_ATOMIC_LOAD, address, size, site);
    atomic_value value = read_value(address, size);
    done(EXPLORE_OP_ATOMIC_LOAD, address, size, site, value, value);
    order_load(address, order);
    return value;
}

void atomic_store_at(volatile void *address, size_t size, atomic_value value, int order,
                     const void *site)
{
    if (!explore_is_running()) {
        update_value(address, size, ATOMIC_EXCHANGE, value);
        return;
    }
    begin(EXPLORE_OP_ATOMIC_STORE, address, size, site);
    atomic_value before = update_value(address, size, ATOMIC_EXCHANGE, value);
    done(EXPLORE_OP_ATOMIC_STORE, address, size, site, before, read_value(address, size));
    order_store(address, order);
}

atomic_value atomic_update_at(volatile void *address, size_t size,
                              enum atomic_update update, atomic_value operand, int order,
                              const void *site)
{
    if (!explore_is_running())
        return update_value(address, size, update, operand);
    begin(EXPLORE_OP_ATOMIC_UPDATE, address, size, site);
    atomic_value before = update_value(address, size, update, operand);
    done(EXPLORE_OP_ATOMIC_UPDATE, address, size, site, before,
         read_value(address, size));
    order_update(address, order);
    return before;
}

/* The plain bytes of the program's variable for the value that is expected. */
static bool compare_value(volatile void *address, size_t size, void *expected,
                          atomic_value desired)
{
    atomic_value wanted = 0;
    memcpy(&wanted, expected, size);
    for (;;) {
        atomic_value before = read_value(address, size);
        if (before != wanted) {
            memcpy(expected, &before, size);
            return false;
        }
        if (replace_value(address, size, before, desired))
            return true;
    }
}

bool atomic_compare_at(volatile void *address, size_t size, void *expected,
                       atomic_value desired, int success, int failure, const void *site)
{
    if (!explore_is_running())
        return compare_value(address, size, expected, desired);
    begin(EXPLORE_OP_ATOMIC_UPDATE, address, size, site);
    atomic_value before = read_value(address, size);
    bool same = compare_value(address, size, expected, desired);
    last_step()->failed = !same;
    done(same ? EXPLORE_OP_ATOMIC_UPDATE : EXPLORE_OP_ATOMIC_LOAD, address, size, site,
         before, read_value(address, size));
    if (same)
        order_update(address, success);
    else
        order_load(address, failure);
    return same;
}

void atomic_fence_at(int order, const void *site)
{
    if (!explore_is_running())
        return;
    schedule.current->site = site;
    loop_entered();
    take_step((struct operation){.op = EXPLORE_OP_FENCE, .deadline = NO_DEADLINE});
    if (acquires(order))
        clock_acquire_fence();
    if (releases(order))
        clock_release_fence();
    loop_looked(site, 0);
}
