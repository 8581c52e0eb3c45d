/*
 * validity.c - the accesses that aren't to static storage.
 */
#include "validity.h"

#include "finding.h"
#include "heap.h"
#include "locals.h"
#include "schedule.h"
#include "stacks.h"

static _Noreturn void stop(enum explore_verdict verdict, const void *address, size_t size,
                           enum access_kind kind, const void *site, const char *what)
{
    report_bad_access(address, size < LAYOUT_LARGEST_ACCESS ? size : 0, kind, site);
    stop_with(verdict, "%s %s%s.", schedule.current->name, what, report_at(site));
}

/* A thread's variables go with it. */
static void check_local(const void *address, size_t size, enum access_kind kind,
                        const void *site)
{
    uint32_t owner = locals_owner(address);
    if (owner >= schedule.thread_count || !schedule.threads[owner].ended)
        return;
    struct explore_involved *entry = report_bad_access(address, size, kind, site);
    if (entry != NULL) {
        entry->holder = owner;
        entry->held_by = EXPLORE_OP_END;
    }
    stop_with(EXPLORE_MEMORY,
              "%s %s %s%s: it was a thread-local variable of %s, which has ended.",
              schedule.current->name, kind == ACCESS_READ ? "reads" : "writes",
              report_memory(address, size), report_at(site),
              schedule.threads[owner].name);
}

void validity_check_closely(const void *address, size_t size, enum access_kind kind,
                            const void *site)
{
    uintptr_t at = (uintptr_t)address;
    if (at < LAYOUT_NULL_SIZE)
        stop(EXPLORE_CRASH, address, size, kind, site, "dereferences a null pointer");
    if (size > LAYOUT_LARGEST_ACCESS)
        stop(EXPLORE_MEMORY, address, size, kind, site,
             kind == ACCESS_READ ? "reads more bytes than there is memory (is the size "
                                   "a negative number?)"
                                 : "writes more bytes than there is memory (is the size "
                                   "a negative number?)");
    if (heap_holds(address))
        heap_check(at, size, kind, site);
    else if (stacks_hold(at))
        stacks_check(at, size, kind, site);
    else if (locals_hold(address))
        check_local(address, size, kind, site);
}
