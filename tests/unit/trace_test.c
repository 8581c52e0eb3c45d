/*
 * trace_test.c - unit tests of putting the jobs' trace together: traces made by hand, and
 * what is to be read from them. Link with validate/checks/trace.c.
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "check.h"

#define PROBE 100 /* process and first thread of the probe */

static struct evidence *seen;

static void begin(void)
{
    seen = calloc(1, sizeof *seen);
    cr_assert(seen);
    seen->probe_pid = PROBE;
    seen->probe_tid = PROBE;
}

static void end(void)
{
    free(seen);
}

TestSuite(trace, .init = begin, .fini = end);

/* Puts an event behind the others, a nanosecond later. Places beyond the capacity are
 * given out and never written, as in the jobs module. */
static void happen(enum job_event_kind kind, int entry_id, int pid, int tid)
{
    uint32_t place = seen->trace.count++;
    if (place < JOB_TRACE_CAPACITY)
        seen->trace.events[place] = (struct job_event){.ns = 1000 + place,
                                                       .pid = pid,
                                                       .tid = tid,
                                                       .entry_id = entry_id,
                                                       .kind = (uint8_t)kind};
}

static void look_up(int tid)
{
    happen(JOB_LOOKUP_BEGIN, tid, PROBE, tid);
    happen(JOB_LOOKUP_END, tid, PROBE, tid);
}

Test(trace, nothing_happened)
{
    struct job_summary sum = job_summary(seen);
    cr_assert_eq(sum.lookups + sum.hashes + sum.jobs_at_once, 0);
    cr_assert_eq(sum.threads + sum.processes, 0);
    cr_assert_not(sum.in_probe_process || sum.in_probe_thread || sum.met);
}

Test(trace, one_after_the_other_is_no_overlap)
{
    look_up(PROBE);
    look_up(PROBE + 1);
    happen(JOB_HASH_BEGIN, 1, PROBE, PROBE);
    happen(JOB_HASH_END, 1, PROBE, PROBE);
    struct job_summary sum = job_summary(seen);
    cr_assert_eq(sum.lookups, 2);
    cr_assert_eq(sum.hashes, 1);
    cr_assert_eq(sum.lookups_at_once, 1);
    cr_assert_eq(sum.hashes_at_once, 1);
    cr_assert_eq(sum.jobs_at_once, 1);
    cr_assert_eq(sum.threads, 2);
    cr_assert_eq(sum.processes, 1);
}

/* The most that were inside together, at whatever place of the trace. */
Test(trace, overlap_is_counted_by_kind_and_in_all)
{
    happen(JOB_LOOKUP_BEGIN, 1, PROBE, 101);
    happen(JOB_LOOKUP_BEGIN, 2, PROBE, 102);
    happen(JOB_LOOKUP_END, 1, PROBE, 101);
    happen(JOB_LOOKUP_BEGIN, 3, PROBE, 101);
    happen(JOB_HASH_BEGIN, 4, PROBE, 103);
    happen(JOB_HASH_END, 4, PROBE, 103);
    happen(JOB_LOOKUP_END, 2, PROBE, 102);
    happen(JOB_LOOKUP_END, 3, PROBE, 101);
    struct job_summary sum = job_summary(seen);
    cr_assert_eq(sum.lookups, 3);
    cr_assert_eq(sum.lookups_at_once, 2);
    cr_assert_eq(sum.hashes_at_once, 1);
    cr_assert_eq(sum.jobs_at_once, 3);
}

/* Its place was given out, then its process was killed: what it was to be isn't known. */
Test(trace, an_event_of_a_killed_process_is_none)
{
    look_up(PROBE);
    happen(JOB_EVENT_NONE, 0, 0, 0);
    look_up(PROBE);
    struct job_summary sum = job_summary(seen);
    cr_assert_eq(sum.lookups, 2);
    cr_assert_eq(sum.threads, 1);
    cr_assert_eq(sum.processes, 1);
    cr_assert_eq(sum.first_ns, 1000);
    cr_assert_eq(sum.last_ns, 1004);
}

Test(trace, an_end_without_its_begin_takes_nobody_out)
{
    happen(JOB_LOOKUP_END, 1, PROBE, 101);
    happen(JOB_HASH_END, 1, PROBE, 101);
    happen(JOB_LOOKUP_BEGIN, 1, PROBE, 101);
    happen(JOB_LOOKUP_BEGIN, 2, PROBE, 102);
    struct job_summary sum = job_summary(seen);
    cr_assert_eq(sum.lookups_at_once, 2);
    cr_assert_eq(sum.hashes_at_once, 0);
    cr_assert_eq(sum.jobs_at_once, 2);
}

/* Events beyond the capacity are lost; what stands behind the array is not read. */
Test(trace, a_full_trace_ends_at_its_capacity)
{
    for (int i = 0; i < JOB_TRACE_CAPACITY; i++)
        look_up(PROBE);
    cr_assert_eq(seen->trace.count, 2 * JOB_TRACE_CAPACITY);
    cr_assert_eq(job_summary(seen).lookups, JOB_TRACE_CAPACITY / 2);
    cr_assert_eq(jobs_begun(seen, PROBE, JOB_LOOKUP_BEGIN), JOB_TRACE_CAPACITY / 2);
}

Test(trace, who_did_the_work_is_told)
{
    happen(JOB_LOOKUP_BEGIN, 1, PROBE + 5, PROBE + 5);
    cr_assert_not(job_summary(seen).in_probe_process);
    happen(JOB_LOOKUP_BEGIN, 2, PROBE, PROBE + 6);
    cr_assert(job_summary(seen).in_probe_process);
    cr_assert_not(job_summary(seen).in_probe_thread);
    happen(JOB_LOOKUP_BEGIN, 3, PROBE, PROBE);
    struct job_summary sum = job_summary(seen);
    cr_assert(sum.in_probe_thread);
    cr_assert_eq(sum.threads, 3);
    cr_assert_eq(sum.processes, 2);
}

/* An event's place is its order; clocks of two processors may be read the other way
 * round. */
Test(trace, the_first_and_last_moment_do_not_depend_on_the_order)
{
    for (int i = 0; i < 3; i++)
        look_up(PROBE);
    seen->trace.events[2].ns = 5;
    seen->trace.events[3].ns = 5000;
    struct job_summary sum = job_summary(seen);
    cr_assert_eq(sum.first_ns, 5);
    cr_assert_eq(sum.last_ns, 5000);
}

Test(trace, begins_are_counted_by_entry_and_kind)
{
    look_up(7);
    look_up(7);
    look_up(8);
    happen(JOB_HASH_BEGIN, 7, PROBE, PROBE);
    cr_assert_eq(jobs_begun(seen, 7, JOB_LOOKUP_BEGIN), 2);
    cr_assert_eq(jobs_begun(seen, 7, JOB_HASH_BEGIN), 1);
    cr_assert_eq(jobs_begun(seen, 9, JOB_LOOKUP_BEGIN), 0);
}

Test(trace, a_rendezvous_that_was_given_up_did_not_come_about)
{
    seen->trace.rendezvous.state = RENDEZVOUS_GIVEN_UP;
    cr_assert_not(job_summary(seen).met);
    seen->trace.rendezvous.state = RENDEZVOUS_MET;
    cr_assert(job_summary(seen).met);
}
