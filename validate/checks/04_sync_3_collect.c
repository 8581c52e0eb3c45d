/*
 * Checks of task 4: workers and one collector.
 */
#include <errno.h>

#include "04_sync.h"
#include "check.h"
#include "verdict.h"

#define RUNS_MOST 12 /* of one kind of injected failure */

/* ---- one worker, and few entries --------------------------------------------------- */

/* A second call in the same process finds everything as the first one did, whether that ended well
 * or, with `after_failure`, with a look-up that failed. */
static bool works_again(struct judgement *check, int count, bool after_failure)
{
    const struct evidence *seen =
        run_probe(check, "collect", "count=%d workers=1 lookup_us=300 again=%d", count,
                  after_failure ? 2 : 1);
    if (seen &&
        succeeded(check, seen, "returned", "the second call of collect_results") &&
        results_agree(check, seen, 0, process_job))
        return true;
    check->help[0] = '\0'; /* that it was the second call says more than the rest */
    think(check,
          "This was the second call in the same program; the first one %s. Which of "
          "your variables, static or global, keep a value from call to call?",
          after_failure ? "met a look-up that failed" : "was fine");
    return false;
}

CHECK(sync, collect_with_one_worker, .kind = CHECK_CORRECTNESS,
      .title = "with one worker every entry has its result, and nothing is left over",
      .function = "collect_results", .needs = "close_keeps_the_books",
      .help = "The collector takes one message for each entry and writes its result to "
              "the entry's place. When it has them all: who is still to be joined, and "
              "what to be freed?")
{
    int count = random_int(check, 4, 7);
    if (!run_explored(check, "collect_explored",
                      "schedules=60 count=%d workers=1 lookup_us=300", count))
        return;
    const struct evidence *seen =
        run_probe(check, "collect", "count=%d workers=1 lookup_us=300", count);
    if (!seen || !succeeded(check, seen, "returned", "collect_results") ||
        !results_agree(check, seen, 0, process_job) ||
        !nothing_left(check, seen, "collect_results"))
        return;
    if (works_again(check, count, false))
        covered(check,
                "a made-up catalog of %d entries, in 60 schedules and for real, twice",
                count);
}

CHECK(sync, collect_smallest_catalogs, .kind = CHECK_CORRECTNESS,
      .title = "an empty catalog, one entry, and more workers than entries are fine",
      .function = "collect_results", .needs = "collect_with_one_worker",
      .help = "With count 0 there is nothing to do, whatever the pointers are. With more "
              "workers than entries, some get none: do they end all the same?")
{
    static const char *const sizes[] = {"count=1 workers=1", "count=1 workers=4",
                                        "count=1 workers=40"};
    const struct evidence *seen = run_probe(check, "collect_bad_arguments", "count=2");
    if (!seen ||
        !succeeded(check, seen, "nothing_to_do", "collect_results(NULL, 0, NULL, 2)"))
        return;
    for (int i = 0; i < 3; i++)
        if (!run_explored(check, "collect_explored", "schedules=30 lookup_us=300 %s",
                          sizes[i]))
            return;
    covered(check, "0 entries, and 1 with 1, 4 and 40 workers");
}

/* ---- schedules --------------------------------------------------------------------- */

CHECK(sync, collect_under_every_schedule, .kind = CHECK_RACE,
      .title = "results are complete and in order, whichever thread runs when",
      .function = "collect_results", .needs = "collect_smallest_catalogs",
      .help = "Messages arrive in any order: what does one have to say, so that the "
              "collector knows where it belongs? How do workers share the entries, so "
              "that each is taken once? And who knows which message is the last?")
{
    static const char *const crews[] = {"schedules=150 count=3 workers=2 lookup_us=300",
                                        "schedules=60 count=5 workers=3 lookup_us=300",
                                        "schedules=40 count=2 workers=5 lookup_us=300"};
    for (int i = 0; i < 3; i++)
        if (!run_explored(check, "collect_explored", "%s", crews[i]))
            return;
    covered(check, "%s, with 2, 3 and 5 workers", schedules_tried(check));
}

CHECK(sync, collect_is_free_of_races, .kind = CHECK_RACE,
      .title = "no data race in collect_results", .function = "collect_results",
      .needs = "collect_reports_a_failed_job queue_is_free_of_races",
      .help =
          "What do several workers touch? Each of those is only read by all, or has a "
          "lock, or belongs to one thread at a time.")
{
    if (run_race(check, "collect_race", "schedules=%d count=6 workers=3 lookup_us=300",
                 RACE_SCHEDULES))
        covered(check, "6 entries, 3 workers; once more with look-ups that fail");
}

/* ---- overlap ----------------------------------------------------------------------- */

/* Look-ups wait until as many as workers are inside. That proves an overlap; or, when
 * so many never come although all could, that there is none. */
static const struct evidence *meet(struct judgement *check, int workers)
{
    const struct evidence *seen =
        run_probe(check, "collect", "count=%d workers=%d lookup_us=300 meet_lookups=%d",
                  2 * workers + 1, workers, workers);
    if (!seen || !succeeded(check, seen, "returned", "collect_results") ||
        !results_agree(check, seen, 0, process_job))
        return NULL;
    return seen;
}

/* In virtual time nobody has to wait in vain for one more to come: time stands still until all
 * threads wait, so every look-up begins that can. */
static bool never_more(struct judgement *check, int workers)
{
    const struct evidence *seen = run_explored(
        check, "collect", "explore=1 schedules=1 count=%d workers=%d lookup_us=20000",
        workers + 1, workers);
    if (seen && job_summary(seen).lookups_at_once > (unsigned)workers) {
        fail(check, "more look-ups are under way at once than there are workers");
        expected(check, "at most %d", workers);
        actual(check, "%u at once", job_summary(seen).lookups_at_once);
        think(check, "`workers` says how many threads may run jobs. How many did you "
                     "start?");
    }
    return seen && !decided(check);
}

static bool overlaps(struct judgement *check, int workers)
{
    const struct evidence *seen = meet(check, workers);
    if (!seen)
        return false;
    if (!job_summary(seen).met) {
        fail(check,
             "the look-ups don't overlap as they could: with %d workers, %d of them "
             "could be under way at once",
             workers, workers);
        expected(check, "%d at once", workers);
        actual(check, "%u at once, though each waited for the others to come",
               job_summary(seen).lookups_at_once);
        return false;
    }
    return never_more(check, workers);
}

CHECK(sync, lookups_overlap_up_to_workers, .kind = CHECK_TIMING,
      .title = "as many look-ups as workers are under way at once, and never more",
      .function = "collect_results", .needs = "collect_under_every_schedule",
      .help = "What does a worker hold while it waits for a look-up? A lock that is held "
              "meanwhile makes all the others wait too; so does a join right after a "
              "create.")
{
    static const int workers[] = {1, 2, 5};
    for (int i = 0; i < 3; i++)
        if (!overlaps(check, workers[i]) ||
            !lookups_overlap(check, "collect", workers[i], ""))
            return;
    covered(check, "1, 2 and 5 workers; each look-up waited for the others; in virtual "
                   "time as long as the longest");
}

CHECK(sync, collector_alone_writes, .kind = CHECK_CORRECTNESS,
      .title = "no worker writes to results: the calling thread does",
      .function = "collect_results", .needs = "collect_under_every_schedule",
      .help = "A worker hands its result over as a message and is done with it. Whose "
              "memory does process_job fill in when a worker calls it?")
{
    const struct evidence *seen = run_probe(check, "collect_into_guarded_results",
                                            "count=8 workers=3 lookup_us=300");
    if (!seen || !succeeded(check, seen, "returned", "collect_results"))
        return;
    if (seen_int(seen, "worker_wrote")) {
        fail(check, "a worker writes to results itself, instead of handing the result to "
                    "the collector through the queue");
        expected(check, "only the thread that called collect_results writes there");
        actual(check, "the first write came from another thread");
    }
}

/* ---- failures ---------------------------------------------------------------------- */

CHECK(sync, collect_reports_a_failed_job, .kind = CHECK_ROBUSTNESS,
      .title = "a look-up that fails makes the call fail, and everything ends",
      .function = "collect_results", .needs = "collect_under_every_schedule",
      .help = "When the collector gives up, the workers may be asleep in queue_put, and "
              "nobody takes messages any more. What has to happen before the joins?")
{
    for (int failing = 0; failing <= 5; failing += 5)
        if (!run_explored(check, "collect_explored",
                          "schedules=60 count=6 workers=2 lookup_us=300 fail_index=%d",
                          failing))
            return;
    for (int workers = 1; workers <= 3; workers += 2) {
        int count = 9, failing = random_int(check, 1, count - 1);
        const struct evidence *seen =
            run_probe(check, "collect", "count=%d workers=%d lookup_us=300 fail_index=%d",
                      count, workers, failing);
        if (!seen ||
            !failed_with(check, seen, "returned", EIO, "collect_results",
                         "one of its look-ups failed") ||
            !nothing_left(check, seen, "collect_results after a failed look-up"))
            return;
    }
    if (works_again(check, 4, true))
        covered(check, "%s, and 3 runs", schedules_tried(check));
}

/* Going on without what could not be had is allowed too, if the results are right. */
static bool failed_or_managed(struct judgement *check, const struct evidence *seen,
                              int error, const char *why, const char *what)
{
    if (seen_int(seen, "returned") == 0)
        return results_agree(check, seen, 0, process_job) &&
               nothing_left(check, seen, what);
    return failed_with(check, seen, "returned", error, "collect_results", why) &&
           nothing_left(check, seen, what);
}

CHECK(sync, collect_survives_failed_create, .kind = CHECK_ROBUSTNESS,
      .title = "when a thread can't be started, those that run are ended and joined",
      .function = "collect_results", .needs = "collect_under_every_schedule",
      .help = "pthread_create returns its error, and doesn't set errno. At that moment "
              "some workers are at work already, maybe asleep in queue_put. How do they "
              "come to an end?")
{
    const int workers = 3;
    for (int k = 1; k <= workers; k++)
        if (!run_explored(check, "collect_explored",
                          "schedules=100 count=7 workers=%d lookup_us=300 "
                          "fail_pthread_create=%d",
                          workers, k))
            return;
    for (int k = 1; k <= workers; k++) {
        const struct evidence *seen = run_probe(
            check, "collect", "count=9 workers=%d lookup_us=300 fail_pthread_create=%d",
            workers, k);
        if (!seen)
            return;
        if (!failed_or_managed(check, seen, EAGAIN, "pthread_create answered EAGAIN",
                               "collect_results after a failed pthread_create")) {
            at_site(check, seen->calls[CALL_PTHREAD_CREATE].fail_site);
            return;
        }
    }
    const struct evidence *seen = run_probe(
        check, "collect",
        "count=9 workers=%d lookup_us=300 fail_pthread_create=2 fail_on=1", workers);
    if (seen && failed_or_managed(check, seen, EAGAIN,
                                  "pthread_create answered EAGAIN from the second on",
                                  "collect_results after failed creates"))
        covered(check, "each of %d creates failing, and all but the first; %s", workers,
                schedules_tried(check));
}

CHECK(sync, collect_survives_lack_of_memory, .kind = CHECK_ROBUSTNESS,
      .title = "when an allocation fails the call says ENOMEM, and leaves nothing",
      .function = "collect_results",
      .needs = "collect_under_every_schedule queue_init_fails_cleanly",
      .help = "Go through the allocations one by one: what exists already when this one "
              "fails, and who releases it? If a worker allocates, who hears of it when "
              "that fails?")
{
    const struct evidence *seen =
        run_probe(check, "collect", "count=3 workers=1 lookup_us=300");
    if (!seen)
        return;
    int allocations = (int)seen->calls[CALL_MALLOC].count;
    if (allocations > RUNS_MOST)
        allocations = RUNS_MOST;
    for (int k = 1; k <= allocations; k++) {
        seen = run_probe(check, "collect",
                         "count=3 workers=1 lookup_us=300 fail_malloc=%d", k);
        if (!seen)
            return;
        if (!failed_or_managed(check, seen, ENOMEM, "an allocation failed",
                               "collect_results after a failed allocation")) {
            at_site(check, seen->calls[CALL_MALLOC].fail_site);
            return;
        }
        if (!run_explored(check, "collect_explored",
                          "schedules=40 count=4 workers=2 lookup_us=300 fail_malloc=%d",
                          k))
            return;
    }
    seen = run_probe(check, "collect",
                     "count=3 workers=1 lookup_us=300 again=1 then_fail_malloc=1");
    if (seen && (allocations == 0 ||
                 failed_or_managed(check, seen, ENOMEM,
                                   "an allocation failed, in the second call",
                                   "collect_results after a failed allocation")))
        covered(check,
                "%d allocations, each failing in a run and in 40 schedules; and the "
                "first one of a second call",
                allocations);
}

CHECK(sync, collect_refuses_bad_arguments, .kind = CHECK_ROBUSTNESS,
      .title = "no workers, no catalog or no results are refused before any job runs",
      .function = "collect_results",
      .help = "sync.h says which arguments are refused with EINVAL. Do you look at them "
              "before anything else?")
{
    static const struct {
        const char *key, *why;
    } calls[] = {{"no_workers", "workers is 0"},
                 {"no_catalog", "catalog is NULL and count isn't 0"},
                 {"no_results", "results is NULL and count isn't 0"}};
    const struct evidence *seen =
        run_probe(check, "collect_bad_arguments", "count=3 lookup_us=300");
    for (int i = 0; seen && i < 3; i++)
        if (!failed_with(check, seen, calls[i].key, EINVAL, "collect_results",
                         calls[i].why))
            return;
    if (seen && job_summary(seen).lookups > 0) {
        fail(check, "jobs were run although an argument was refused");
        expected(check, "no look-up");
        actual(check, "look-ups: %u", job_summary(seen).lookups);
    }
}
