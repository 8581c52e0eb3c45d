/*
 * lost.c - finds lost updates in the steps of a schedule.
 */
#include "lost.h"

#include <string.h>

#include "schedule.h"

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

bool find_lost_update(uintptr_t address, struct lost_update *lost)
{
    struct readers readers;
    memset(&readers, 0, sizeof readers);
    for (unsigned i = 0; i < schedule.step_count; i++) {
        const struct step *step = &schedule.steps[i];
        if ((uintptr_t)step->address != address)
            continue;
        if (step->op == EXPLORE_OP_READ)
            readers.of[step->thread] = FRESH;
        if (step->op != EXPLORE_OP_WRITE)
            continue;
        if (readers.of[step->thread] == STALE) {
            if (lost != NULL)
                *lost = (struct lost_update){readers.writer, step->thread};
            return true;
        }
        note_write(&readers, step->thread);
    }
    return false;
}
