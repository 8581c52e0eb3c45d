/*
 * counterexample_explain_test.c - unit tests of the sentence over a counterexample, on
 * reports made by hand: what each detector says, and when it stays silent. Link with
 * validate/counterexample/{counterexample,cx_*,explain*,debug_*,marks}.c, -lcjson and
 * -ldw.
 */
#include "counterexample_reports.h"

static const char line_of_check, line_of_use; /* their addresses are sites */

static void assert_sentence(const char *expected)
{
    struct counterexample *cx = cx_make(&made, NULL);
    cr_assert(cx);
    cr_assert_str_eq(cx->sentence, expected);
    cx_free(cx);
}

/* ---- lost updates ---------------------------------------------------------------- */

static void lose_an_increment(enum explore_verdict verdict)
{
    begin_report(verdict, "the message");
    reads(2, "counter", 1);
    reads(1, "counter", 1);
    interrupting();
    writes(1, "counter", 1, 2);
    writes(2, "counter", 2, 2);
}

Test(counterexample_explain, a_lost_increment)
{
    static const char expected[] =
        "T2 read counter = 1 before T1 wrote 2, and then wrote 2 "
        "as well: one increment is lost.";
    lose_an_increment(EXPLORE_WRONG);
    assert_sentence(expected);
    lose_an_increment(EXPLORE_ASSERTION);
    assert_sentence(expected);
    lose_an_increment(EXPLORE_RACE);
    assert_sentence(expected);
}

Test(counterexample_explain, a_lost_change_by_another_amount)
{
    begin_report(EXPLORE_WRONG, "");
    reads(1, "sum", 100);
    reads(2, "sum", 100);
    writes(2, "sum", 100, 130);
    writes(1, "sum", 130, 70);
    assert_sentence(
        "T1 read sum = 100 before T2 wrote 130, and then wrote 70: one change "
        "is lost.");
}

Test(counterexample_explain, a_lost_decrement_of_an_atomic)
{
    begin_report(EXPLORE_WRONG, "");
    access_of(1, EXPLORE_OP_ATOMIC_LOAD, "left", 5);
    access_of(2, EXPLORE_OP_ATOMIC_LOAD, "left", 5);
    access_of(2, EXPLORE_OP_ATOMIC_STORE, "left", 4)->before = 5;
    access_of(1, EXPLORE_OP_ATOMIC_STORE, "left", 4)->before = 4;
    assert_sentence("T1 read left = 5 before T2 wrote 4, and then wrote 4 as well: one "
                    "decrement is lost.");
}

Test(counterexample_explain, values_that_are_not_known)
{
    begin_report(EXPLORE_RACE, "");
    reads(1, "buffer", 0)->has_value = false;
    writes(2, "buffer", 0, 0)->has_value = false;
    writes(1, "buffer", 0, 0)->has_value = false;
    assert_sentence("T1 read buffer before T2 wrote it, and wrote it after that: T2's "
                    "change is lost.");
}

Test(counterexample_explain, updates_in_turn_are_not_lost)
{
    begin_report(EXPLORE_WRONG, "the message");
    reads(1, "counter", 0);
    writes(1, "counter", 0, 1);
    reads(2, "counter", 1);
    writes(2, "counter", 1, 2);
    assert_sentence("the message");
}

Test(counterexample_explain, a_value_read_again_is_not_lost)
{
    begin_report(EXPLORE_WRONG, "the message");
    reads(1, "counter", 0);
    writes(2, "counter", 0, 1);
    reads(1, "counter", 1);
    writes(1, "counter", 1, 2);
    assert_sentence("the message");
}

Test(counterexample_explain, two_critical_sections_for_one_update)
{
    begin_report(EXPLORE_WRONG, "");
    step(1, EXPLORE_OP_LOCK, "lock");
    reads(1, "sum", 100);
    step(1, EXPLORE_OP_UNLOCK, "lock");
    step(2, EXPLORE_OP_LOCK, "lock");
    reads(2, "sum", 100);
    writes(2, "sum", 100, 130);
    step(2, EXPLORE_OP_UNLOCK, "lock");
    step(1, EXPLORE_OP_LOCK, "lock");
    writes(1, "sum", 130, 70);
    assert_sentence(
        "T1 read sum = 100 under lock, let the lock go, and wrote 70 under it "
        "again; T2 wrote 130 in between, which is lost: reading and writing "
        "belong into one critical section.");
}

/* ---- half-made data -------------------------------------------------------------- */

Test(counterexample_explain, a_flag_before_the_data)
{
    begin_report(EXPLORE_ASSERTION, "");
    writes(1, "ready", 0, 1);
    reads(2, "ready", 1);
    reads(2, "data", 0);
    writes(1, "data", 0, 42);
    assert_sentence(
        "T1 wrote ready = 1 before it wrote data: T2 saw that, and read data = "
        "0 too early.");
}

Test(counterexample_explain, half_of_a_pair)
{
    begin_report(EXPLORE_ASSERTION, "");
    writes(1, "p.x", 0, 1);
    reads(2, "p.x", 1);
    reads(2, "p.y", 0);
    writes(1, "p.y", 0, 1);
    assert_sentence(
        "T2 read p.x and p.y between the two writes of T1: the one is new, the "
        "other still old.");
}

/* ---- stale reads ----------------------------------------------------------------- */

Test(counterexample_explain, check_then_act)
{
    begin_report(EXPLORE_ASSERTION, "");
    reads(1, "stock", 1);
    reads(2, "stock", 1);
    interrupting();
    writes(2, "stock", 1, 0);
    step(2, EXPLORE_OP_END, "");
    step(1, EXPLORE_OP_PRINT, "");
    assert_sentence(
        "T1 read stock = 1; then T2 wrote 0, and T1 went on as if it were still "
        "1.");
}

Test(counterexample_explain, a_value_that_is_checked_again_is_not_stale)
{
    begin_report(EXPLORE_ASSERTION, "the message");
    reads(1, "stock", 1);
    writes(2, "stock", 1, 0);
    interrupting();
    reads(1, "stock", 0);
    assert_sentence("the message");
}

Test(counterexample_explain, a_value_that_is_relied_on_again)
{
    begin_report(EXPLORE_CRASH, "");
    reads(1, "handler", 1)->site = &line_of_check;
    writes(2, "handler", 1, 0);
    interrupting();
    reads(1, "handler", 0)->site = &line_of_use;
    involve(1, EXPLORE_OP_READ, "");
    assert_sentence("T1 read handler = 1; then T2 wrote 0, and T1 went on as if it were "
                    "still 1.");
}

Test(counterexample_explain, a_read_before_anybody_wrote)
{
    begin_report(EXPLORE_ASSERTION, "");
    step(0, EXPLORE_OP_CREATE, "T1");
    step(0, EXPLORE_OP_SLEEP, "");
    reads(0, "page", 0);
    involve(0, EXPLORE_OP_NONE, "");
    assert_sentence(
        "T0 read page = 0 before T1 had done anything: nothing makes it wait for "
        "T1.");
}

Test(counterexample_explain, a_flag_whose_data_never_came)
{
    begin_report(EXPLORE_ASSERTION, "");
    writes(1, "ready", 0, 1);
    reads(2, "ready", 1);
    interrupting();
    reads(2, "data", 0);
    involve(2, EXPLORE_OP_NONE, "");
    assert_sentence(
        "T1 was interrupted right after it wrote ready = 1; T2 saw that, and read "
        "data = 0 before T1 went on.");
}

/* ---- races ----------------------------------------------------------------------- */

Test(counterexample_explain, a_race_without_damage)
{
    begin_report(EXPLORE_RACE, "");
    writes(1, "x", 0, 1);
    involve_last();
    reads(2, "x", 1);
    involve_last();
    assert_sentence("T1 writes x and T2 reads it, and nothing orders the two.");
}

Test(counterexample_explain, a_race_between_parts_of_a_variable)
{
    begin_report(EXPLORE_RACE, "");
    writes(1, "a", 0, 1);
    involve_last();
    writes(2, "b", 0, 1);
    involve_last();
    assert_sentence("T1 writes a and T2 writes b, and nothing orders the two.");
}

/* ---- freed blocks ---------------------------------------------------------------- */

static struct explore_location in_block(int64_t offset, uint32_t size)
{
    return (struct explore_location){.address = 0x9000 + (uintptr_t)offset,
                                     .size = size,
                                     .place = EXPLORE_PLACE_HEAP,
                                     .thread = 0,
                                     .offset = offset,
                                     .block = 48};
}

Test(counterexample_explain, use_after_free)
{
    begin_report(EXPLORE_MEMORY, "");
    step(0, EXPLORE_OP_FREE, "q")->location = in_block(0, 0);
    reads(1, "q.size", 3)->location = in_block(8, 4);
    involve_last();
    assert_sentence("T0 freed q, and T1 still uses it: it reads q.size = 3.");
}

Test(counterexample_explain, freed_twice)
{
    begin_report(EXPLORE_MEMORY, "");
    step(1, EXPLORE_OP_FREE, "q")->location = in_block(0, 0);
    step(2, EXPLORE_OP_FREE, "q")->location = in_block(0, 0);
    involve_last();
    assert_sentence("T1 freed q, and T2 frees it again.");
}

/* ---- `if` for `while` ------------------------------------------------------------ */

/* A consumer that finds nothing, and sleeps. */
static void wait_for_items(void)
{
    step(1, EXPLORE_OP_LOCK, "lock");
    reads(1, "items", 0)->site = &line_of_check;
    step(1, EXPLORE_OP_WAIT, "filled");
}

Test(counterexample_explain, if_for_while_and_a_spurious_wakeup)
{
    begin_report(EXPLORE_WRONG, "");
    wait_for_items();
    step(1, EXPLORE_OP_WAKE, "filled")->wake = EXPLORE_SPURIOUS;
    reads(1, "items", 0)->site = &line_of_use;
    assert_sentence(
        "T1 woke from filled without a signal (a spurious wakeup) and went on "
        "without looking again: a wait stands in a `while`, not in an `if`.");
}

static void steal_the_item(void)
{
    wait_for_items();
    step(2, EXPLORE_OP_LOCK, "lock");
    writes(2, "items", 0, 1);
    step(2, EXPLORE_OP_SIGNAL, "filled");
    step(2, EXPLORE_OP_UNLOCK, "lock");
    step(3, EXPLORE_OP_LOCK, "lock");
    writes(3, "items", 1, 0);
    step(3, EXPLORE_OP_UNLOCK, "lock");
    step(1, EXPLORE_OP_WAKE, "filled");
}

Test(counterexample_explain, if_for_while_and_a_stolen_item)
{
    begin_report(EXPLORE_ASSERTION, "");
    steal_the_item();
    reads(1, "items", 0)->site = &line_of_use;
    assert_sentence(
        "T1 was woken, but before it had the lock again T3 wrote items = 0; T1 "
        "went on without looking again: a wait stands in a `while`, not in an "
        "`if`.");
}

Test(counterexample_explain, a_loop_around_the_wait_is_not_blamed)
{
    begin_report(EXPLORE_WRONG, "the message");
    steal_the_item();
    reads(1, "items", 0)->site = &line_of_check;
    step(1, EXPLORE_OP_WAIT, "filled");
    assert_sentence("the message");
}

/* ---- deadlocks ------------------------------------------------------------------- */

Test(counterexample_explain, two_locks_in_two_orders)
{
    begin_report(EXPLORE_DEADLOCK, "");
    step(1, EXPLORE_OP_LOCK, "A");
    step(2, EXPLORE_OP_LOCK, "B");
    involve_in_cycle(1, EXPLORE_OP_LOCK, "B", 2);
    involve_in_cycle(2, EXPLORE_OP_LOCK, "A", 1);
    involve(0, EXPLORE_OP_JOIN, "T1")->holder = 1;
    assert_sentence("T1 holds A and waits for B; T2 holds B and waits for A.");
}

Test(counterexample_explain, a_long_cycle)
{
    static const char *const forks[] = {"F0", "F1", "F2", "F3", "F4"};
    begin_report(EXPLORE_DEADLOCK, "");
    for (uint32_t i = 0; i < 5; i++)
        involve_in_cycle(i + 1, EXPLORE_OP_LOCK, forks[(i + 1) % 5], (i + 1) % 5 + 1);
    assert_sentence(
        "T1 holds F0 and waits for F1; T2 holds F1 and waits for F2; T3 holds F2 "
        "and waits for F3; T4 holds F3 and waits for F4; and so on, back to the "
        "first.");
}

Test(counterexample_explain, a_lock_taken_twice)
{
    begin_report(EXPLORE_DEADLOCK, "");
    involve_in_cycle(1, EXPLORE_OP_LOCK, "A", 1);
    assert_sentence("T1 holds A and waits for it again: it waits for itself.");
}

Test(counterexample_explain, a_routine_that_calls_once_again)
{
    begin_report(EXPLORE_DEADLOCK, "");
    involve_in_cycle(1, EXPLORE_OP_ONCE, "O1", 1);
    assert_sentence(
        "T1 runs the routine of O1, and that routine calls pthread_once for O1 "
        "again: it waits for itself.");
}

Test(counterexample_explain, a_join_in_a_cycle)
{
    begin_report(EXPLORE_DEADLOCK, "");
    involve_in_cycle(0, EXPLORE_OP_JOIN, "T1", 1);
    involve_in_cycle(1, EXPLORE_OP_LOCK, "A", 0);
    assert_sentence("T0 holds A and waits for T1 to end; T1 waits for A.");
}

Test(counterexample_explain, nobody_is_left)
{
    begin_report(EXPLORE_DEADLOCK, "");
    involve(0, EXPLORE_OP_JOIN, "T1");
    involve(1, EXPLORE_OP_SEM_WAIT, "S1");
    assert_sentence(
        "T1 waits for S1; T0 waits for T1 to end: nobody is left who could wake "
        "any of them.");
}

/* ---- lost wakeups ---------------------------------------------------------------- */

Test(counterexample_explain, a_signal_that_nobody_waited_for)
{
    begin_report(EXPLORE_LOST_WAKEUP, "");
    reads(1, "ready", 0);
    writes(0, "ready", 0, 1);
    step(0, EXPLORE_OP_SIGNAL, "C1");
    step(1, EXPLORE_OP_LOCK, "lock");
    step(1, EXPLORE_OP_WAIT, "C1");
    involve(1, EXPLORE_OP_WAKE, "C1")->holder = 0;
    assert_sentence("T1 read ready = 0; then T0 signalled C1 while nobody waited, and T1 "
                    "slept on it after that, for ever.");
}

Test(counterexample_explain, a_signal_that_woke_another)
{
    begin_report(EXPLORE_LOST_WAKEUP, "");
    step(1, EXPLORE_OP_WAIT, "C1");
    step(2, EXPLORE_OP_WAIT, "C1");
    step(3, EXPLORE_OP_SIGNAL, "C1");
    step(1, EXPLORE_OP_WAKE, "C1");
    step(1, EXPLORE_OP_WAIT, "C1");
    involve(2, EXPLORE_OP_WAKE, "C1")->holder = 3;
    assert_sentence(
        "T3's signal on C1 woke T1, which could only wait again; T2 sleeps on it "
        "as well, for ever: a signal wakes one thread, a broadcast all.");
}

Test(counterexample_explain, a_condition_that_nobody_signals)
{
    begin_report(EXPLORE_LOST_WAKEUP, "");
    step(1, EXPLORE_OP_WAIT, "C1");
    involve(1, EXPLORE_OP_WAKE, "C1");
    assert_sentence("T1 sleeps on C1, and nobody ever signals it.");
}

/* ---- others ---------------------------------------------------------------------- */

Test(counterexample_explain, never_joined)
{
    begin_report(EXPLORE_UNJOINED, "");
    step(0, EXPLORE_OP_CREATE, "T1");
    step(0, EXPLORE_OP_RETURN, "");
    involve(1, EXPLORE_OP_START, "")->holder = 0;
    assert_sentence(
        "T0 created T1, and returns without having joined it: nobody knows what "
        "T1 does from then on.");
}

Test(counterexample_explain, the_message_where_no_detector_knows)
{
    begin_report(EXPLORE_MISUSE, "T1 unlocks M1, which T2 holds.");
    assert_sentence("T1 unlocks M1, which T2 holds.");
    begin_report(EXPLORE_CRASH, "");
    assert_sentence("crash");
}
