/*
 * Checks of task 5: a coroutine, stepped by hand.
 *
 * A fact about the jobs module carries most verdicts: a reply comes in two parts, and
 * io_fetch_end takes at most one a call, however late it is called. So a first step never ends
 * a coroutine.
 */
#define _GNU_SOURCE
#include "async_pipeline.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "05_async_pipeline.h"

#define LONG_US 1000000

/* ---- reading the evidence ---------------------------------------------------------- */

static const char *state_word(int64_t state)
{
    switch (state) {
    case FETCH_WAITING:
        return "FETCH_WAITING";
    case FETCH_FINISHED:
        return "FETCH_FINISHED";
    case FETCH_FAILED:
        return "FETCH_FAILED";
    }
    return "not set to any FETCH_... value";
}

/* The first event of a kind for any entry, or NULL. */
static const struct job_event *first_event(const struct evidence *seen,
                                           enum job_event_kind kind)
{
    for (uint32_t i = 0; i < seen->trace.count && i < JOB_TRACE_CAPACITY; i++)
        if (seen->trace.events[i].kind == kind)
            return &seen->trace.events[i];
    return NULL;
}

static bool state_is(struct judgement *check, int64_t state, enum FetchState wanted,
                     const char *when)
{
    if (state == (int64_t)wanted)
        return true;
    fail(check, "the coroutine's state is wrong %s", when);
    expected(check, "%s", state_word(wanted));
    actual(check, "%s", state_word(state));
    return false;
}

/* Fails the check if the call, named by `what`, slept or asked poll(). */
static bool did_not_wait(struct judgement *check, const struct evidence *seen,
                         const char *what)
{
    static const struct {
        enum call call;
        const char *name;
    } waits[] = {{CALL_POLL, "poll(), or a relative of it,"}, {CALL_SLEEP, "a sleep"}};
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        if (calls(seen, waits[i].call) == 0)
            continue;
        fail(check, "%s waits: it calls %s itself", what, waits[i].name);
        expected(check, "it returns at once; the event loop waits, for all together");
        actual(check, "calls: %u", calls(seen, waits[i].call));
        at_site(check, seen->calls[waits[i].call].first_site);
        return false;
    }
    return true;
}

/* ---- fetch_begin ------------------------------------------------------------------- */

CHECK(async_pipeline, begin_does_not_wait, .kind = CHECK_CORRECTNESS,
      .title = "fetch_begin starts the look-up and returns without waiting for it",
      .function = "fetch_begin",
      .help = "Between the beginning of a look-up and its reply lies a pause. On which "
              "side of the pause does fetch_begin return, and in what state?")
{
    const struct evidence *seen = run_probe(check, "begin", "count=1 lookup_us=20000");
    if (!seen || !succeeded(check, seen, "begun", "fetch_begin") ||
        !did_not_wait(check, seen, "fetch_begin"))
        return;
    const struct job_event *begin = first_event(seen, JOB_LOOKUP_BEGIN);
    if (seen_int(seen, "begin_events") != 1 || is_blocking_lookup(begin)) {
        fail(check, begin ? "fetch_begin does more than beginning the look-up"
                          : "fetch_begin returns 0, but no look-up was begun");
        expected(check, "one look-up begun by io_fetch_begin, and nothing else yet");
        actual(check, !begin ? "no look-up"
                      : is_blocking_lookup(begin)
                          ? "io_fetch was called, which waits for the reply"
                          : "the look-up was ended as well, or begun twice");
        return;
    }
    if (!state_is(check, seen_int(seen, "state_0"), FETCH_WAITING, "after fetch_begin"))
        return;
    if (!seen_int(seen, "open")) {
        fail(check, "after fetch_begin, fetch.fd of the coroutine is no open descriptor");
        expected(check, "the descriptor from io_fetch_begin, to be polled");
        actual(check, "a number that nothing is open under");
        think(check, "The look-up under way must live in the coroutine's own `fetch`: "
                     "nothing else is still there at the next step.");
    }
}

/* "EIO", or the number where it is no errno. */
static const char *errno_word(int64_t error)
{
    static char number[24];
    const char *name = error > 0 && error < 4096 ? strerrorname_np((int)error) : NULL;
    snprintf(number, sizeof number, "%lld", (long long)error);
    return name ? name : number;
}

/* Fails the check unless the coroutine ended in FETCH_FAILED with the errno `wanted` in
 * it; `state` and `error` are the keys. Returns true when so. */
static bool failure_is_noted(struct judgement *check, const struct evidence *seen,
                             const char *state, const char *error, int wanted,
                             const char *when)
{
    if (!state_is(check, seen_int(seen, state), FETCH_FAILED, when))
        return false;
    if (seen_int(seen, error) == wanted)
        return true;
    fail(check, "the coroutine failed, but `error` in it doesn't say why (%s)", when);
    expected(check, "error is %s", errno_word(wanted));
    actual(check, "error is %s", errno_word(seen_int(seen, error)));
    return false;
}

CHECK(async_pipeline, begin_refuses_null, .kind = CHECK_ROBUSTNESS,
      .title = "fetch_begin refuses NULL arguments and opens nothing for them",
      .function = "fetch_begin",
      .help = "Each of the three pointers may be NULL. Look at them before the look-up "
              "is begun: what is opened first and refused afterwards stays open.")
{
    const struct evidence *seen =
        run_probe(check, "begin_bad_arguments", "count=1 lookup_us=2000");
    if (!seen ||
        !failed_with(check, seen, "no_coroutine", EINVAL, "fetch_begin",
                     "coroutine is NULL") ||
        !failed_with(check, seen, "no_entry", EINVAL, "fetch_begin", "entry is NULL") ||
        !failed_with(check, seen, "no_result", EINVAL, "fetch_begin", "result is NULL") ||
        !nothing_left(check, seen, "fetch_begin with an argument that is NULL"))
        return;
    if (failure_is_noted(check, seen, "no_entry_state", "no_entry_error", EINVAL,
                         "after entry NULL was refused"))
        failure_is_noted(check, seen, "no_result_state", "no_result_error", EINVAL,
                         "after result NULL was refused");
}

CHECK(async_pipeline, begin_reports_failure, .kind = CHECK_ROBUSTNESS,
      .title = "a look-up that can't be begun makes fetch_begin fail, and is remembered",
      .function = "fetch_begin", .needs = "begin_does_not_wait",
      .help = "io_fetch_begin can fail: the process may be out of descriptors. What must "
              "the coroutine remember so that a later step can still say why?")
{
    const struct evidence *seen =
        run_probe(check, "begin_without_descriptor", "count=1 lookup_us=2000");
    if (!seen ||
        !failed_with(check, seen, "begun", EMFILE, "fetch_begin",
                     "no descriptor is to be had") ||
        !failure_is_noted(check, seen, "state", "error", EMFILE,
                          "after a look-up that couldn't be begun"))
        return;
    if (failed_with(check, seen, "stepped", EMFILE, "fetch_step",
                    "its coroutine failed when it was begun"))
        nothing_left(check, seen, "fetch_begin out of descriptors");
}

/* ---- fetch_step -------------------------------------------------------------------- */

static bool looked_up_blocking(const struct evidence *seen)
{
    for (uint32_t i = 0; i < seen->trace.count && i < JOB_TRACE_CAPACITY; i++)
        if (is_blocking_lookup(&seen->trace.events[i]))
            return true;
    return false;
}

/* A step that came too early left a state that it shouldn't. Why, as the trace tells. */
static void explain_early_end(struct judgement *check, const struct evidence *seen,
                              int64_t state)
{
    if (state == FETCH_FAILED) {
        fail(check, "a reply that hasn't come yet is taken for a failed look-up");
        think(check, "io_fetch_end has two kinds of -1. Which errno says 'not yet'?");
    } else if (looked_up_blocking(seen)) {
        fail(check, "fetch_step calls io_fetch, which blocks the thread until the reply "
                    "is there");
        think(check, "fetch_begin has the look-up under way already. Which function "
                     "takes what has "
                     "come of its reply, and never waits?");
    } else if (first_event(seen, JOB_LOOKUP_END)) {
        fail(check, "fetch_step doesn't return until the reply is whole: it asks again "
                    "and again");
        think(check, "While fetch_step waits for this reply, the one thread can't take "
                     "any other. How often does one step need to call io_fetch_end?");
    } else {
        fail(check, "a coroutine whose reply hasn't come is taken for finished");
        think(check, "io_fetch_end returned -1 with errno EAGAIN: nothing to compute "
                     "with yet. What should the state stay?");
    }
    expected(check, "0, and the state stays FETCH_WAITING");
    actual(check, "the state became %s", state_word(state));
}

CHECK(async_pipeline, early_steps_do_no_harm, .kind = CHECK_CORRECTNESS,
      .title = "a step that comes too early changes nothing and doesn't wait",
      .function = "fetch_step", .needs = "begin_does_not_wait",
      .help = "The reply isn't there yet, and io_fetch_end says so with EAGAIN. Who "
              "waits for it: this step, or the event loop?")
{
    const struct evidence *seen =
        run_probe(check, "begin", "count=1 steps=3 lookup_us=%d", LONG_US);
    if (!seen || !did_not_wait(check, seen, "fetch_step"))
        return;
    for (size_t i = 1; i <= 3 && !decided(check); i++) {
        int64_t state = seen_at(seen, "state_%zu", i, 0);
        if (state == FETCH_WAITING)
            succeeded(check, seen, "stepped", "fetch_step, called too early,");
        else
            explain_early_end(check, seen, state);
    }
}

/* Whether each step answered 0 and left its coroutine in the state that belongs to it. */
static bool steps_went_well(struct judgement *check, const struct evidence *seen,
                            size_t count)
{
    for (size_t part = 1; part <= PARTS; part++) {
        enum FetchState wanted = part == PARTS ? FETCH_FINISHED : FETCH_WAITING;
        for (size_t i = 0; i < count; i++) {
            char key[EVIDENCE_KEY];
            snprintf(key, sizeof key, "step_%zu_of_%zu", part, i);
            if (!succeeded(check, seen, key, "fetch_step") ||
                !state_is(check, seen_at(seen, "state_%zu_of_%zu", part, i), wanted,
                          part == PARTS ? "after the step that took the whole reply"
                                        : "after the step that took the first part"))
                return false;
        }
    }
    return true;
}

/* Fails the check if the coroutine points into the frame of a call that has returned. */
static bool points_to_what_lasts(struct judgement *check, const struct evidence *seen)
{
    const char *member = seen_text(seen, "dangling");
    if (!*member)
        return true;
    fail(check,
         "after fetch_begin, the coroutine's `%s` points to a local variable of a "
         "function that has returned",
         member);
    expected(check, "a pointer to what the caller passed: that is still there later");
    actual(check, "an address on the stack, below the caller's variables");
    think(check, "When fetch_begin returns, its local variables are gone, and the next "
                 "call's reuse their memory. What may a coroutine point to?");
    return false;
}

CHECK(async_pipeline, reply_in_two_parts, .kind = CHECK_CORRECTNESS,
      .title = "stepped through a reply in two parts, the result is process_job's",
      .function = "fetch_step", .needs = "early_steps_do_no_harm",
      .help =
          "Everything that a step needs from the time before the pause comes from the "
          "coroutine's struct. Is each field that it reads one that fetch_begin set, "
          "and is all of the result filled in?")
{
    const struct evidence *seen = run_probe(
        check, "step_to_the_end", "count=1 lookup_us=%d", random_int(check, 300, 1500));
    if (!seen || !succeeded(check, seen, "begun", "fetch_begin") ||
        !points_to_what_lasts(check, seen) || !steps_went_well(check, seen, 1) ||
        !nothing_left(check, seen, "a coroutine that has finished"))
        return;
    if (results_agree(check, seen, 0, process_job))
        covered(check, "a reply in two parts, the stack overwritten before each");
}

CHECK(async_pipeline, coroutines_are_independent, .kind = CHECK_CORRECTNESS,
      .title = "several coroutines under way at once don't disturb each other",
      .function = "fetch_step", .needs = "reply_in_two_parts",
      .help = "A static or global variable exists once, coroutines many times. What do "
              "your functions keep outside the struct?")
{
    int count = random_int(check, 3, 5);
    const struct evidence *seen =
        run_probe(check, "step_to_the_end", "count=%d lookup_us=1000", count);
    if (!seen || !succeeded(check, seen, "begun", "fetch_begin") ||
        !steps_went_well(check, seen, (size_t)count) ||
        !results_agree(check, seen, 0, process_job) ||
        !nothing_left(check, seen, "a set of coroutines that have all finished"))
        return;
    covered(check, "%d coroutines, stepped in turn", count);
}

CHECK(async_pipeline, failed_lookup_fails_coroutine, .kind = CHECK_ROBUSTNESS,
      .title = "a failed look-up makes the coroutine fail, with its errno",
      .function = "fetch_step", .needs = "reply_in_two_parts",
      .help = "io_fetch_end's -1 means 'not yet' or 'failed': errno tells. Is errno kept "
              "in the coroutine before any other call can change it?")
{
    const struct evidence *seen =
        run_probe(check, "step_to_the_end", "count=1 lookup_us=600 fail_index=0");
    if (!seen || !succeeded(check, seen, "begun", "fetch_begin") ||
        !succeeded(check, seen, "step_1_of_0", "fetch_step") ||
        !failed_with(check, seen, "step_2_of_0", EIO, "fetch_step",
                     "its look-up failed") ||
        !failure_is_noted(check, seen, "state_2_of_0", "error", EIO,
                          "after its look-up failed"))
        return;
    nothing_left(check, seen, "a coroutine that has failed");
}

/* What a step after the end did, if anything. Returns false once the check has failed. */
static bool nothing_changed(struct judgement *check, const struct evidence *seen,
                            const char *ending)
{
    const struct {
        bool changed;
        const char *what;
    } changes[] = {
        {seen_int(seen, "touched"), "the result was written to once more"},
        {seen_int(seen, "again_events") != seen_int(seen, "events"),
         "a job was run once more"},
        {!seen_int(seen, "stranger_open"),
         "a descriptor that somebody else got under the old number was closed"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        if (!changes[i].changed)
            continue;
        fail(check, "a step of a coroutine that has %s still does something", ending);
        expected(check, "nothing changes");
        actual(check, "%s", changes[i].what);
        return false;
    }
    return true;
}

CHECK(async_pipeline, steps_after_the_end, .kind = CHECK_ROBUSTNESS,
      .title = "steps of a coroutine that has finished or failed change nothing",
      .function = "fetch_step", .needs = "failed_lookup_fails_coroutine",
      .help = "A step can come in any of the three states. What does yours do in the two "
              "that are ends, and what does it return there?")
{
    const struct evidence *seen =
        run_probe(check, "step_after_the_end", "count=1 lookup_us=600");
    if (!seen || !succeeded(check, seen, "begun", "fetch_begin") ||
        !nothing_changed(check, seen, "finished") ||
        !succeeded(check, seen, "again", "fetch_step of a finished coroutine") ||
        !state_is(check, seen_int(seen, "again_state"), FETCH_FINISHED,
                  "after a further step of a finished coroutine"))
        return;
    seen = run_probe(check, "step_after_the_end", "count=1 lookup_us=600 fail_index=0");
    if (!seen || !succeeded(check, seen, "begun", "fetch_begin") ||
        !nothing_changed(check, seen, "failed") ||
        !failed_with(check, seen, "again", EIO, "fetch_step",
                     "its coroutine failed in an earlier step"))
        return;
    failure_is_noted(check, seen, "again_state", "again_error", EIO,
                     "after a further step of a failed coroutine");
}

CHECK(async_pipeline, step_refuses_null, .kind = CHECK_ROBUSTNESS,
      .title = "fetch_step without a coroutine is refused", .function = "fetch_step",
      .help = "With NULL there is no state to look at, and nowhere to note an error. "
              "What does fetch_step look at first?")
{
    const struct evidence *seen = run_probe(check, "step_without_coroutine", "count=1");
    if (seen)
        failed_with(check, seen, "no_coroutine", EINVAL, "fetch_step",
                    "coroutine is NULL");
}
