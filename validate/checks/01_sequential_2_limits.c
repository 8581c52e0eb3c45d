/*
 * Checks of task 1, second part: many entries, many hours, many calls.
 */
#include "check.h"

#define SLACK 0.01 /* clocks that are steered by NTP differ from one another by less */
#define HOURS 7    /* more than 32 bits hold in microseconds, or in nanoseconds */

#define MANY_ENTRIES 300 /* more than a byte counts, and than a made-up limit allows */

CHECK(sequential, many_entries, .kind = CHECK_CORRECTNESS,
      .title = "three hundred entries are no more of a problem than three",
      .function = "run_sequential", .needs = "results_in_catalog_order",
      .help =
          "count is a size_t: what is the largest number that your index can hold? And "
          "does anything of yours have room for a fixed number of entries?")
{
    const struct evidence *seen =
        run_probe(check, "run", "count=%d lookup_us=0 hash_rounds=1", MANY_ENTRIES);
    if (seen && succeeded(check, seen, "returned", "run_sequential"))
        results_agree(check, seen, 0, process_job);
}

CHECK(sequential, second_call, .kind = CHECK_CORRECTNESS,
      .title = "a second call of run_sequential does as well as the first",
      .function = "run_sequential", .needs = "one_after_the_other",
      .help = "What is static, or global, still holds at the next call what the last one "
              "left in it. Does each call begin with state of its own?")
{
    const struct evidence *seen = run_probe(check, "run_again", "count=5 lookup_us=300");
    if (seen && succeeded(check, seen, "first", "run_sequential") &&
        succeeded(check, seen, "again", "run_sequential, called a second time,"))
        results_agree(check, seen, 0, process_job);
}

CHECK(sequential, catalog_unchanged, .kind = CHECK_CORRECTNESS,
      .title = "the catalog is as it was before the call", .function = "run_sequential",
      .needs = "results_in_catalog_order",
      .help =
          "The catalog is const: others may be reading it at the same time, and a cast "
          "takes away the warning, not the reason for it. Which line writes to it?")
{
    const struct evidence *seen =
        run_probe(check, "run_and_compare", "count=5 lookup_us=300");
    if (!seen || !seen_int(seen, "changed"))
        return;
    fail(check, "run_sequential changes the catalog");
    expected(check, "every entry as it was");
    actual(check, "an entry, or the order of the entries, has changed");
}

/* The figure lies between the time of the jobs and the time around the call, each of them longer
 * by the seconds that were made to pass. */
static bool figure_is_true(struct judgement *check, const struct evidence *seen,
                           double passed)
{
    struct job_summary sum = job_summary(seen);
    double jobs = (double)(sum.last_ns - sum.first_ns) / 1e9 + passed;
    double around = seen_real(seen, "around") + passed;
    double seconds = seen_real(seen, "seconds");
    if (seconds >= jobs * (1 - SLACK) && seconds <= around * (1 + SLACK))
        return true;
    expected(check, "between %.6f (the jobs alone) and %.6f (the whole call)", jobs,
             around);
    actual(check, "%.6f", seconds);
    return false;
}

CHECK(sequential, measured_again, .kind = CHECK_TIMING,
      .title = "a second measurement gives the time of the second run",
      .function = "measure_sequential", .needs = "elapsed_is_wall_clock",
      .help = "Which of your variables live longer than the call, and what do they hold "
              "when the next one begins?")
{
    const struct evidence *seen =
        run_probe(check, "measure_again", "count=4 lookup_us=2000");
    if (seen &&
        succeeded(check, seen, "returned", "measure_sequential, called a second time,") &&
        !figure_is_true(check, seen, 0))
        fail(check, "the second measurement isn't the time of the second run alone");
}

CHECK(sequential, hours_are_counted, .kind = CHECK_TIMING,
      .title = "the time is right even when the job runs for hours",
      .function = "measure_sequential", .needs = "clock_set_back",
      .help = "32 bits hold four seconds in nanoseconds, and little more than an hour in "
              "microseconds. Which types do your seconds go through on their way?")
{
    double passed = HOURS * 3600.0 + random_int(check, 1, 3000);
    const struct evidence *seen =
        run_probe(check, "measure", "count=4 lookup_us=1000 pass_s=%d", (int)passed);
    if (!seen || !succeeded(check, seen, "returned", "measure_sequential"))
        return;
    if (seen->calls[CALL_CLOCK_GETTIME].count ==
        0) /* it asks the kernel some other way */
        return;
    if (figure_is_true(check, seen, passed))
        covered(check, "a run that the clock says took %d hours", HOURS);
    else
        fail(check, "the seconds are wrong when the job runs for hours");
}
