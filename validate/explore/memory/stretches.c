/*
 * stretches.c - threads that run on and on without any step: the others get a turn, and
 * what seems to be endless is given up. Counted in basic blocks, so a schedule repeats
 * itself.
 */
#include "candidates.h"
#include "finding.h"
#include "loop_state.h"
#include "schedule.h"
#include "strategy.h"

#define STRETCH_TRY      100 /* to run on for a stretch tries the patience of as many steps */
#define WATCHED          1024      /* blocks of each stretch whose reads are looks */
#define LONGEST          (1 << 28) /* blocks without a step, after which the schedule ends */
#define LONGEST_IN_WORDS "268,435,456"
#define LONGEST_AGAIN    (1 << 20) /* the same in a place that is known */

/* Where a schedule of this search was ended as a hang; idle_began 0: nowhere yet. Another one
 * that comes to the same place needn't be as long. */
static struct known_hang {
    uint32_t thread;
    unsigned steps;      /* that the thread had taken */
    uint64_t idle_began; /* number of its block */
} known_hang;

void loops_begin_search(void)
{
    known_hang.idle_began = 0;
}

static bool is_known_hang(const struct loop *loop)
{
    return loop->steps == known_hang.steps && loop->idle_began == known_hang.idle_began &&
           schedule.current->id == known_hang.thread;
}

/* The thread has run on for so long that it is given up. If it changes nothing, and nobody
 * can change what it reads, that is hardly honest work. */
static _Noreturn void stop_running_on(const struct loop *loop, const void *site)
{
    struct thread *self = schedule.current;
    bool idle = loop->idle_state == loop_state;
    self->site = site;
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    report_involve(self);
    if (idle && !(loop->reads && others_may_step(SPINNING_TOO))) {
        known_hang = (struct known_hang){self->id, loop->steps, loop->idle_began};
        stop_with(EXPLORE_HANG,
                  "%s has run %s basic blocks of the loop%s without reaching any step or "
                  "changing anything; it seems to be endless.",
                  self->name, LONGEST_IN_WORDS, report_at(site));
    }
    stop_with(EXPLORE_INCONCLUSIVE,
              "%s has run %s basic blocks%s without a step; it may be an endless loop.",
              self->name, LONGEST_IN_WORDS, report_at(site));
}

/* Others get a turn: those that can go on; else those that only seem to wait. */
static void give_way(struct loop *loop, bool idle)
{
    schedule.patience -= STRETCH_TRY;
    if (others_may_step(NOT_SPINNING)) {
        loop->gives_way = true;
    } else if (idle && loop->reads && others_may_step(SPINNING_TOO)) {
        loop_note_waiting(loop);
        loop->gives_way = true;
    }
}

static void begin_stretch(struct loop *loop)
{
    loop->steps = schedule.current->step_count;
    loop->stretch_began = loop->idle_began = loop->due;
    loop->idle_state = loop_state;
    loop->reads = false;
    loop->watched = loop->spins;
    loop->gives_way = false;
}

static void watch(struct loop *loop)
{
    loop->watched = true;
    loop->watched_until = loop->due + WATCHED;
}

/* Others get a turn when a thread runs on and on without any step; at last it is given
 * up. */
static void note_stretch(struct loop *loop, const void *site)
{
    if (loop->steps != schedule.current->step_count) {
        begin_stretch(loop);
        return;
    }
    strategy_runs_on();
    bool idle = loop->idle_state == loop_state;
    if (loop->due - loop->stretch_began >= STRETCH)
        give_way(loop, idle);
    if (!idle) {
        loop->idle_state = loop_state;
        loop->idle_began = loop->due;
        loop->reads = false;
    }
    watch(loop);
    uint64_t began = idle ? loop->idle_began : loop->stretch_began;
    uint64_t longest = idle && is_known_hang(loop) ? LONGEST_AGAIN : LONGEST;
    if (loop->due - began >= longest)
        stop_running_on(loop, site);
}

/* Once it is known that the thread reads, it costs too much to look at all of it. */
void loop_look_at_stretch(struct loop *loop, const void *site)
{
    if (loop->due >= loop->next || loop->due >= loop->check)
        note_stretch(loop, site);
    if (loop->due >= loop->check)
        loop->check = loop->due + STRETCH;
    if (!loop->watched || loop->due < loop->watched_until)
        return;
    loop->watched = !loop->reads || (loop->spins && others_may_step(SPINNING_TOO));
    loop->watched_until = loop->due + WATCHED;
}
