/*
 * Checks of task 5: the event loop that runs many coroutines.
 *
 * A fact about the jobs module carries most verdicts: a reply comes in two parts, so a loop has
 * no reason to call poll() more than twice an entry. The probe counts the calls exactly: the time that
 * passes in them is the timers' (prompt.h).
 */
#define _GNU_SOURCE
#include "async_pipeline.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "05_async_pipeline.h"

#define SLACK        3  /* polls beyond one a part that are forgiven */
#define TRIES        3  /* where a machine that stands still could spoil the evidence */
#define FAILURES     12 /* injected failures of one kind, at most */
#define SLOW_US      100000
#define STANDARD_FDS 3

/* ---- run_async: results ------------------------------------------------------------ */

static bool run_is_right(struct judgement *check, const struct evidence *seen,
                         const char *call)
{
    return seen && succeeded(check, seen, "returned", call) &&
           results_agree(check, seen, 0, process_job);
}

/* Whether the entry's look-up was the last to end. */
static bool ended_last(const struct evidence *seen, int entry_id)
{
    int last = 0;
    for (uint32_t i = 0; i < seen->trace.count && i < JOB_TRACE_CAPACITY; i++)
        if (seen->trace.events[i].kind == JOB_LOOKUP_END)
            last = seen->trace.events[i].entry_id;
    return last == entry_id;
}

/* A machine that stands still for as long as the slow look-up takes makes all replies come at once:
 * hence the tries. Who waits in poll() doesn't wait long, however slow it is (prompt.h). *last: it ended
 * after all the others, in the last try; a loop that waits in a fixed order fails them all. Returns the
 * evidence of that try, or NULL. */
static const struct evidence *run_with_a_slow_one(struct judgement *check, int count,
                                                  int slow, bool *last)
{
    const struct evidence *seen = NULL;
    *last = false;
    for (int i = 0; i < TRIES && !*last; i++) {
        seen = run_probe(check, "run_with_a_slow_one",
                         "count=%d slow_us=%d slow_index=%d", count, SLOW_US, slow);
        if (!seen || !succeeded(check, seen, "returned", "run_async"))
            return NULL;
        *last = ended_last(seen, catalog_of_probe(check).entries[slow].id);
    }
    return seen;
}

CHECK(async_pipeline, results_in_catalog_order, .kind = CHECK_CORRECTNESS,
      .title = "every entry has its result, in the catalog's order",
      .function = "run_async", .needs = "coroutines_are_independent",
      .help = "Replies come in any order. How does a coroutine know which place of "
              "results is its own, and how does the loop know that it is done?")
{
    int count = random_int(check, 5, 12), slow = random_int(check, 0, count - 1);
    bool last;
    const struct evidence *seen = run_with_a_slow_one(check, count, slow, &last);
    if (run_is_right(check, seen, "run_async"))
        covered(check, "a made-up catalog of %d entries, one of them slow", count);
}

CHECK(async_pipeline, catalogs_of_any_size, .kind = CHECK_CORRECTNESS,
      .title = "a catalog may be empty, hold one entry, or hundreds",
      .function = "run_async", .needs = "results_in_catalog_order",
      .help = "With nothing to wait for, poll() sleeps for ever; and an array of fixed "
              "size has only so many places. What does your loop do with 0 entries, and "
              "with hundreds?")
{
    int many = random_int(check, 260, 320);
    if (!run_is_right(check, run_probe(check, "run", "count=1 lookup_us=300"),
                      "run_async with one entry") ||
        !run_is_right(check, run_probe(check, "run", "count=0"),
                      "run_async with count 0") ||
        !run_is_right(
            check, run_probe(check, "run", "count=%d lookup_us=2000 hash_rounds=2", many),
            "run_async with hundreds of entries"))
        return;
    const struct evidence *seen =
        run_probe(check, "run_bad_arguments", "count=3 lookup_us=300");
    if (seen && succeeded(check, seen, "nothing_to_do", "run_async(NULL, 0, NULL)"))
        covered(check, "0, 1 and %d entries", many);
}

CHECK(async_pipeline, bad_arguments_are_refused, .kind = CHECK_ROBUSTNESS,
      .title = "a missing catalog or missing results are refused at once",
      .function = "run_async", .needs = "results_in_catalog_order",
      .help = "The contract says which arguments are refused with EINVAL. Do you look at "
              "them before anything is allocated or begun?")
{
    const struct evidence *seen =
        run_probe(check, "run_bad_arguments", "count=3 lookup_us=300");
    if (!seen ||
        !failed_with(check, seen, "no_catalog", EINVAL, "run_async",
                     "catalog is NULL and count isn't 0") ||
        !failed_with(check, seen, "no_results", EINVAL, "run_async",
                     "results is NULL and count isn't 0") ||
        !nothing_left(check, seen, "run_async with a NULL argument"))
        return;
    unsigned lookups = job_summary(seen).lookups;
    if (lookups > 0) {
        fail(check, "look-ups were begun although an argument was refused");
        expected(check, "no look-up");
        actual(check, "look-ups: %u", lookups);
    }
}

/* ---- run_async: one thread, many waits --------------------------------------------- */

CHECK(async_pipeline, one_thread_one_process, .kind = CHECK_CORRECTNESS,
      .title = "all work is done by the calling thread: no other thread, no process",
      .function = "run_async", .needs = "results_in_catalog_order",
      .help = "In task 2 every wait had a thread of its own. Here the kernel waits for "
              "all of them at once, on behalf of one thread. Which call asks it to?")
{
    const struct evidence *seen = run_probe(check, "run", "count=6 lookup_us=600");
    if (!seen)
        return;
    struct job_summary sum = job_summary(seen);
    uint32_t threads = calls(seen, CALL_PTHREAD_CREATE), forks = calls(seen, CALL_FORK);
    if (threads == 0 && forks == 0 && sum.threads == 1 && sum.processes == 1 &&
        sum.in_probe_thread)
        return;
    fail(check, "run_async starts threads or processes");
    expected(check, "all jobs run by the calling thread");
    actual(check, "calls of pthread_create: %u, of fork: %u; threads that ran jobs: %u",
           threads, forks, sum.threads);
    at_site(check, seen->calls[threads ? CALL_PTHREAD_CREATE : CALL_FORK].first_site);
}

CHECK(async_pipeline, no_blocking_lookup, .kind = CHECK_TIMING,
      .title = "every look-up is begun with io_fetch_begin; none blocks the thread",
      .function = "run_async", .needs = "one_thread_one_process",
      .help = "io_fetch and process_job return when the reply is there. What else can "
              "the only thread do until then?")
{
    const struct evidence *seen = run_probe(check, "run", "count=6 lookup_us=600");
    if (!seen)
        return;
    unsigned blocking = 0;
    for (uint32_t i = 0; i < seen->trace.count && i < JOB_TRACE_CAPACITY; i++)
        blocking += is_blocking_lookup(&seen->trace.events[i]);
    if (blocking == 0)
        return;
    fail(check, "run_async makes look-ups that block: io_fetch, or a job that calls it");
    expected(check, "6 look-ups begun with io_fetch_begin");
    actual(check, "%u of %u look-ups blocked the thread", blocking,
           job_summary(seen).lookups);
}

/* Look-ups that were begun after another one had been ended. */
static unsigned begun_late(const struct evidence *seen)
{
    unsigned late = 0, ended = 0;
    for (uint32_t i = 0; i < seen->trace.count && i < JOB_TRACE_CAPACITY; i++) {
        ended += seen->trace.events[i].kind == JOB_LOOKUP_END;
        late += ended > 0 && seen->trace.events[i].kind == JOB_LOOKUP_BEGIN;
    }
    return late;
}

static bool all_under_way(struct judgement *check, int count)
{
    const struct evidence *seen =
        run_probe(check, "run", "count=%d lookup_us=2000 hash_rounds=2", count);
    if (!seen)
        return false;
    struct job_summary sum = job_summary(seen);
    if (sum.lookups != (unsigned)count) {
        fail(check, "run_async doesn't look up each entry exactly once");
        expected(check, "%d look-ups", count);
        actual(check, "look-ups: %u", sum.lookups);
        think(check, "Each coroutine stands for one entry of the catalog. For which "
                     "entries is fetch_begin called twice, or never?");
    } else if (begun_late(seen) > 0) {
        fail(check, "look-ups are begun only after others have ended");
        expected(check, "%d look-ups under way together", count);
        actual(check, "%u at most; %u of %d begun late", sum.lookups_at_once,
               begun_late(seen), count);
    }
    return !decided(check);
}

CHECK(async_pipeline, all_begun_before_any_ends, .kind = CHECK_TIMING,
      .title = "every look-up is under way before the first one ends",
      .function = "run_async", .needs = "no_blocking_lookup catalogs_of_any_size",
      .help = "At the moment of the first poll(), how many look-ups are under way? "
              "Waits overlap only with those that were begun before.")
{
    int few = random_int(check, 5, 9), many = random_int(check, 260, 320);
    if (all_under_way(check, few) && all_under_way(check, many))
        covered(check, "%d look-ups, and %d, all under way together", few, many);
}

static bool slow_one_ends_last(struct judgement *check, int count, int slow)
{
    bool last;
    if (!run_with_a_slow_one(check, count, slow, &last) || last)
        return last;
    fail(check, "quick replies are left lying while one slow look-up is waited for");
    expected(check, "the look-up of catalog[%d], many times slower, ends last", slow);
    actual(check, "it ended before one of the quick ones, in %d runs of %d", TRIES,
           TRIES);
    return false;
}

CHECK(async_pipeline, whoever_is_ready_goes_on, .kind = CHECK_TIMING,
      .title = "whoever is ready goes on: a slow look-up holds nobody up",
      .function = "run_async", .needs = "all_begun_before_any_ends",
      .help = "How many descriptors does each of your calls of poll() watch, and who is "
              "stepped after it?")
{
    int count = random_int(check, 4, 6);
    if (slow_one_ends_last(check, count, 0) &&
        slow_one_ends_last(check, count, count - 1))
        covered(check, "the slow one first in the catalog, and last");
}

CHECK(async_pipeline, blocks_only_in_poll, .kind = CHECK_TIMING,
      .title = "the loop never sleeps outside poll(), and reads no descriptor itself",
      .function = "run_async", .needs = "no_blocking_lookup",
      .help = "While the only thread sleeps or reads, no reply is taken, whoever's it "
              "is. Which call wakes up as soon as anything can go on?")
{
    const struct evidence *seen = run_probe(check, "run", "count=5 lookup_us=2000");
    if (!seen)
        return;
    uint32_t sleeps = calls(seen, CALL_SLEEP), reads = calls(seen, CALL_READ);
    if (sleeps == 0 && reads == 0)
        return;
    if (sleeps > 0) {
        fail(check, "run_async sleeps for a time that somebody guessed");
        actual(check, "calls of sleep, usleep or nanosleep: %u", sleeps);
    } else {
        fail(check, "run_async reads a descriptor that belongs to a look-up");
        actual(check, "calls of read: %u", reads);
        think(check, "A read takes a part of the reply away from io_fetch_end, and may "
                     "block. What tells you that something can be read?");
    }
    expected(check, "no sleep but in poll(); replies taken by io_fetch_end");
    at_site(check, seen->calls[sleeps ? CALL_SLEEP : CALL_READ].first_site);
}

/* The number of polls is within what parts of replies explain. */
static bool polls_are_explained(struct judgement *check, const struct evidence *seen,
                                uint32_t count)
{
    uint32_t polls = calls(seen, CALL_POLL), zero = seen->zero_timeout_polls;
    if (polls == 0) {
        fail(check, "run_async never sleeps in poll(): it asks again and again instead");
        expected(check, "the thread sleeps until a part of a reply has come");
        actual(check, "no call of poll(), ppoll(), select() or epoll_wait()");
    } else if (zero > 0) {
        fail(check, "poll() is called with timeout 0: it returns at once, ready or not");
        expected(check, "poll() sleeps until something can go on");
        actual(check, "%u of %u calls with timeout 0", zero, polls);
        think(check, "What does the processor do between two polls that don't wait? "
                     "poll(2) says which timeout sleeps until something happens.");
    } else if (polls > count * PARTS + SLACK) {
        fail(check, "poll() returns far more often than parts of replies come");
        expected(check, "at most %u calls: %u replies in %d parts, and %d to spare",
                 count * PARTS + SLACK, count, PARTS, SLACK);
        actual(check, "%u calls", polls);
        think(check,
              "Why did poll() return each time: had a short timeout passed, or did "
              "it report something that your loop doesn't handle, so that it "
              "reports it again?");
    } else {
        return true;
    }
    at_site(check, seen->calls[CALL_POLL].last_site);
    return false;
}

static void explain_polls_of_one(struct judgement *check, uint32_t polls)
{
    if (polls < PARTS) {
        fail(check, "between the first part of a reply and the second, the loop doesn't "
                    "sleep");
        think(check, "Ready doesn't mean whole. What does your loop do after a step that "
                     "left the state FETCH_WAITING: ask again at once, or go back to "
                     "poll()?");
    } else {
        fail(check, "poll() wakes the loop up although no part of the reply has come");
        think(check, "A timeout that passes wakes you up for nothing. Who would tell you "
                     "that something can go on if you set none?");
    }
    expected(check, "one reply in %d parts: %d calls of poll()", PARTS, PARTS);
    actual(check, "calls of poll(): %u", polls);
}

/* With one entry no two parts can be reported together: each has a poll of its own. Other
 * numbers come about where the machine stood still, or where the loop is at fault: then
 * each time. */
static bool one_poll_for_each_part(struct judgement *check)
{
    uint32_t polls = 0;
    for (int i = 0; i < TRIES; i++) {
        const struct evidence *seen =
            run_probe(check, "run_with_a_slow_one", "count=1 slow_us=%d", SLOW_US);
        if (!seen || !succeeded(check, seen, "returned", "run_async"))
            return false;
        polls = calls(seen, CALL_POLL);
        if (polls == PARTS)
            return true;
    }
    explain_polls_of_one(check, polls);
    return false;
}

CHECK(async_pipeline, no_busy_waiting, .kind = CHECK_TIMING,
      .title = "no busy waiting: poll() sleeps until a part of a reply has come",
      .function = "run_async", .needs = "all_begun_before_any_ends",
      .help = "Between two parts of replies there is nothing to do. In which call does "
              "your thread spend that time, and what wakes it up?")
{
    uint32_t count = (uint32_t)random_int(check, 3, 5);
    const struct evidence *seen =
        run_probe(check, "run_with_a_slow_one", "count=%u slow_us=%d", count, SLOW_US);
    if (!seen || !polls_are_explained(check, seen, count))
        return;
    uint32_t polls = calls(seen, CALL_POLL);
    if (one_poll_for_each_part(check))
        covered(check, "%u calls of poll() for %u parts", polls, count * PARTS);
}

/* ---- run_async: what can go wrong -------------------------------------------------- */

CHECK(async_pipeline, nothing_left_open, .kind = CHECK_ROBUSTNESS,
      .title = "after a run no descriptor is open and no memory is held",
      .function = "run_async", .needs = "all_begun_before_any_ends",
      .help = "List what run_async opens and allocates. Is each of them closed or freed "
              "on the way out that a successful run takes?")
{
    const struct evidence *seen = run_probe(check, "run", "count=6 lookup_us=600");
    if (run_is_right(check, seen, "run_async"))
        nothing_left(check, seen, "run_async, though it succeeds,");
}

CHECK(async_pipeline, signals_change_nothing, .kind = CHECK_ROBUSTNESS,
      .title = "a signal that interrupts poll() changes nothing", .function = "run_async",
      .needs = "nothing_left_open",
      .help = "poll() then returns -1 with errno EINTR, and it is never restarted "
              "(signal(7)). Has anything failed? What should the loop do?")
{
    enum { ENTRIES = 3 };
    int hit = 0;
    for (int k = 1; k <= ENTRIES * PARTS; k++) {
        const struct evidence *seen =
            run_probe(check, "run", "count=%d lookup_us=400 fail_poll=%d signals=%d",
                      ENTRIES, k, k == 1 ? 2 : 1);
        if (!seen)
            return;
        if (!was_hit(seen, CALL_POLL))
            break;
        hit++;
        if (!run_is_right(check, seen, "run_async, interrupted by a signal,") ||
            !nothing_left(check, seen, "run_async, interrupted by a signal,")) {
            at_site(check, seen->calls[CALL_POLL].fail_site);
            return;
        }
    }
    covered(check, "%d calls of poll() interrupted, one a run, and two in a row", hit);
}

CHECK(async_pipeline, failed_lookup_is_reported, .kind = CHECK_ROBUSTNESS,
      .title = "a failed look-up fails the run with its errno and leaves nothing behind",
      .function = "run_async", .needs = "nothing_left_open",
      .help = "When one look-up fails, others are still under way, each with a "
              "descriptor. Who cancels them, and does errno survive that?")
{
    enum { ENTRIES = 5 };
    const int failing[] = {0, random_int(check, 1, ENTRIES - 2), ENTRIES - 1};
    for (size_t i = 0; i < sizeof failing / sizeof failing[0]; i++) {
        const struct evidence *seen =
            run_probe(check, "run", "count=%d lookup_us=600 fail_index=%d again=1",
                      ENTRIES, failing[i]);
        if (!seen ||
            !failed_with(check, seen, "returned", EIO, "run_async",
                         "one of its look-ups failed") ||
            !nothing_left(check, seen, "run_async after a failed look-up"))
            return;
        if (!succeeded(check, seen, "again",
                       "run_async, called again after a failure,") ||
            !results_agree(check, seen, 0, process_job))
            return;
    }
    /* When the last one fails, the first is still under way. */
    const struct evidence *seen = run_probe(
        check, "run_with_a_slow_one", "count=%d slow_us=%d slow_index=0 fail_index=%d",
        ENTRIES, SLOW_US, ENTRIES - 1);
    if (seen &&
        failed_with(check, seen, "returned", EIO, "run_async",
                    "its last look-up failed") &&
        nothing_left(check, seen, "run_async after a failed look-up, the last of all,"))
        covered(check, "the first, the last and one in between failing");
}

/* Whoever cancels what was never begun closes descriptor 0: it is in zeroed memory. */
static bool standard_descriptors_open(struct judgement *check,
                                      const struct evidence *seen)
{
    for (size_t fd = 0; fd < STANDARD_FDS; fd++) {
        if (seen_at(seen, "open_%zu", fd, 0))
            continue;
        fail(check, "a descriptor was closed that no look-up had opened");
        expected(check, "0, 1 and 2 are open, as before the call");
        actual(check, "descriptor %zu is closed", fd);
        think(check, "In zeroed memory fetch.fd is 0, which is standard input. Which "
                     "coroutines had been begun when you cancelled them?");
        return false;
    }
    return true;
}

CHECK(async_pipeline, out_of_descriptors, .kind = CHECK_ROBUSTNESS,
      .title = "out of descriptors half-way: EMFILE, and only what was begun is closed",
      .function = "run_async", .needs = "failed_lookup_is_reported",
      .help = "Some look-ups are under way when the next can't be begun. Which ones "
              "must be cancelled, and which must not be touched?")
{
    enum { ENTRIES = 5 };
    const int allowed[] = {0, random_int(check, 1, ENTRIES - 2), ENTRIES - 1};
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
        const struct evidence *seen = run_probe(
            check, "run_short", "count=%d lookup_us=600 allowed=%d", ENTRIES, allowed[i]);
        if (!seen || !standard_descriptors_open(check, seen) ||
            !failed_with(check, seen, "returned", EMFILE, "run_async",
                         "no more descriptors were to be had") ||
            !nothing_left(check, seen, "run_async out of descriptors"))
            return;
    }
    covered(check, "room for none, for some and for all but one of %d", ENTRIES);
}

/* Where there is a poll(), it can fail for want of memory as well. */
static bool poll_without_memory(struct judgement *check)
{
    const struct evidence *seen =
        run_probe(check, "run", "count=3 lookup_us=400 fail_poll=1 io_error=%d", ENOMEM);
    if (!seen || !was_hit(seen, CALL_POLL))
        return seen != NULL;
    if (failed_with(check, seen, "returned", ENOMEM, "run_async",
                    "poll() failed, and not because of a signal") &&
        nothing_left(check, seen, "run_async after poll() failed"))
        return true;
    at_site(check, seen->calls[CALL_POLL].fail_site);
    return false;
}

/* What a good run before it left behind in static variables must not matter. */
static bool fails_again(struct judgement *check)
{
    const struct evidence *seen =
        run_probe(check, "run_short", "count=4 lookup_us=400 again=1 then_fail_malloc=1");
    return seen && (!was_hit(seen, CALL_MALLOC) ||
                    failed_with(check, seen, "returned", ENOMEM, "run_async",
                                "an allocation failed, in the second call"));
}

CHECK(async_pipeline, out_of_memory, .kind = CHECK_ROBUSTNESS,
      .title = "out of memory: ENOMEM, and nothing is left behind",
      .function = "run_async", .needs = "nothing_left_open",
      .help = "Each allocation can fail alone: what had been allocated or begun before "
              "it, and is it released on that way out, too?")
{
    int hit = 0;
    for (int k = 1; k <= FAILURES; k++) {
        const struct evidence *seen =
            run_probe(check, "run_short", "count=4 lookup_us=400 fail_malloc=%d", k);
        if (!seen)
            return;
        if (!was_hit(seen, CALL_MALLOC))
            break;
        hit++;
        if (!standard_descriptors_open(check, seen) ||
            !failed_with(check, seen, "returned", ENOMEM, "run_async",
                         "an allocation failed") ||
            !nothing_left(check, seen, "run_async after a failed allocation")) {
            at_site(check, seen->calls[CALL_MALLOC].fail_site);
            return;
        }
    }
    if (poll_without_memory(check) && fails_again(check))
        covered(check, "%d failing allocations, one a run, and a failing poll()", hit);
}
