/*
 * Checks of task 4: transfer between accounts.
 */
#include "04_sync.h"
#include "check.h"
#include "verdict.h"

CHECK(
    sync, transfer_moves_credits, .kind = CHECK_CORRECTNESS,
    .title = "what leaves one account arrives in the other, up to the last credit",
    .function = "transfer",
    .help =
        "An account may be emptied, and 0 credits are an amount like any other. Which "
        "amounts does your comparison let through, and what becomes of the two balances?")
{
    if (run_explored(check, "transfer_in_sequence", "schedules=1"))
        covered(check, "one thread; 12 transfers between 3 accounts");
}

CHECK(sync, transfer_refuses, .kind = CHECK_ROBUSTNESS,
      .title = "a negative amount, or too few credits: refused, and nothing moves",
      .function = "transfer", .needs = "transfer_moves_credits",
      .help = "The contract names an errno for each. Are both locks given back on every "
              "way out of the function?")
{
    if (run_explored(check, "transfer_refused", "schedules=1"))
        covered(check, "one thread; each refusal twice");
}

CHECK(sync, transfer_to_itself, .kind = CHECK_ROBUSTNESS,
      .title = "from an account to itself: nothing moves, and nothing hangs",
      .function = "transfer", .needs = "transfer_moves_credits",
      .help =
          "The same account has one lock. What happens to a thread that locks a mutex "
          "which it holds already (pthread_mutex_lock(3))? And which amounts does the "
          "contract allow here?")
{
    if (run_explored(check, "transfer_to_itself", "schedules=1"))
        covered(check, "nothing, a part, and more than the account holds");
}

/* A livelock in which locks are given back again and again ends as soon as the
 * threads fall out of step; one in which they are kept never does. */
static bool gives_way(const struct explore_report *report)
{
    bool gives_back = false;
    for (unsigned i = 0; i < report->step_count && i < EXPLORE_MAX_STEPS; i++)
        gives_back |= report->steps[i].op == EXPLORE_OP_UNLOCK;
    return report->verdict == EXPLORE_LIVELOCK && gives_back;
}

/* What is found with one seed may be threads that give way in step: then another one
 * decides. */
static bool ring_gets_on(struct judgement *check, int accounts, bool neighbours)
{
    const struct evidence *seen;
    int tries = 4;
    do {
        seen = run_probe(check, "transfer_ring",
                         "schedules=400 accounts=%d neighbours=%d", accounts, neighbours);
    } while (seen && gives_way(&seen->exploration) && --tries > 0);
    if (!seen)
        return false;
    if (!gives_way(&seen->exploration))
        judge_exploration(check, seen);
    if (decided(check))
        expected(check, "all return: T1 moves from account A to B, T2 from B to %s",
                 accounts == 2 ? "A" : "C, T3 from C to A");
    return !decided(check);
}

CHECK(sync, transfer_never_deadlocks, .kind = CHECK_RACE,
      .title = "transfers there and back, or in a ring, never wait for each other",
      .function = "transfer", .needs = "transfer_moves_credits",
      .help = "Each thread needs two locks. Is there one order of the accounts in which "
              "every transfer takes them, whichever is `from`?")
{
    if (ring_gets_on(check, 2, false) && ring_gets_on(check, 3, false) &&
        ring_gets_on(check, 2, true))
        covered(check,
                "%s: 2 accounts there and back, 3 in a ring, and 2 with "
                "neighbouring numbers",
                schedules_tried(check));
}

CHECK(sync, transfer_is_all_or_nothing, .kind = CHECK_RACE,
      .title = "nobody sees credits missing, doubled or below zero, at any moment",
      .function = "transfer", .needs = "transfer_moves_credits",
      .help = "Between which two lines could another thread come in? Looking at the "
              "balance, taking from one and giving to the other belong together, under "
              "both locks.")
{
    if (!run_explored(check, "transfer_spent_twice", "schedules=600"))
        expected(check, "one of two succeeds: T1 and T2 both move 80 of the 100 credits "
                        "of A, to B and to C, while T3 looks at A under its lock");
    else if (!run_explored(check, "transfer_watched", "schedules=600"))
        expected(check,
                 "200 credits at every moment: T1 and T2 move 30 from A to B each, "
                 "while T3 looks at both under both locks, T4 at A and T5 at B");
    else
        covered(check, "%s, with threads that look under the locks",
                schedules_tried(check));
}

CHECK(sync, transfer_is_free_of_races, .kind = CHECK_RACE,
      .title = "no data race in transfer", .function = "transfer",
      .needs = "transfer_never_deadlocks transfer_is_all_or_nothing",
      .help = "A balance may be read or written only under its account's lock. Is there "
              "a quick look at one before the lock is taken?")
{
    if (run_race(check, "transfer_race", "schedules=%d", RACE_SCHEDULES))
        covered(check, "each pair of calls, and 3 threads at once");
}
