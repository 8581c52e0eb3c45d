/*
 * Checks of task 1: run_sequential and measure_sequential.
 */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "check.h"

#define SLACK 0.01 /* clocks that are steered by NTP differ from one another by less */

/* ---- run_sequential ----------------------------------------------------------------------- */

/* The place behind the last result is as the scenario filled it. */
static bool nothing_behind_the_results(struct judgement *check,
                                       const struct evidence *seen, int count)
{
    JobResult untouched;
    memset(&untouched, 0xa5, sizeof untouched);
    if (memcmp(&seen->results[count], &untouched, sizeof untouched) == 0)
        return true;
    fail(check, "run_sequential writes behind the last result");
    expected(check, "%d results for %d entries", count, count);
    actual(check, "results[%d] was written to as well", count);
    think(check,
          "The last index is count - 1. At which value of the index does your loop "
          "stop?");
    return false;
}

CHECK(sequential, results_in_catalog_order, .kind = CHECK_CORRECTNESS,
      .title = "every entry has its result, in the catalog's order",
      .function = "run_sequential",
      .help =
          "results[i] belongs to catalog[i]. Is each index from 0 to count - 1 visited, "
          "and is the result's address the one of the same index?")
{
    int count = random_int(check, 5, 12);
    const struct evidence *seen =
        run_probe(check, "run", "count=%d lookup_us=300", count);
    if (!seen || !succeeded(check, seen, "returned", "run_sequential"))
        return;
    if (results_agree(check, seen, 0, process_job) &&
        nothing_behind_the_results(check, seen, count))
        covered(check, "a made-up catalog of %d entries", count);
}

CHECK(
    sequential, smallest_catalogs, .kind = CHECK_CORRECTNESS,
    .title = "a catalog of one entry, and an empty one, are catalogs like any other",
    .function = "run_sequential", .needs = "results_in_catalog_order",
    .help =
        "With count 0 there is nothing to do and nothing to refuse, whatever the two "
        "pointers are. Does your loop turn as often as there are entries, also for 1 and "
        "for 0?")
{
    const struct evidence *seen = run_probe(check, "run", "count=1 lookup_us=300");
    if (!seen || !succeeded(check, seen, "returned", "run_sequential") ||
        !results_agree(check, seen, 0, process_job))
        return;
    seen = run_probe(check, "run", "count=0");
    if (!seen || !succeeded(check, seen, "returned", "run_sequential with count 0") ||
        !nothing_behind_the_results(check, seen, 0))
        return;
    seen = run_probe(check, "run_nothing", "count=0");
    if (seen)
        succeeded(check, seen, "returned", "run_sequential(NULL, 0, NULL)");
}

/* The first entry, in the catalog's order, that wasn't looked up and hashed exactly once. */
static bool each_done_once(struct judgement *check, const struct evidence *seen)
{
    struct made_catalog catalog = catalog_of_probe(check);
    for (size_t i = 0; i < catalog.count; i++) {
        unsigned lookups = jobs_begun(seen, catalog.entries[i].id, JOB_LOOKUP_BEGIN);
        unsigned hashes = jobs_begun(seen, catalog.entries[i].id, JOB_HASH_BEGIN);
        if (lookups == 1 && hashes == 1)
            continue;
        fail(check, "catalog[%zu] was not processed exactly once", i);
        expected(check, "1 look-up and 1 checksum");
        actual(check, "look-ups: %u, checksums: %u", lookups, hashes);
        return false;
    }
    return true;
}

static bool done_in_order(struct judgement *check, const struct evidence *seen)
{
    struct made_catalog catalog = catalog_of_probe(check);
    size_t next = 0;
    for (uint32_t i = 0; i < seen->trace.count && next < catalog.count; i++) {
        const struct job_event *event = &seen->trace.events[i];
        if (event->kind != JOB_LOOKUP_BEGIN)
            continue;
        if (event->entry_id != catalog.entries[next].id) {
            fail(check, "the entries are not processed in the catalog's order");
            expected(check, "entry %d as number %zu", catalog.entries[next].id, next + 1);
            actual(check, "entry %d", event->entry_id);
            return false;
        }
        next++;
    }
    return true;
}

/* Asked before the order: which of two threads comes first is no property of the code. */
static bool done_alone(struct judgement *check, const struct evidence *seen)
{
    struct job_summary sum = job_summary(seen);
    if (sum.jobs_at_once <= 1 && sum.threads == 1 && sum.in_probe_thread)
        return true;
    fail(check, "the jobs don't run one after the other on the calling thread");
    expected(check, "1 job at a time, on 1 thread");
    actual(check, "up to %u at a time, on %u thread%s%s", sum.jobs_at_once, sum.threads,
           sum.threads == 1 ? "" : "s",
           sum.in_probe_thread ? "" : ", none of them the calling one");
    return false;
}

CHECK(sequential, one_after_the_other, .kind = CHECK_CORRECTNESS,
      .title =
          "each entry is processed once, in order, one at a time, by the calling thread",
      .function = "run_sequential", .needs = "results_in_catalog_order",
      .help = "This is the baseline that every later task is measured against: the plain "
              "loop. What does yours do that a plain loop doesn't, or in another order?")
{
    const struct evidence *seen = run_probe(check, "run", "count=6 lookup_us=300");
    if (seen && each_done_once(check, seen) && done_alone(check, seen))
        done_in_order(check, seen);
}

CHECK(
    sequential, failed_lookup_is_reported, .kind = CHECK_ROBUSTNESS,
    .title =
        "a look-up that fails makes run_sequential fail, with its errno, and stops it",
    .function = "run_sequential", .needs = "one_after_the_other",
    .help =
        "process_job returns -1 when it fails, and errno says why. Look at its value at "
        "every call; and mind that any other call in between may change errno.")
{
    int count = random_int(check, 5, 8), failing = random_int(check, 1, count - 2);
    const struct evidence *seen =
        run_probe(check, "run", "count=%d fail_index=%d lookup_us=300", count, failing);
    if (!seen || !failed_with(check, seen, "returned", EIO, "run_sequential",
                              "one of its look-ups failed"))
        return;
    struct made_catalog catalog = catalog_of_probe(check);
    for (int i = 0; i < count; i++) {
        unsigned begun = jobs_begun(seen, catalog.entries[i].id, JOB_LOOKUP_BEGIN);
        if (begun == (i <= failing))
            continue;
        fail(check, i > failing ? "entries behind the failed one are still processed"
                                : "entries are processed more than once, or left out");
        expected(check, "the last look-up is that of catalog[%d]", failing);
        actual(check, "look-ups of catalog[%d]: %u", i, begun);
        return;
    }
    covered(check, "entry %d of %d failing", failing + 1, count);
}

CHECK(sequential, results_before_failure_are_kept, .kind = CHECK_ROBUSTNESS,
      .title = "what was finished before a failure stands in the results",
      .function = "run_sequential", .needs = "failed_lookup_is_reported",
      .help =
          "The caller may want what was done until then. Does each result go straight "
          "to its place, and does it stay there on the way out?")
{
    int count = random_int(check, 5, 8), failing = random_int(check, 2, count - 1);
    const struct evidence *seen =
        run_probe(check, "run", "count=%d fail_index=%d lookup_us=300", count, failing);
    if (!seen)
        return;
    struct made_catalog catalog = catalog_of_probe(check);
    for (int i = 0; i < failing; i++) {
        CatalogEntry entry = catalog.entries[i];
        const JobResult *got = &seen->results[i];
        JobResult want = {0};
        entry.lookup_us = 0; /* the answer is wanted, not the wait */
        process_job(&entry, &want);
        if (got->entry_id == want.entry_id && got->checksum == want.checksum)
            continue;
        fail(check, "the look-up of catalog[%d] failed, and results[%d] isn't filled in",
             failing, i);
        expected(check, "the result of entry %d", entry.id);
        actual(check, "entry id %d", got->entry_id);
        return;
    }
    covered(check, "entry %d of %d failing", failing + 1, count);
}

CHECK(sequential, nothing_is_left_behind, .kind = CHECK_ROBUSTNESS,
      .title = "run_sequential frees and closes whatever it took, failed or not",
      .function = "run_sequential", .needs = "failed_lookup_is_reported",
      .help =
          "The plain loop needs no memory and no descriptor of its own. If yours does: "
          "which way out of the function doesn't give it back?")
{
    const struct evidence *seen = run_probe(check, "run", "count=4 lookup_us=300");
    if (!seen || !nothing_left(check, seen, "run_sequential"))
        return;
    seen = run_probe(check, "run", "count=4 lookup_us=300 fail_index=%d",
                     random_int(check, 0, 3));
    if (seen)
        nothing_left(check, seen, "run_sequential after a failed look-up");
}

CHECK(sequential, bad_arguments_are_refused, .kind = CHECK_ROBUSTNESS,
      .title = "a missing catalog or missing results are refused before any job runs",
      .function = "run_sequential", .needs = "results_in_catalog_order",
      .help = "sequential.h says which arguments are refused with EINVAL. Do you look at "
              "them before the loop, and at count first?")
{
    const struct evidence *seen =
        run_probe(check, "run_bad_arguments", "count=3 lookup_us=300");
    if (!seen || !failed_with(check, seen, "no_catalog", EINVAL, "run_sequential",
                              "catalog is NULL and count isn't 0"))
        return;
    if (!failed_with(check, seen, "no_results", EINVAL, "run_sequential",
                     "results is NULL and count isn't 0"))
        return;
    if (job_summary(seen).lookups > 0) {
        fail(check, "jobs were run although an argument was refused");
        expected(check, "no look-up");
        actual(check, "look-ups: %u", job_summary(seen).lookups);
    }
}

/* ---- measure_sequential --------------------------------------------------------------------- */

/* How long the jobs alone took, from the first one's begin to the last one's end. */
static double seconds_of_jobs(const struct evidence *seen)
{
    struct job_summary sum = job_summary(seen);
    return (double)(sum.last_ns - sum.first_ns) / 1e9;
}

/* The figure lies between the time of the jobs and the time around the call, both taken
 * during this very call. */
static bool figure_is_true(struct judgement *check, const struct evidence *seen)
{
    double seconds = seen_real(seen, "seconds"), around = seen_real(seen, "around");
    double jobs = seconds_of_jobs(seen);
    if (seconds >= jobs * (1 - SLACK) && seconds <= around * (1 + SLACK))
        return true;
    fail(check, "the seconds that measure_sequential reports aren't those that passed");
    expected(check, "between %.6f (the jobs alone) and %.6f (the whole call)", jobs,
             around);
    actual(check, "%.6f", seconds);
    return false;
}

/* What a wrong figure looks like: the mistakes that people make. */
static void guess_reason(struct judgement *check, const struct evidence *seen)
{
    double seconds = seen_real(seen, "seconds");
    double ratio = seconds / seconds_of_jobs(seen);
    if (ratio < 0)
        think(check, "A negative time. Which of the two readings is subtracted from "
                     "which, and can the clock go back?");
    else if (ratio > 500 && ratio < 2000)
        think(check, "That is about a thousand times too much: milliseconds instead of "
                     "seconds?");
    else if (ratio >= 2000)
        think(check, "That is far too much: micro- or nanoseconds instead of seconds, or "
                     "the clock's reading itself instead of the difference of two?");
    else if (seconds == floor(seconds))
        think(check, "The fraction of a second is lost: whole seconds (time(), tv_sec "
                     "alone), or an integer divided by an integer?");
    else if (ratio < 0.9)
        think(check, "The jobs mostly wait, and waiting is missing from your figure. "
                     "clock() and the CPU-time clocks count only while the processor "
                     "works. And is the whole run between your two readings?");
    else
        think(check, "More time than the call itself took: are both readings inside "
                     "measure_sequential, and are seconds and nanoseconds put together "
                     "rightly?");
}

CHECK(sequential, measured_run_is_the_whole_run, .kind = CHECK_CORRECTNESS,
      .title = "measure_sequential does the whole job once, and its results are right",
      .function = "measure_sequential", .needs = "one_after_the_other",
      .help = "What is measured is one call of run_sequential with the same arguments: "
              "nothing before it, nothing left out, nothing twice.")
{
    const struct evidence *seen = run_probe(check, "measure", "count=5 lookup_us=300");
    if (!seen || !succeeded(check, seen, "returned", "measure_sequential") ||
        !each_done_once(check, seen) || !results_agree(check, seen, 0, process_job))
        return;
    seen = run_probe(check, "measure_nothing", "count=0");
    if (!seen ||
        !succeeded(check, seen, "returned", "measure_sequential with an empty catalog"))
        return;
    if (!seen_int(seen, "touched")) {
        fail(check, "measure_sequential stores no seconds for an empty catalog");
        think(check, "An empty catalog is measured like any other: it takes next to no "
                     "time. Which way out of your function stores none?");
    }
}

CHECK(sequential, elapsed_is_wall_clock, .kind = CHECK_TIMING,
      .title = "the measured time is what passed on the wall clock, waiting included",
      .function = "measure_sequential", .needs = "measured_run_is_the_whole_run",
      .help = "A run spends most of its time waiting. Which clock goes on while a "
              "program waits?")
{
    for (int run = 0; run < 3; run++) {
        int count = random_int(check, 4, 8);
        const struct evidence *seen = run_probe(
            check, "measure", "count=%d lookup_us=%d hash_rounds=500 first_ns=0", count,
            random_int(check, 1000, 3000));
        if (!seen || !succeeded(check, seen, "returned", "measure_sequential"))
            return;
        if (!figure_is_true(check, seen)) {
            guess_reason(check, seen);
            return;
        }
    }
    covered(check, "3 runs, each held against the times of its own jobs");
}

CHECK(sequential, second_turns_over, .kind = CHECK_TIMING,
      .title = "the time is right when the clock's second turns over during the job",
      .function = "measure_sequential", .needs = "elapsed_is_wall_clock",
      .help = "From 7 s 999999999 ns to 8 s 000000000 ns only a nanosecond passes. What "
              "does your calculation make of these two readings?")
{
    const struct evidence *seen =
        run_probe(check, "measure", "count=4 lookup_us=%d first_ns=999999999",
                  random_int(check, 1000, 3000));
    if (!seen || !succeeded(check, seen, "returned", "measure_sequential"))
        return;
    if (!figure_is_true(check, seen))
        think(check,
              "Your first reading was the last nanosecond of a second, and tv_nsec "
              "starts again at 0 with the next one. What becomes of its "
              "difference, and of that of tv_sec?");
}

CHECK(sequential, clock_set_back, .kind = CHECK_TIMING,
      .title = "a clock that is set while the job runs changes nothing",
      .function = "measure_sequential", .needs = "second_turns_over",
      .help = "Somebody, or NTP, may set the time of day at any moment; two readings of "
              "it don't make a duration. Which clock in clock_gettime(2) can't be set?")
{
    static const int jumps[] = {3600, -3600};
    for (int i = 0; i < 2; i++) {
        const struct evidence *seen = run_probe(
            check, "measure", "count=4 lookup_us=1000 clock_back_s=%d", jumps[i]);
        if (!seen || !succeeded(check, seen, "returned", "measure_sequential"))
            return;
        if (!figure_is_true(check, seen)) {
            at_site(check, seen->calls[CALL_CLOCK_GETTIME].first_site);
            think(check, "The time of day was set by an hour between your two readings, "
                         "as a person or a time service may do at any moment. Which "
                         "clock in clock_gettime(2) can nobody set?");
            return;
        }
    }
    covered(check, "the clock set back by an hour, and forward by an hour");
}

/* *seconds still holds what it held before the call. */
static bool seconds_untouched(struct judgement *check, const struct evidence *seen,
                              const char *why)
{
    if (!seen_int(seen, "touched"))
        return true;
    fail(check, "*seconds was written to although %s", why);
    expected(check, "the value that was there before");
    actual(check, "%.6f", seen_real(seen, "seconds"));
    return false;
}

/* Each reading of a clock fails once, as many as there are. */
static void clock_fails(struct judgement *check, unsigned readings)
{
    for (unsigned k = 1; k <= readings && !decided(check); k++) {
        const struct evidence *seen =
            run_probe(check, "measure", "count=2 lookup_us=300 fail_clock_gettime=%u", k);
        if (seen && failed_with(check, seen, "returned", ENOTSUP, "measure_sequential",
                                "the clock can't be read"))
            seconds_untouched(check, seen, "the clock can't be read");
        else if (seen)
            at_site(check, seen->calls[CALL_CLOCK_GETTIME].fail_site);
    }
}

CHECK(
    sequential, failed_run_has_no_time, .kind = CHECK_ROBUSTNESS,
    .title = "a run or a clock that fails is reported, and leaves the seconds untouched",
    .function = "measure_sequential", .needs = "failed_lookup_is_reported",
    .help = "Write to *seconds only once everything has gone well; and between the "
            "failure and your return, does a call change errno?")
{
    const struct evidence *seen = run_probe(
        check, "measure", "count=5 lookup_us=300 fail_index=%d", random_int(check, 0, 1));
    if (!seen ||
        !failed_with(check, seen, "returned", EIO, "measure_sequential",
                     "one of its look-ups failed") ||
        !seconds_untouched(check, seen, "the run failed"))
        return;
    seen = run_probe(check, "measure", "count=2 lookup_us=300");
    if (seen)
        clock_fails(check, seen->calls[CALL_CLOCK_GETTIME].count);
}

CHECK(sequential, missing_seconds_are_refused, .kind = CHECK_ROBUSTNESS,
      .title = "without a place for the seconds no job is run",
      .function = "measure_sequential", .needs = "results_in_catalog_order",
      .help = "The contract in sequential.h says what happens when seconds is NULL. When "
              "do you look at it: before the work, or after?")
{
    const struct evidence *seen =
        run_probe(check, "measure_without_seconds", "count=3 lookup_us=300");
    if (!seen || !failed_with(check, seen, "returned", EINVAL, "measure_sequential",
                              "seconds is NULL"))
        return;
    if (job_summary(seen).lookups > 0) {
        fail(check, "jobs were run although seconds is NULL");
        expected(check, "no look-up");
        actual(check, "look-ups: %u", job_summary(seen).lookups);
    }
}
