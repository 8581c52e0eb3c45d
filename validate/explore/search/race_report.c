/*
 * race_report.c - a data race in words: two accesses, and what they lead to.
 */
#include "race_report.h"

#include <string.h>

#include "finding.h"
#include "lost.h"

static const char *how(enum explore_op op)
{
    switch (op) {
    case EXPLORE_OP_READ:
        return "reads";
    case EXPLORE_OP_ATOMIC_LOAD:
        return "atomically loads";
    case EXPLORE_OP_ATOMIC_STORE:
        return "atomically stores to";
    case EXPLORE_OP_ATOMIC_UPDATE:
        return "atomically updates";
    default:
        return "writes";
    }
}

static void involve_access(const struct race *race, const struct race_access *access)
{
    const void *address = (const void *)race->location.address;
    struct explore_involved *who = report_involve_access(
        access->thread, access->op, address, race->location.size, access->site);
    if (who != NULL)
        who->step = access->step;
}

void report_race(const struct race *race)
{
    static char consequence[EXPLORE_MESSAGE_SIZE];
    const void *address = (const void *)race->location.address;
    memcpy(consequence, report.message, sizeof consequence);
    if (report.verdict == EXPLORE_UNJOINED)
        consequence[0] = '\0';
    report.verdict = EXPLORE_RACE;
    report.involved_count = 0;
    involve_access(race, &race->first);
    involve_access(race, &race->second);
    struct text message = report_message();
    text_add(&message, "Data race: T%u %s %s%s", (unsigned)race->first.thread,
             how(race->first.op), report_memory(address, race->location.size),
             report_at(race->first.site));
    text_add(&message, ", and T%u %s it%s; nothing orders the two.",
             (unsigned)race->second.thread, how(race->second.op),
             report_at(race->second.site));
    struct lost_update lost;
    if (find_lost_update(race->location.address, &lost))
        text_add(&message,
                 " In the schedule that is shown T%u writes over what T%u wrote, without "
                 "having seen it: an update is lost.",
                 (unsigned)lost.other, (unsigned)lost.loser);
    if (consequence[0] != '\0')
        text_add(&message, " A consequence, in the schedule that is shown: %s",
                 consequence);
    report_schedule();
}
