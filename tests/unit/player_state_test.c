/*
 * player_state_test.c - unit tests of where everything stands after some steps, and of
 * what a step means in words.
 */
#define _GNU_SOURCE
#include "player_reports.h"

#include "player_explain.h"

static struct player_state *state;
static struct counterexample *cx;

static void begin(struct counterexample *made_cx)
{
    cx = made_cx;
    state = state_open(cx);
    cr_assert(state);
}

static void end(void)
{
    state_free(state);
    cx_free(cx);
}

static const struct state_thread *thread(uint32_t number)
{
    const struct state_thread *found = state_of(state, number);
    cr_assert(found);
    return found;
}

static const struct state_variable *variable(const char *name)
{
    for (unsigned i = 0; i < state->variable_count; i++)
        if (strcmp(state->variables[i].name, name) == 0)
            return &state->variables[i];
    cr_assert_fail("no variable %s", name);
    return NULL;
}

TestSuite(player_state, .fini = end);

Test(player_state, threads_come_hold_and_wait_in_a_ring)
{
    begin(ring_of_two());
    cr_assert_null(state->last);
    cr_assert_eq(thread(0)->doing, STATE_GOES_ON);
    cr_assert_eq(thread(1)->doing, STATE_ABSENT);
    state_go(state, 2);
    cr_assert_eq(thread(0)->doing, STATE_WAITS);
    cr_assert_eq(thread(0)->holder, 1u);
    cr_assert_eq(thread(1)->doing, STATE_GOES_ON);
    state_go(state, 4);
    cr_assert_eq(thread(1)->hold_count, 1u);
    cr_assert_str_eq(thread(1)->holds[0], "A");
    cr_assert_eq(thread(1)->doing, STATE_GOES_ON, "B is free still");
    cr_assert_str_eq(thread(1)->waits_for, "B");
    cr_assert_eq(thread(1)->place.line, 8);
    cr_assert_eq(thread(2)->place.line, 0, "it hasn't started");
    state_go(state, 5);
    cr_assert_eq(thread(2)->place.line, 7);
    state_go(state, 99);
    cr_assert_eq(state->at, 6u);
    cr_assert_eq(thread(1)->doing, STATE_WAITS);
    cr_assert_eq(thread(1)->holder, 2u);
    cr_assert(thread(1)->in_cycle);
    cr_assert_eq(thread(2)->holder, 1u);
    cr_assert_not(thread(0)->in_cycle);
}

Test(player_state, going_back_is_as_if_never_gone)
{
    begin(ring_of_two());
    state_go(state, 6);
    state_go(state, 2);
    cr_assert_eq(thread(1)->hold_count, 0u);
    cr_assert_not(thread(1)->in_cycle);
    cr_assert_not(variable("A")->changed);
}

Test(player_state, locks_are_known_with_the_variables)
{
    begin(ring_of_two());
    state_go(state, 4);
    cr_assert(variable("A")->lock);
    cr_assert(variable("A")->changed);
    cr_assert_not(variable("B")->changed);
    cr_assert_eq(state->variable_count, 2u);
}

Test(player_state, values_are_those_of_the_steps_so_far)
{
    begin(lost_update());
    cr_assert_str_eq(variable("count")->value, "0", "what the first access finds");
    state_go(state, 1);
    cr_assert(variable("count")->touched);
    cr_assert_not(variable("count")->changed);
    state_go(state, 3);
    cr_assert_str_eq(variable("count")->value, "1");
    cr_assert(variable("count")->changed);
    cr_assert_eq(variable("count")->written_by, 2u);
    state_go(state, 4);
    cr_assert_not(variable("count")->touched);
    cr_assert_eq(thread(2)->doing, STATE_ENDED);
    state_go(state, 5);
    cr_assert(thread(1)->behind, "nothing is known of what T1 does next");
}

Test(player_state, a_sleeper_is_woken_and_needs_its_lock_again)
{
    begin(sleep_and_signal());
    state_go(state, 1);
    cr_assert_str_eq(thread(1)->holds[0], "M1");
    cr_assert_eq(thread(2)->doing, STATE_WAITS);
    state_go(state, 2);
    cr_assert_eq(thread(1)->doing, STATE_SLEEPS);
    cr_assert_str_eq(thread(1)->waits_for, "C1");
    cr_assert_eq(thread(1)->hold_count, 0u, "the wait gave the lock up");
    cr_assert_not(thread(1)->woken);
    state_go(state, 4);
    cr_assert(thread(1)->woken);
    cr_assert_eq(thread(1)->doing, STATE_WAITS);
    cr_assert_str_eq(thread(1)->waits_for, "M1");
    cr_assert_eq(thread(1)->holder, 2u);
    state_go(state, 5);
    cr_assert_eq(thread(1)->doing, STATE_GOES_ON);
    state_go(state, 6);
    cr_assert_str_eq(thread(1)->holds[0], "M1");
}

Test(player_state, a_semaphore_at_zero_makes_wait)
{
    begin_report(EXPLORE_WRONG, "wrong");
    struct explore_step *taken = step(1, EXPLORE_OP_SEM_WAIT, "S1");
    taken->has_value = true;
    taken->location = (struct explore_location){
        .address = address_named("S1"), .size = 4, .place = EXPLORE_PLACE_GLOBAL};
    struct explore_step *posted = step(2, EXPLORE_OP_SEM_POST, "S1");
    posted->has_value = true;
    posted->value = 1;
    posted->location = taken->location;
    struct explore_step *again = step(1, EXPLORE_OP_SEM_WAIT, "S1");
    again->has_value = true;
    again->location = taken->location;
    begin(through_json(cx_make(&made, NULL)));
    state_go(state, 1);
    cr_assert_eq(thread(1)->doing, STATE_WAITS);
    state_go(state, 2);
    cr_assert_eq(thread(1)->doing, STATE_GOES_ON);
}

Test(player_state, a_thread_fails_where_the_schedule_ends)
{
    begin_report(EXPLORE_CRASH, "SIGSEGV");
    reads(1, "p", 0);
    involve(1, EXPLORE_OP_READ, "");
    begin(through_json(cx_make(&made, NULL)));
    cr_assert_eq(thread(1)->doing, STATE_GOES_ON);
    state_go(state, 1);
    cr_assert_eq(thread(1)->doing, STATE_FAILS);
    cr_assert_str_eq(thread(1)->fails, "crashes here");
}

Test(player_state, who_goes_round_without_end_waits_for_nothing)
{
    begin_report(EXPLORE_LIVELOCK, "Livelock");
    reads(1, "turn", 0);
    involve(1, EXPLORE_OP_YIELD, "");
    begin(through_json(cx_make(&made, NULL)));
    state_go(state, 1);
    cr_assert_eq(thread(1)->doing, STATE_FAILS);
    cr_assert_str_eq(thread(1)->fails, "goes round without end");
}

Test(player_state, a_threads_own_variables_are_not_listed)
{
    begin_report(EXPLORE_WRONG, "wrong");
    struct explore_step *own = writes(1, "mine", 0, 1);
    own->location.place = EXPLORE_PLACE_STACK;
    own->location.thread = 1;
    own->relevant = false;
    writes(1, "ours", 0, 1);
    begin(through_json(cx_make(&made, NULL)));
    cr_assert(cx->steps[0].own);
    cr_assert_eq(state->variable_count, 1u);
    cr_assert_str_eq(state->variables[0].name, "ours");
    cr_assert_eq(state_neighbour(cx, 0, 1, false), 2u, "and not stopped at");
    cr_assert_eq(state_neighbour(cx, 0, 1, true), 1u);
}

Test(player_state, moves_stop_at_both_ends)
{
    begin(lost_update());
    cr_assert_eq(state_neighbour(cx, 0, -1, false), 0u);
    cr_assert_eq(state_neighbour(cx, 5, 1, false), 5u);
    cr_assert_eq(state_neighbour(cx, 3, -1, false), 2u);
    cr_assert_eq(state_beginning(cx), 0u);
}

Test(player_state, jumps_go_from_switch_to_switch)
{
    begin(lost_update());
    cr_assert_eq(state_switch(cx, 0, 1, false), 2u, "T2's first step");
    cr_assert_eq(state_switch(cx, 2, 1, false), 5u, "T1 again");
    cr_assert_eq(state_switch(cx, 5, 1, false), 5u);
    cr_assert_eq(state_switch(cx, 5, -1, false), 2u);
    cr_assert_eq(state_switch(cx, 2, -1, false), 2u);
}

Test(player_state, begins_in_front_of_what_matters)
{
    begin(ring_of_two());
    cr_assert_eq(state_beginning(cx), 3u);
}

/* ---- in words -------------------------------------------------------------------- */

static void assert_says(unsigned at, const char *words)
{
    char text[PLAYER_EXPLANATION];
    state_go(state, at);
    player_explain(state, text, sizeof text);
    cr_assert(strstr(text, words), "step %u: \"%s\" doesn't say \"%s\"", at, text, words);
}

Test(player_state, explains_a_lost_update)
{
    begin(lost_update());
    assert_says(0, "In front of the first step");
    assert_says(1, "Before T1 writes count in step 5, T2 writes it in step 3");
    assert_says(2, "T1 is interrupted, though it could have gone on");
    assert_says(3, "From here on every schedule fails");
    assert_says(5, "worked with the 0 that it had read in step 1");
    assert_says(5, "What T2 wrote in step 3 is overwritten");
}

Test(player_state, explains_locks_and_conditions)
{
    begin(sleep_and_signal());
    assert_says(1, "another thread that wants M1 has to wait");
    assert_says(2, "sleeps until a signal or a broadcast on C1 comes");
    assert_says(2, "Others can take M1 meanwhile");
    assert_says(5, "can have it now");
    assert_says(6, "Only a loop that looks again is safe");
}

Test(player_state, explains_a_signal_that_nobody_gets)
{
    begin_report(EXPLORE_WRONG, "wrong");
    step(1, EXPLORE_OP_SIGNAL, "C1");
    begin(through_json(cx_make(&made, NULL)));
    assert_says(1, "It isn't kept: who goes to sleep on C1 later has missed it");
}

Test(player_state, an_explanation_is_cut_to_its_room)
{
    char text[12];
    begin(lost_update());
    state_go(state, 5);
    player_explain(state, text, sizeof text);
    cr_assert_eq(strlen(text), sizeof text - 1);
}

Test(player_state, keeps_the_lines_around_the_steps)
{
    begin(lost_update());
    cr_assert_eq(cx->source_count, 1u);
    cr_assert_eq(cx->sources[0].count, 30);
    cr_assert_str_eq(cx->sources[0].lines[4], "    line 5;");
}
