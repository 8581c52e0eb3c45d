/*
 * lost.c - finds lost updates in the steps of a schedule.
 */
#include "lost.h"

#include <string.h>

#include "schedule.h"
#include "session.h"

/* What each thread's knowledge of the variable is. */
enum knowledge { UNREAD, FRESH, STALE };

struct readers {
    enum knowledge of[EXPLORE_MAX_THREADS];
    uint32_t writer; /* of the last write that made somebody's knowledge stale */
};

static void note_write(struct readers *readers, uint32_t writer)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++)
        if (i != writer && readers->of[i] == FRESH)
            readers->of[i] = STALE;
    readers->of[writer] = UNREAD;
    readers->writer = writer;
}

/* Returns true if the step's write loses an update. */
static bool note_step(struct readers *readers, const struct step *step)
{
    if (step->op == EXPLORE_OP_READ)
        readers->of[step->thread] = FRESH;
    if (step->op != EXPLORE_OP_WRITE)
        return false;
    if (readers->of[step->thread] == STALE)
        return true;
    note_write(readers, step->thread);
    return false;
}

bool find_lost_update(uintptr_t address, struct lost_update *lost)
{
    struct readers readers;
    memset(&readers, 0, sizeof readers);
    for (unsigned i = 0; i < schedule.step_count; i++) {
        const struct step *step = &schedule.steps[i];
        if ((uintptr_t)step->address != address || !note_step(&readers, step))
            continue;
        if (lost != NULL)
            *lost = (struct lost_update){readers.writer, step->thread};
        return true;
    }
    return false;
}

/* What lost_update_was_seen() knows. */
static struct {
    uintptr_t address;
    uint64_t schedule; /* its number */
    unsigned steps;    /* that were looked at */
    bool seen;
    struct readers readers;
} watched;

bool lost_update_was_seen(uintptr_t address)
{
    if (watched.address != address || watched.schedule != session_counts.schedules)
        memset(&watched, 0, sizeof watched);
    watched.address = address;
    watched.schedule = session_counts.schedules;
    for (; watched.steps < schedule.step_count; watched.steps++) {
        const struct step *step = &schedule.steps[watched.steps];
        if ((uintptr_t)step->address == address)
            watched.seen |= note_step(&watched.readers, step);
    }
    return watched.seen;
}
