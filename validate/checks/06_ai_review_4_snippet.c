/*
 * Checks of task 6, second half: summarize_catalog in ai_snippet.c.
 *
 * The untouched snippet is broken, not unwritten: each check here fails on it by one of its
 * faults, or is skipped because of such a failure; none of them by luck.
 */
#include <errno.h>
#include <stdio.h>

#include "check.h"

/* ---- which entries are looked up ------------------------------------------------------- */

static bool each_looked_up_once(struct judgement *check, const struct evidence *seen)
{
    struct made_catalog catalog = catalog_of_probe(check);
    for (size_t i = 0; i < catalog.count; i++) {
        unsigned begun = jobs_begun(seen, catalog.entries[i].id, JOB_LOOKUP_BEGIN);
        if (begun == 1)
            continue;
        fail(check, "catalog[%zu] is %s", i,
             begun ? "looked up more than once" : "never looked up");
        expected(check, "1 look-up of each entry");
        actual(check, "look-ups of this one: %u", begun);
        return false;
    }
    unsigned all = job_summary(seen).lookups;
    if (all == catalog.count)
        return true;
    fail(check, "something behind the catalog's end is looked up");
    expected(check, "%zu look-ups", catalog.count);
    actual(check, "look-ups: %u", all);
    return false;
}

CHECK(ai_review, every_entry_once, .kind = CHECK_CORRECTNESS,
      .title = "snippet: each entry is looked up once, whichever thread runs when",
      .function = "summarize_catalog",
      .help = "Let one worker stop between any two calls, and let the others run on "
              "meanwhile. Is what it has just learned still true when it acts on it?")
{
    static const struct {
        int count, workers;
    } shapes[] = {{2, 2}, {4, 3}};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        if (!run_explored(check, "explore_lookups",
                          "count=%d workers=%d lookup_us=100 schedules=150",
                          shapes[i].count, shapes[i].workers))
            return;
    for (int run = 0; run < 2; run++) {
        const struct evidence *seen =
            run_probe(check, "summarize", "count=%d workers=%d lookup_us=400",
                      random_int(check, 8, 20), random_int(check, 2, 6));
        if (!seen || !succeeded(check, seen, "returned", "summarize_catalog") ||
            !each_looked_up_once(check, seen))
            return;
    }
    covered(check, "%s, and 2 runs on catalogs of 8 to 20", schedules_tried(check));
}

/* ---- the sums ---------------------------------------------------------------------------- */

struct sums {
    long long found, failed, oldest, newest, total;
};

/* The sums of the last probe's catalog, of which the `failing` entries with the greatest ids
 * fail. */
static struct sums right_sums(struct judgement *check, int failing)
{
    struct made_catalog catalog = catalog_of_probe(check);
    struct sums sums = {0};
    for (size_t i = 0; i < catalog.count; i++) {
        CatalogEntry quick = catalog.entries[i];
        Metadata metadata;
        int greater = 0;
        for (size_t k = 0; k < catalog.count; k++)
            greater += catalog.entries[k].id > quick.id;
        if (greater < failing) {
            sums.failed++;
            continue;
        }
        quick.lookup_us = 0;
        io_fetch(&quick, &metadata);
        if (sums.found == 0 || metadata.year < sums.oldest)
            sums.oldest = metadata.year;
        if (sums.found == 0 || metadata.year > sums.newest)
            sums.newest = metadata.year;
        sums.total += metadata.year;
        sums.found++;
    }
    return sums;
}

/* The numbers alone, or the years as well. */
enum what { NUMBERS = 2, EVERYTHING = 5 };

static bool sums_are_right(struct judgement *check, const struct evidence *seen,
                           int failing, enum what what)
{
    struct sums right = right_sums(check, failing);
    const struct {
        const char *key, *name;
        long long right;
    } fields[] = {
        {"found", "found", right.found},         {"failed", "failed", right.failed},
        {"total", "year_total", right.total},    {"oldest", "oldest_year", right.oldest},
        {"newest", "newest_year", right.newest},
    };
    for (size_t i = 0; i < (size_t)what; i++) {
        long long got = seen_int(seen, fields[i].key);
        if (got == fields[i].right)
            continue;
        fail(check, "summary->%s is wrong", fields[i].name);
        expected(check, "%lld, with %lld answers and %lld failures", fields[i].right,
                 right.found, right.failed);
        actual(check, "%lld", got);
        return false;
    }
    return true;
}

static bool run_is_right(struct judgement *check, int count, int workers, int failing,
                         enum what what)
{
    const struct evidence *seen =
        run_probe(check, "summarize", "count=%d workers=%d fail_most=%d lookup_us=400",
                  count, workers, failing);
    return seen && succeeded(check, seen, "returned", "summarize_catalog") &&
           sums_are_right(check, seen, failing, what);
}

CHECK(ai_review, every_answer_counts, .kind = CHECK_CORRECTNESS,
      .title = "snippet: the sums hold every answer, whichever thread runs when",
      .function = "summarize_catalog", .needs = "every_entry_once",
      .help = "Follow one member of the summary: who reads it, who writes it, and what "
              "may happen between the two? What does it start from?")
{
    if (!run_explored(check, "explore_totals",
                      "count=3 workers=2 lookup_us=100 schedules=150"))
        return;
    for (int run = 0; run < 2; run++)
        if (!run_is_right(check, random_int(check, 8, 20), random_int(check, 2, 6), 0,
                          EVERYTHING))
            return;
    covered(check, "%s, and 2 runs on catalogs of 8 to 20", schedules_tried(check));
}

CHECK(ai_review, any_size_of_catalog, .kind = CHECK_CORRECTNESS,
      .title = "snippet: no entry, one entry, more workers than entries, bad arguments",
      .function = "summarize_catalog", .needs = "every_answer_counts",
      .help =
          "With no entry nothing is looked up, and the summary is all zeros, whatever "
          "stood there before. Which arguments does the contract refuse?")
{
    static const struct {
        const char *key, *why;
    } refused[] = {{"no_workers", "workers is 0"},
                   {"no_summary", "summary is NULL"},
                   {"no_catalog", "catalog is NULL and count isn't 0"}};
    if (!run_is_right(check, 0, random_int(check, 1, 4), 0, EVERYTHING) ||
        !run_is_right(check, 1, random_int(check, 2, 5), 0, EVERYTHING) ||
        !run_is_right(check, 3, random_int(check, 7, 12), 0, EVERYTHING))
        return;
    const struct evidence *seen = run_probe(check, "summarize_bad_arguments", "count=3");
    for (size_t i = 0; seen && i < sizeof refused / sizeof refused[0]; i++)
        if (!failed_with(check, seen, refused[i].key, EINVAL, "summarize_catalog",
                         refused[i].why))
            return;
    if (seen &&
        succeeded(check, seen, "nothing_to_do", "summarize_catalog(NULL, 0, ...)"))
        covered(check, "catalogs of 0, 1 and 3 entries, 1 to 12 workers");
}

/* ---- overlap ------------------------------------------------------------------------------ */

static bool not_too_many(struct judgement *check, const struct evidence *seen,
                         int workers)
{
    struct job_summary sum = job_summary(seen);
    unsigned threads = seen->calls[CALL_PTHREAD_CREATE].count + sum.in_probe_thread;
    if (threads <= (unsigned)workers)
        return true;
    fail(check, "more threads look up than there are workers");
    expected(check, "at most %d", workers);
    actual(check, "%u, the caller included if it looks up itself", threads);
    think(check, "`workers` says how many threads look up. How many do you start, "
                 "and does the caller look up as well?");
    return false;
}

static bool overlap_is_right(struct judgement *check, int count, int workers)
{
    unsigned most = (unsigned)(workers < count ? workers : count);
    const struct evidence *seen =
        run_probe(check, "summarize", "count=%d workers=%d meet_lookups=%u lookup_us=400",
                  count, workers, most);
    if (!seen || !succeeded(check, seen, "returned", "summarize_catalog"))
        return false;
    struct job_summary sum = job_summary(seen);
    if (!not_too_many(check, seen, workers))
        return false;
    if (sum.met && sum.lookups_at_once <= most)
        return true;
    if (sum.lookups_at_once > most) {
        fail(check, "more look-ups are under way at once than there are workers");
        think(check, "`workers` says how many threads look up. How many do you start, "
                     "and does the caller look up as well?");
    } else {
        fail(check, "%u workers, and never more than %u look-up%s at the same time", most,
             sum.lookups_at_once, sum.lookups_at_once == 1 ? "" : "s");
    }
    expected(check, "%u look-ups at once, of %d entries, on %d workers", most, count,
             workers);
    actual(check, "at most %u at once", sum.lookups_at_once);
    return false;
}

CHECK(ai_review, lookups_overlap, .kind = CHECK_TIMING,
      .title = "snippet: as many look-ups at once as workers, never more",
      .function = "summarize_catalog",
      .help = "Look-ups are waits, and waits can overlap, unless something makes one "
              "wait for the other's end. What does a worker hold while it waits?")
{
    int workers = random_int(check, 3, 5);
    if (!overlap_is_right(check, random_int(check, 2 * workers + 1, 3 * workers - 1),
                          workers))
        return;
    const struct evidence *seen = run_probe(
        check, "summarize", "count=%d workers=%d lookup_us=400", workers + 1, workers);
    if (seen && not_too_many(check, seen, workers) &&
        overlap_is_right(check, 3, random_int(check, 5, 8)))
        covered(check, "%d workers inside together, and 3 with 3 entries", workers);
}

/* ---- races --------------------------------------------------------------------------------- */

/* Whether two accesses race is read off the locks between them, not off the moment at which they
 * come; and with so many entries, each way through the loop is in the first schedule. */
#define RACE_SCHEDULES 60

CHECK(ai_review, no_data_race, .kind = CHECK_RACE, .title = "snippet: no data race",
      .function = "summarize_catalog",
      .help = "Which one lock guards what both lines touch? Is it held at both?")
{
    int workers = random_int(check, 3, 4);
    if (run_race(check, "summarize", "schedules=%d count=%d workers=%d lookup_us=400",
                 RACE_SCHEDULES, random_int(check, 24, 32), workers))
        covered(check, "the explorer; ThreadSanitizer, a run with %d workers", workers);
}

/* ---- failures -------------------------------------------------------------------------------- */

CHECK(ai_review, failed_lookups_are_counted, .kind = CHECK_ROBUSTNESS,
      .title = "snippet: a look-up that fails is counted, and the rest goes on",
      .function = "summarize_catalog",
      .help = "Take the way through the loop that a failure takes. What is held at its "
              "start, and what at its end?")
{
    int count = random_int(check, 6, 12);
    if (!run_explored(check, "explore_numbers",
                      "count=4 workers=2 fail_most=3 lookup_us=100 schedules=150"))
        return;
    if (run_is_right(check, count, 3, 1, NUMBERS) &&
        run_is_right(check, count, 3, count / 2, NUMBERS) &&
        run_is_right(check, count, 2, count, EVERYTHING))
        covered(check, "%s; 1, %d and all of %d failing", schedules_tried(check),
                count / 2, count);
}

CHECK(ai_review, no_data_race_in_failures, .kind = CHECK_RACE,
      .title = "snippet: no data race when look-ups fail",
      .function = "summarize_catalog", .needs = "failed_lookups_are_counted no_data_race",
      .help = "A failure takes a way of its own through the loop. Is the lock held at "
              "each access on it?")
{
    int count = random_int(check, 24, 32), workers = random_int(check, 3, 4);
    if (run_race(check, "summarize",
                 "schedules=%d count=%d workers=%d lookup_us=400 fail_most=%d",
                 RACE_SCHEDULES, count, workers, count * 2 / 3))
        covered(check, "the explorer; ThreadSanitizer, %d of %d look-ups failing",
                count * 2 / 3, count);
}

/* One run in which the k-th call fails. Returns false when there was no such call, or the
 * check is decided. */
static bool failing_call_is_told(struct judgement *check, const char *call, int kind,
                                 int k, int error)
{
    char what[64], why[64];
    const struct evidence *seen = run_probe(
        check, "summarize", "count=9 workers=4 lookup_us=300 fail_%s=%d", call, k);
    if (!seen || seen->calls[kind].failed == 0)
        return false;
    snprintf(why, sizeof why, "call %d of %s failed", k, call);
    snprintf(what, sizeof what, "a failed %s (call %d)", call, k);
    if (!nothing_left(check, seen, what) ||
        !failed_with(check, seen, "returned", error, "summarize_catalog", why)) {
        at_site(check, seen->calls[kind].fail_site);
        return false;
    }
    return true;
}

/* Nothing of a failure stays for the next call. */
static void works_after_failure(struct judgement *check)
{
    const struct evidence *seen =
        run_probe(check, "summarize",
                  "count=9 workers=4 lookup_us=300 again=1 fail_pthread_create=2");
    if (seen && seen_any(seen, "again"))
        succeeded(check, seen, "again",
                  "summarize_catalog, called again after a failure,");
}

static bool start_fails(struct judgement *check, int number)
{
    return failing_call_is_told(check, "pthread_create", CALL_PTHREAD_CREATE, number,
                                EAGAIN);
}

/* *threads: how many calls failed, one a run. Where some workers run already it is the explorer that looks
 * first: what a thread does that was left alone is a matter of luck with real ones. */
static void threads_cant_be_started(struct judgement *check, int *threads)
{
    if (!start_fails(check, 1))
        return;
    for (int k = 1; !decided(check) && k <= 2; k++)
        run_explored(check, "explore_failed_thread",
                     "count=4 workers=3 lookup_us=100 schedules=80 fail_thread=%d", k);
    for (*threads = 1; !decided(check) && *threads < 8; ++*threads)
        if (!start_fails(check, *threads + 1))
            return;
}

CHECK(ai_review, failed_start_is_cleaned_up, .kind = CHECK_ROBUSTNESS,
      .title = "snippet: when a thread or memory can't be had, all is joined and freed",
      .function = "summarize_catalog",
      .help = "Some workers run already when pthread_create fails. What do they use, how "
              "long does it live, and how does your caller learn the reason?")
{
    int threads = 0, blocks = 0;
    const struct evidence *seen =
        run_probe(check, "summarize", "count=9 workers=4 lookup_us=300");
    if (!seen || !nothing_left(check, seen, "summarize_catalog, though it succeeds,"))
        return;
    threads_cant_be_started(check, &threads);
    while (!decided(check) && blocks < 8 &&
           failing_call_is_told(check, "malloc", CALL_MALLOC, blocks + 1, ENOMEM))
        blocks++;
    if (!decided(check))
        works_after_failure(check);
    covered(check, "%d failing pthread_create, %d failing malloc, one a run", threads,
            blocks);
}

CHECK(ai_review, no_data_race_in_failed_start, .kind = CHECK_RACE,
      .title = "snippet: no data race when a worker can't be started",
      .function = "summarize_catalog", .needs = "no_data_race failed_start_is_cleaned_up",
      .help = "The caller touches what the workers that run already share. Is the lock "
              "held there as well?")
{
    if (run_explored(
            check, "explore_failed_thread",
            "count=4 workers=3 lookup_us=100 schedules=40 fail_thread=3 races=1"))
        covered(check, "%s, the third of 3 workers failing to start",
                schedules_tried(check));
}
