/*
 * charts_test.c - unit tests of what `make run` draws: the timeline made of a trace, a cell of the
 * chart, the spread of repeated measurements, and the limit of the speedup.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "chart.h"
#include "limit.h"
#include "spread.h"
#include "timeline.h"

#define BEGAN_NS 1000000000ull
#define MS       1000000ull

static struct job_trace *trace;

static void make_trace(void)
{
    trace = calloc(1, sizeof *trace);
    cr_assert_not_null(trace);
}

static void free_trace(void)
{
    free(trace);
}

static void happens(uint64_t ms, int32_t worker, enum job_event_kind kind, int32_t entry,
                    uint8_t flags)
{
    trace->events[trace->count++] = (struct job_event){.ns = BEGAN_NS + ms * MS,
                                                       .pid = 7,
                                                       .tid = worker,
                                                       .entry_id = entry,
                                                       .kind = (uint8_t)kind,
                                                       .flags = flags};
}

static void expect_span(const struct timeline *timeline, size_t index, unsigned worker,
                        enum span_kind kind, int begin_ms, int end_ms)
{
    cr_assert_lt(index, timeline->count);
    const struct span *span = &timeline->spans[index];
    cr_assert_eq(span->worker, worker);
    cr_assert_eq(span->kind, kind);
    cr_assert_float_eq(span->begin, begin_ms / 1000.0, 1e-9);
    cr_assert_float_eq(span->end, end_ms / 1000.0, 1e-9);
}

/* ---- timeline --------------------------------------------------------------------------------- */

TestSuite(timeline, .init = make_trace, .fini = free_trace);

Test(timeline, one_worker_waits_takes_its_turn_and_computes)
{
    struct timeline timeline;
    happens(0, 11, JOB_LOOKUP_BEGIN, 1, 0);
    happens(10, 11, JOB_LOOKUP_END, 1, 0);
    happens(14, 11, JOB_HASH_BEGIN, 1, 0);
    happens(20, 11, JOB_HASH_END, 1, 0);
    cr_assert_eq(timeline_make(trace, BEGAN_NS, 0.021, &timeline), 0);
    cr_assert_eq(timeline.workers, 1);
    cr_assert_eq(timeline.count, 3);
    expect_span(&timeline, 0, 0, SPAN_WAITING, 0, 10);
    expect_span(&timeline, 1, 0, SPAN_TURN, 10, 14);
    expect_span(&timeline, 2, 0, SPAN_COMPUTING, 14, 20);
    timeline_free(&timeline);
}

Test(timeline, workers_are_numbered_as_they_begin)
{
    struct timeline timeline;
    happens(0, 40, JOB_LOOKUP_BEGIN, 1, 0);
    happens(1, 30, JOB_LOOKUP_BEGIN, 2, 0);
    happens(5, 40, JOB_LOOKUP_END, 1, 0);
    happens(6, 30, JOB_LOOKUP_END, 2, 0);
    cr_assert_eq(timeline_make(trace, BEGAN_NS, 0.006, &timeline), 0);
    cr_assert_eq(timeline.workers, 2);
    expect_span(&timeline, 0, 0, SPAN_WAITING, 0, 5);
    expect_span(&timeline, 1, 1, SPAN_WAITING, 1, 6);
    cr_assert_eq(timeline_most_waiting(&timeline), 2);
    timeline_free(&timeline);
}

Test(timeline, look_ups_one_after_the_other_never_overlap)
{
    struct timeline timeline;
    happens(0, 11, JOB_LOOKUP_BEGIN, 1, 0);
    happens(5, 11, JOB_LOOKUP_END, 1, 0);
    happens(5, 11, JOB_LOOKUP_BEGIN, 2, 0);
    happens(9, 11, JOB_LOOKUP_END, 2, 0);
    cr_assert_eq(timeline_make(trace, BEGAN_NS, 0.009, &timeline), 0);
    cr_assert_eq(timeline_most_waiting(&timeline), 1);
    timeline_free(&timeline);
}

Test(timeline, a_job_that_never_ended_is_left_out)
{
    struct timeline timeline;
    happens(0, 11, JOB_LOOKUP_BEGIN, 1, 0);
    happens(0, 0, JOB_EVENT_NONE, 0, 0);
    cr_assert_eq(timeline_make(trace, BEGAN_NS, 1, &timeline), 0);
    cr_assert_eq(timeline.count, 0);
    cr_assert_eq(timeline.workers, 1);
    timeline_free(&timeline);
}

Test(timeline, a_trace_that_overflowed_is_read_as_far_as_it_goes)
{
    struct timeline timeline;
    happens(0, 11, JOB_LOOKUP_BEGIN, 1, 0);
    happens(3, 11, JOB_LOOKUP_END, 1, 0);
    atomic_store(&trace->count, JOB_TRACE_CAPACITY + 5);
    cr_assert_eq(timeline_make(trace, BEGAN_NS, 1, &timeline), 0);
    cr_assert_eq(timeline.count, 1);
    timeline_free(&timeline);
}

/* ---- a cell of the chart ------------------------------------------------------------------------- */

Test(chart, a_cell_shows_what_fills_most_of_it)
{
    struct span spans[] = {{0, SPAN_WAITING, 0.0, 0.6, 1, false},
                           {0, SPAN_COMPUTING, 0.6, 1.0, 1, false}};
    struct timeline timeline = {.spans = spans, .count = 2, .workers = 1, .seconds = 1};
    cr_assert_eq(chart_cell(&timeline, 0, 0.0, 0.5), SPAN_WAITING);
    cr_assert_eq(chart_cell(&timeline, 0, 0.0, 1.0), SPAN_WAITING);
    cr_assert_eq(chart_cell(&timeline, 0, 0.5, 1.0), SPAN_COMPUTING);
    cr_assert_eq(chart_cell(&timeline, 1, 0.0, 1.0), SPAN_KINDS, "another worker's");
    cr_assert_eq(chart_cell(&timeline, 0, 2.0, 3.0), SPAN_KINDS, "behind the end");
}

Test(chart, overlapping_look_ups_dont_hide_the_computing)
{
    struct span spans[] = {{0, SPAN_WAITING, 0.0, 1.0, 1, true},
                           {0, SPAN_WAITING, 0.0, 1.0, 2, true},
                           {0, SPAN_COMPUTING, 0.4, 1.0, 3, false}};
    struct timeline timeline = {.spans = spans, .count = 3, .workers = 1, .seconds = 1};
    cr_assert_eq(chart_cell(&timeline, 0, 0.0, 1.0), SPAN_COMPUTING);
    cr_assert_eq(chart_cell(&timeline, 0, 0.0, 0.5), SPAN_WAITING);
}

/* ---- repeated measurements -------------------------------------------------------------------------- */

Test(spread, five_runs_give_their_range)
{
    double seconds[] = {5, 1, 4, 2, 3};
    struct spread spread = spread_of(seconds, 5);
    cr_assert_float_eq(spread.median, 3, 1e-12);
    cr_assert_float_eq(spread.low, 1, 1e-12);
    cr_assert_float_eq(spread.high, 5, 1e-12);
    cr_assert_not(spread.confidence);
}

/* With p = 1/2 and n = 6, P(X = 0) = 1/64; n = 10: P(X <= 1) = 11/1024, P(X <= 2) = 56/1024; so the
 * second and the ninth value bound the interval. n = 20: P(X <= 5) = 0.0207, so the sixth and the
 * fifteenth. */
Test(spread, intervals_are_those_of_the_binomial_tables)
{
    double values[20];
    const int sizes[] = {6, 10, 20};
    const int ranks[] = {1, 2, 6};
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < sizes[i]; k++)
            values[k] = sizes[i] - k;
        struct spread spread = spread_of(values, sizes[i]);
        cr_assert(spread.confidence);
        cr_assert_float_eq(spread.low, ranks[i], 1e-12);
        cr_assert_float_eq(spread.high, sizes[i] + 1 - ranks[i], 1e-12);
        cr_assert_float_eq(spread.median, (sizes[i] + 1) / 2.0, 1e-12);
    }
}

Test(spread, of_nothing_is_nothing)
{
    double none[1] = {0};
    cr_assert_eq(spread_of(none, 0).count, 0);
}

/* ---- the limit --------------------------------------------------------------------------------------- */

Test(limit, few_workers_are_the_limit_then_the_share_that_cant_be_shared)
{
    cr_assert_float_eq(curve_limit(2, 0.25, 1), 2, 1e-12);
    cr_assert_float_eq(curve_limit(16, 0.25, 1), 4, 1e-12);
    cr_assert_float_eq(curve_limit(16, 0.25, 2), 8, 1e-12);
    cr_assert_float_eq(curve_limit(16, 0, 1), 16, 1e-12);
}
