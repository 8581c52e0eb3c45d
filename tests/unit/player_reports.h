/*
 * player_reports.h - counterexamples for tests of the player, after a way through JSON,
 * which is all that the player reads.
 */
#ifndef PLAYER_REPORTS_H
#define PLAYER_REPORTS_H

#include "counterexample_reports.h"
#include "cx_text.h"
#include "player_state.h"

/* What was made, as the player gets it. */
static inline struct counterexample *through_json(struct counterexample *cx)
{
    cJSON *json = cx_to_json(cx);
    struct counterexample *again = cx_from_json(json);
    cr_assert(again);
    cJSON_Delete(json);
    cx_free(cx);
    return again;
}

static inline void give_line(struct counterexample *cx, unsigned i, int line,
                             const char *source)
{
    cx->steps[i].place = (struct cx_place){"sync.c", line, source};
}

/* Source without debugging information: lines 1 .. count, "line 1;", "line 2;". */
static inline void give_source(struct counterexample *cx, int count)
{
    cx->sources = calloc(1, sizeof *cx->sources);
    cr_assert(cx->sources);
    cx->source_count = 1;
    cx->sources[0] = (struct cx_source){.file = "sync.c", .first = 1, .count = count};
    cx->sources[0].lines = calloc((size_t)count, sizeof *cx->sources[0].lines);
    cr_assert(cx->sources[0].lines);
    for (int i = 0; i < count; i++)
        cx->sources[0].lines[i] = cx_keepf(&cx->texts, "    line %d;", i + 1);
}

/* T1 has lock A and wants B, T2 has B and wants A; T0 waits for T1. */
static inline struct counterexample *ring_of_two(void)
{
    begin_report(EXPLORE_DEADLOCK, "Deadlock");
    step(0, EXPLORE_OP_CREATE, "T1")->relevant = false;
    step(0, EXPLORE_OP_CREATE, "T2")->relevant = false;
    step(1, EXPLORE_OP_START, "")->relevant = false;
    step(1, EXPLORE_OP_LOCK, "A");
    step(2, EXPLORE_OP_START, "")->relevant = false;
    interrupting();
    step(2, EXPLORE_OP_LOCK, "B");
    involve_in_cycle(1, EXPLORE_OP_LOCK, "B", 2);
    involve_in_cycle(2, EXPLORE_OP_LOCK, "A", 1);
    involve(0, EXPLORE_OP_JOIN, "T1")->holder = 1;
    struct counterexample *cx = cx_make(&made, NULL);
    cr_assert(cx);
    give_line(cx, 3, 7, "line 7;");
    give_line(cx, 5, 7, "line 7;");
    for (unsigned i = 0; i < 2; i++)
        cx->blocked[i].place = (struct cx_place){"sync.c", 8, "line 8;"};
    give_source(cx, 30);
    return through_json(cx);
}

/* T1 and T2 both read 0 and write 1. */
static inline struct counterexample *lost_update(void)
{
    begin_report(EXPLORE_WRONG, "the counter is 1, not 2");
    made.doomed_from = 3;
    reads(1, "count", 0);
    reads(2, "count", 0);
    interrupting();
    writes(2, "count", 0, 1);
    step(2, EXPLORE_OP_END, "")->relevant = false;
    writes(1, "count", 1, 1);
    struct counterexample *cx = cx_make(&made, NULL);
    cr_assert(cx);
    for (unsigned i = 0; i < cx->step_count; i++)
        give_line(cx, i, 5, "line 5;");
    give_source(cx, 30);
    return through_json(cx);
}

/* T1 waits for a condition, T2 signals it. */
static inline struct counterexample *sleep_and_signal(void)
{
    begin_report(EXPLORE_WRONG, "wrong");
    step(1, EXPLORE_OP_LOCK, "M1");
    step(1, EXPLORE_OP_WAIT, "C1");
    step(2, EXPLORE_OP_LOCK, "M1");
    step(2, EXPLORE_OP_SIGNAL, "C1");
    step(2, EXPLORE_OP_UNLOCK, "M1");
    step(1, EXPLORE_OP_WAKE, "C1");
    struct counterexample *cx = cx_make(&made, NULL);
    cr_assert(cx);
    return through_json(cx);
}

#endif
