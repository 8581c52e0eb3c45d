/*
 * Checks of task 4: the bounded queue.
 */
#include <errno.h>

#include "04_sync.h"
#include "check.h"
#include "verdict.h"

/* ---- one thread -------------------------------------------------------------------- */

CHECK(sync, queue_is_first_in_first_out, .kind = CHECK_CORRECTNESS,
      .title = "what was put first comes out first, also when the ring wraps around",
      .function = "queue_get",
      .help =
          "The oldest item is at head; the next free place is count places behind it, "
          "modulo capacity. Do put and get keep both numbers right, for one place as "
          "well as for five? And NULL is an item like any other.")
{
    static const char *const places[] = {"1", "2", "5"};
    for (int i = 0; i < 3; i++)
        if (!run_explored(check, "queue_in_sequence", "schedules=1 capacity=%s",
                          places[i]))
            return;
    covered(check, "one thread; 1, 2 and 5 places");
}

static bool no_memory(struct judgement *check, const struct evidence *seen,
                      const char *why)
{
    return failed_with(check, seen, "init", ENOMEM, "queue_init", why) &&
           nothing_left(check, seen, "queue_init, which failed,");
}

/* A mutex or a condition that can't be made: `locks` of them, one after the other. */
static bool no_lock(struct judgement *check, int locks)
{
    const struct evidence *seen =
        run_probe(check, "queue_init_refused", "locks=%d", locks);
    bool clean = seen &&
                 failed_with(check, seen, "init", EAGAIN, "queue_init",
                             "a mutex or a condition can't be initialised (EAGAIN)") &&
                 nothing_left(check, seen, "queue_init, which failed,");
    if (clean && seen_int(seen, "left_locks") > 0) {
        fail(check,
             "queue_init fails, but leaves behind a mutex or a condition that it made");
        expected(check, "what was initialised before the failure is destroyed");
        actual(check, "%ld not destroyed", (long)seen_int(seen, "left_locks"));
        think(check, "What was initialised already when the next step failed, and which "
                     "line on that way out destroys it?");
        clean = false;
    }
    if (seen && !clean)
        at_site(check, seen->calls[CALL_PTHREAD_INIT].fail_site);
    return clean;
}

CHECK(sync, queue_init_fails_cleanly, .kind = CHECK_ROBUSTNESS,
      .title =
          "no places, no memory or no lock: queue_init says so and leaves nothing behind",
      .function = "queue_init",
      .help = "Look at capacity first, and at what the allocation returns. A ring of n "
              "pointers takes n * sizeof(void *) bytes: which function sees when that "
              "doesn't fit?")
{
    const struct evidence *seen = run_probe(check, "queue_made", "capacity=0");
    if (!seen ||
        !failed_with(check, seen, "init", EINVAL, "queue_init", "the capacity is 0") ||
        !nothing_left(check, seen, "queue_init, which failed,"))
        return;
    seen = run_probe(check, "queue_made", "capacity=%d", random_int(check, 2, 9));
    if (!seen || !succeeded(check, seen, "init", "queue_init") ||
        !nothing_left(check, seen, "queue_init followed by queue_destroy"))
        return;
    int locks = (int)seen->calls[CALL_PTHREAD_INIT].count;
    int allocations = (int)seen->calls[CALL_MALLOC].count;
    for (int k = 1; k <= allocations && k <= 4; k++) {
        seen = run_probe(check, "queue_made", "capacity=3 fail_malloc=%d", k);
        if (!seen || !no_memory(check, seen, "an allocation failed")) {
            if (seen)
                at_site(check, seen->calls[CALL_MALLOC].fail_site);
            return;
        }
    }
    seen = run_probe(check, "queue_made", "too_many=1");
    if (seen && no_memory(check, seen, "the ring's size in bytes doesn't fit a size_t") &&
        (locks == 0 || no_lock(check, locks)))
        covered(
            check,
            "%d failing allocation%s and %d locks that can't be made, and more places "
            "than memory has",
            allocations, allocations == 1 ? "" : "s", locks);
}

CHECK(sync, closed_queue_hands_out_the_rest, .kind = CHECK_CORRECTNESS,
      .title = "after the close nothing goes in, and what was put before comes out",
      .function = "queue_close", .needs = "queue_is_first_in_first_out",
      .help = "For put, closed decides; for get, first the count and only then closed. "
              "Is the lock given back on every way out of both functions?")
{
    for (int places = 1; places <= 3; places += 2)
        if (!run_explored(check, "queue_closed_in_sequence", "schedules=1 capacity=%d",
                          places))
            return;
    covered(check, "one thread; 1 and 3 places; closed twice");
}

/* ---- sleeping ---------------------------------------------------------------------- */

static bool waits_for_a_signal(const struct explore_report *report)
{
    for (unsigned i = 0; i < report->involved_count; i++)
        if (report->involved[i].thread == 1)
            return report->involved[i].op == EXPLORE_OP_WAKE ||
                   report->involved[i].op == EXPLORE_OP_SEM_WAIT;
    return false;
}

/* Nobody can end the wait of the scenario's one thread: if it sleeps as it should,
 * the explorer reports a standstill. */
static bool sleeps(struct judgement *check, bool full)
{
    const char *function = full ? "queue_put" : "queue_get";
    const struct evidence *seen =
        run_probe(check, "queue_sleeps", "schedules=1 full=%d", full);
    if (!seen)
        return false;
    const struct explore_report *report = &seen->exploration;
    bool standstill =
        report->verdict == EXPLORE_DEADLOCK || report->verdict == EXPLORE_LOST_WAKEUP;
    if (standstill && waits_for_a_signal(report))
        return true;
    if (report->verdict == EXPLORE_LIVELOCK || report->verdict == EXPLORE_INCONCLUSIVE) {
        fail(check, "%s looks again and again instead of sleeping, while the queue is %s",
             function, full ? "full" : "empty");
        expected(check, "asleep in pthread_cond_wait after a few steps");
        actual(check, "still awake after %u steps", report->total_steps);
    } else {
        judge_exploration(check, seen);
    }
    return false;
}

CHECK(sync, queue_sleeps_when_it_must, .kind = CHECK_CORRECTNESS,
      .title = "put sleeps while the queue is full, get while it is empty",
      .function = "queue_put", .needs = "queue_is_first_in_first_out",
      .help = "pthread_cond_wait gives the lock back and sleeps in one step. Which "
              "condition has to hold for a put to go on, and which for a get?")
{
    if (sleeps(check, true) && sleeps(check, false))
        covered(check, "a full queue and an empty one, with nobody to help");
}

/* ---- schedules --------------------------------------------------------------------- */

CHECK(sync, queue_hands_each_item_over_once, .kind = CHECK_RACE,
      .title = "between threads no item is lost, doubled or reordered; no thread hangs",
      .function = "queue_get", .needs = "queue_sleeps_when_it_must",
      .help = "A thread that wakes knows nothing yet: the wakeup may have come without a "
              "signal, or another thread was quicker. What has to be looked at again "
              "before it goes on?")
{
    /* The smallest first: where it breaks, the schedule is the shortest. */
    static const struct {
        const char *arguments, *cast;
    } markets[] = {
        {"schedules=100 capacity=1 producers=1 consumers=1 items=2",
         "T1 takes the items 0 and 1, T2 puts them; 1 place"},
        {"schedules=200 capacity=1 producers=1 consumers=2 items=2",
         "T1 and T2 take one item each, T3 puts 0 and 1; 1 place"},
        {"schedules=200 capacity=1 producers=2 consumers=1 items=1",
         "T1 takes the items 0 and 1, T2 puts 0, T3 puts 1; 1 place"},
        {"schedules=500 capacity=1 producers=2 consumers=2 items=2",
         "T1 and T2 take two items each, T3 puts 0 and 1, T4 puts 2 and 3; 1 place"},
        {"schedules=300 capacity=2 producers=2 consumers=2 items=3",
         "T1 and T2 take three items each, T3 puts 0 to 2, T4 puts 3 to 5; 2 places"},
        {"schedules=300 capacity=1 producers=1 consumers=3 items=3",
         "T1, T2 and T3 take one item each, T4 puts 0 to 2; 1 place"},
    };
    for (size_t i = 0; i < sizeof markets / sizeof markets[0]; i++) {
        if (run_explored(check, "queue_traded", "%s", markets[i].arguments))
            continue;
        expected(check, "each item comes out once: %s", markets[i].cast);
        return;
    }
    covered(check, "%s: up to 3 threads a side, 1 and 2 places, wakeups without a signal",
            schedules_tried(check));
}

CHECK(sync, close_wakes_everyone, .kind = CHECK_RACE,
      .title = "the close wakes every thread that sleeps in put or get",
      .function = "queue_close",
      .needs = "closed_queue_hands_out_the_rest queue_hands_each_item_over_once",
      .help = "Two threads sleep on the same side. Who wakes the second? And could one "
              "look at `closed` before the close, and fall asleep after it?")
{
    for (int full = 0; full <= 1; full++)
        if (!run_explored(check, "queue_closed_on_sleepers", "schedules=400 full=%d",
                          full)) {
            expected(check,
                     full
                         ? "the puts of T1 and T2 return when T0 closes the full queue"
                         : "the gets of T1 and T2 return when T0 closes the empty queue");
            return;
        }
    covered(check, "%s: 2 threads in get, 2 in put", schedules_tried(check));
}

CHECK(sync, close_keeps_the_books, .kind = CHECK_RACE,
      .title = "a close in full swing: just the items whose put returned 0 come out",
      .function = "queue_put", .needs = "close_wakes_everyone",
      .help = "A put may sleep while the queue is closed. What does it have to look at "
              "when it wakes, before it stores the item?")
{
    for (int places = 1; places <= 2; places++)
        if (!run_explored(check, "queue_closed_while_traded", "schedules=500 capacity=%d",
                          places)) {
            expected(check,
                     "what was put comes out, once: T1 puts the items 0 and 1, T2 puts "
                     "2 and 3, T3 takes what there is, and T0 closes");
            return;
        }
    covered(check, "%s: 2 producers, 1 consumer, 1 and 2 places", schedules_tried(check));
}

CHECK(sync, queue_is_free_of_races, .kind = CHECK_RACE,
      .title = "no data race in queue_put, _get and _close", .function = "queue_put",
      .needs = "close_keeps_the_books",
      .help = "The lock guards every field below it. Is there a quick look at `closed` "
              "or `count` before the lock is taken?")
{
    if (run_race(check, "queue_race", "schedules=%d", RACE_SCHEDULES))
        covered(check, "each pair of calls, and 3 threads at once");
}
