/*
 * Checks of task 4: the counter.
 */
#include <errno.h>

#include "04_sync.h"
#include "check.h"

CHECK(sync, counter_adds_up, .kind = CHECK_CORRECTNESS,
      .title = "the counter holds the sum of what was added, negative amounts included",
      .function = "counter_add",
      .help = "counter_add changes the value by the amount, counter_read copies it. "
              "Which of the two does something else, and for which amounts?")
{
    const struct evidence *seen = run_probe(check, "counter_in_sequence", "%s", "");
    if (!seen || !succeeded(check, seen, "init", "counter_init") ||
        !succeeded(check, seen, "add", "counter_add") ||
        !succeeded(check, seen, "read", "counter_read"))
        return;
    if (seen_int(seen, "value") != seen_int(seen, "sum")) {
        fail(check, "counter_read doesn't give the sum of what one thread had added");
        expected(check, "%lld", (long long)seen_int(seen, "sum"));
        actual(check, "%lld", (long long)seen_int(seen, "value"));
        return;
    }
    succeeded(check, seen, "destroy", "counter_destroy");
}

CHECK(sync, counter_keeps_every_increment, .kind = CHECK_RACE,
      .title = "no addition is lost, and the lock guards the value against everybody",
      .function = "counter_add", .needs = "counter_adds_up",
      .help =
          "Read, add, write: may another thread come in between? And a lock keeps out "
          "only those who take it: do all who touch the value, readers too?")
{
    /* The smallest first: where it breaks, the schedule is the shortest. */
    if (!run_explored(check, "counter_explored", "schedules=200 additions=1 others=0"))
        expected(check, "101 in the end: T1 adds 1, T2 adds 100");
    else if (!run_explored(check, "counter_explored",
                           "schedules=500 additions=2 others=1"))
        expected(check,
                 "1111 in the end: T1 adds 1 and 10, T2 adds 100 and 1000, while T3 "
                 "reads and T4 holds the counter's lock for a while");
    else
        covered(check, "%s, with a thread that reads and one that holds the lock",
                schedules_tried(check));
}

CHECK(sync, counter_is_free_of_races, .kind = CHECK_RACE,
      .title = "no data race in counter_add and counter_read", .function = "counter_read",
      .needs = "counter_keeps_every_increment",
      .help = "Does every access to the value lie between lock and unlock, even one that "
              "nothing seems to depend on?")
{
    if (run_race(check, "counter_race", "schedules=%d", RACE_SCHEDULES))
        covered(check, "each pair of calls, and 3 threads at once");
}

CHECK(sync, counter_reports_a_failed_lock, .kind = CHECK_ROBUSTNESS,
      .title = "when the lock can't be had, both calls say so and change nothing",
      .function = "counter_add", .needs = "counter_adds_up",
      .help = "pthread_mutex_lock returns its error and leaves errno alone. What do you "
              "do with what it returns, and what do you touch before you have looked?")
{
    const struct evidence *seen = run_probe(check, "counter_without_its_lock", "%s", "");
    if (!seen || !failed_with(check, seen, "add", EDEADLK, "counter_add",
                              "pthread_mutex_lock answered EDEADLK"))
        return;
    if (seen_int(seen, "value") != 0) {
        fail(check, "counter_add added although it could not have the lock");
        expected(check, "0, the value before");
        actual(check, "%lld", (long long)seen_int(seen, "value"));
        return;
    }
    if (!failed_with(check, seen, "read", EDEADLK, "counter_read",
                     "pthread_mutex_lock answered EDEADLK"))
        return;
    if (seen_int(seen, "touched")) {
        fail(check, "counter_read wrote to *value although it could not have the lock");
        expected(check, "*value as it was before the call");
    }
}
