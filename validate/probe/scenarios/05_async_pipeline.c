/*
 * Scenarios of task 5: a coroutine stepped by hand, and run_async.
 */
#include "async_pipeline.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "interpose.h"
#include "prompt.h"
#include "scenario.h"

#define JUNK        0xa5 /* fills what nobody has written to yet */
#define PARTS       2    /* in which a reply comes */
#define STACK_INTS  16384
#define STACK_BELOW (1u << 20) /* bytes below a frame that calls may have used */
#define QUICK_US    1000
#define GAPS        4 /* numbers that are free between others that aren't */

/* ---- helpers ----------------------------------------------------------------------- */

static bool is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

__attribute__((noreturn)) static void lab_failed(const char *what)
{
    perror(what);
    _exit(3);
}

/* Overwrites the memory that the local variables of calls that have returned were in. A
 * small number, so that a checksum over it takes no time. */
__attribute__((noinline)) static void overwrite_stack(void)
{
    int locals[STACK_INTS];
    for (size_t i = 0; i < STACK_INTS; i++)
        locals[i] = 7;
    __asm__ volatile("" ::"r"(locals) : "memory"); /* nobody reads them: keep them */
}

/* Whether an address lies in the stack below a frame: nothing that lasts is there. */
static bool is_below(const void *address, const void *frame)
{
    uintptr_t at = (uintptr_t)address, top = (uintptr_t)frame;
    return at < top && top - at < STACK_BELOW;
}

/* The member of the coroutine that points to what is gone, or "". What the scenarios hand
 * to a coroutine is never on the stack. */
static const char *dangling_member(const FetchCoroutine *coroutine, const void *frame)
{
    if (is_below(coroutine->result, frame))
        return "result";
    if (is_below(coroutine->entry, frame))
        return "entry";
    return is_below(coroutine->fetch.entry, frame) ? "fetch.entry" : "";
}

static void observe_step(const char *format, size_t number, int64_t value)
{
    char key[EVIDENCE_KEY];
    snprintf(key, sizeof key, format, number);
    observe_int(key, value);
}

static void observe_standard_descriptors(void)
{
    for (size_t fd = 0; fd <= STDERR_FILENO; fd++)
        observe_step("open_%zu", fd, is_open((int)fd));
}

/* What a call has recorded by now. */
static void observe_events(const char *key)
{
    observe_int(key, atomic_load(&evidence()->trace.count));
}

static FetchCoroutine *make_coroutines(size_t count)
{
    FetchCoroutine *coroutines = malloc((count + 1) * sizeof *coroutines);
    if (!coroutines)
        lab_failed("probe: no memory for coroutines");
    memset(coroutines, JUNK, (count + 1) * sizeof *coroutines);
    return coroutines;
}

/* Cancels a look-up that is left under way, if it is the one that was begun. */
static void give_up(FetchCoroutine *coroutine, const CatalogEntry *entry)
{
    if (coroutine->state == FETCH_WAITING && coroutine->fetch.entry == entry &&
        is_open(coroutine->fetch.fd))
        io_fetch_cancel(&coroutine->fetch);
}

/* Sleeps until the coroutine can go on. One that has no open descriptor never can. */
static void wait_for_part(const FetchCoroutine *coroutine)
{
    struct pollfd polled = {.fd = coroutine->fetch.fd, .events = POLLIN};
    if (coroutine->state != FETCH_WAITING || !is_open(polled.fd))
        return;
    while (prompt_poll(&polled, 1, -1) < 0)
        if (errno != EINTR)
            lab_failed("probe: poll");
}

/* From now on, new descriptors are to be had for `more` of them only. Returns the limit
 * that was in force. The scenario's own are 0, 1 and 2, without a gap. */
static struct rlimit allow_descriptors(int more)
{
    struct rlimit before, now;
    int lowest = dup(STDIN_FILENO);
    if (lowest < 0 || getrlimit(RLIMIT_NOFILE, &before) != 0)
        lab_failed("probe: the limit of descriptors");
    close(lowest);
    now = before;
    now.rlim_cur = (rlim_t)(lowest + more);
    if (setrlimit(RLIMIT_NOFILE, &now) != 0)
        lab_failed("probe: setrlimit");
    return before;
}

static void restore_descriptors(struct rlimit before)
{
    if (setrlimit(RLIMIT_NOFILE, &before) != 0)
        lab_failed("probe: setrlimit");
}

/* ---- the coroutine ----------------------------------------------------------------- */

/* fetch_begin, and then `steps` steps at once, while the reply is still far away. */
SCENARIO(begin)
{
    struct job_set set = make_job_set();
    FetchCoroutine *coroutine = make_coroutines(1);
    size_t steps = (size_t)arg_int("steps", 0);
    trace_jobs(&set);
    OBSERVE_CALL("begun", fetch_begin, (coroutine, set.catalog, set.results));
    observe_events("begin_events");
    observe_int("state_0", coroutine->state);
    observe_int("open", is_open(coroutine->fetch.fd));
    for (size_t i = 1; i <= steps; i++) {
        OBSERVE_CALL("stepped", fetch_step, (coroutine));
        observe_events("step_events");
        observe_step("state_%zu", i, coroutine->state);
        if (coroutine->state != FETCH_WAITING)
            break;
    }
    give_up(coroutine, set.catalog);
}

/* Steps `count` coroutines in turn until their replies are whole. Before each step the
 * stack is overwritten. */
SCENARIO(step_to_the_end)
{
    struct job_set set = make_job_set();
    FetchCoroutine *coroutines = make_coroutines(set.count);
    char key[EVIDENCE_KEY];
    trace_jobs(&set);
    struct stock before = take_stock();
    for (size_t i = 0; i < set.count; i++)
        if (OBSERVE_CALL("begun", fetch_begin,
                         (&coroutines[i], &set.catalog[i], &set.results[i])) != 0)
            return;
    const char *dangling = dangling_member(&coroutines[0], __builtin_frame_address(0));
    observe_text("dangling", dangling);
    if (*dangling)
        return; /* a step would work on garbage, for who knows how long */
    for (size_t part = 1; part <= PARTS; part++) {
        for (size_t i = 0; i < set.count; i++) {
            /* There and back: the last that was begun isn't always the next. */
            size_t at = part == 1 ? i : set.count - 1 - i;
            wait_for_part(&coroutines[at]);
            overwrite_stack();
            snprintf(key, sizeof key, "step_%zu_of_%zu", part, at);
            OBSERVE_CALL(key, fetch_step, (&coroutines[at]));
            snprintf(key, sizeof key, "state_%zu_of_%zu", part, at);
            observe_int(key, coroutines[at].state);
        }
    }
    observe_int("error", coroutines[0].error);
    observe_leftovers(before);
    observe_results(set.results, set.count + 1);
}

/* A coroutine that has come to its end, whichever, is stepped twice more. Meanwhile its
 * descriptor's number belongs to somebody else. */
SCENARIO(step_after_the_end)
{
    struct job_set set = make_job_set();
    FetchCoroutine *coroutine = make_coroutines(1);
    JobResult *result = set.results, mark;
    memset(&mark, JUNK, sizeof mark);
    trace_jobs(&set);
    if (OBSERVE_CALL("begun", fetch_begin, (coroutine, set.catalog, result)) != 0)
        return;
    for (int part = 0; part < PARTS; part++) {
        wait_for_part(coroutine);
        OBSERVE_CALL("end", fetch_step, (coroutine));
    }
    observe_int("state", coroutine->state);
    observe_events("events");

    *result = mark;
    int stranger = dup(STDIN_FILENO);
    for (int i = 0; i < 2; i++)
        OBSERVE_CALL("again", fetch_step, (coroutine));
    observe_int("again_state", coroutine->state);
    observe_int("again_error", coroutine->error);
    observe_events("again_events");
    observe_int("touched", memcmp(result, &mark, sizeof mark) != 0);
    observe_int("stranger_open", is_open(stranger));
}

SCENARIO(begin_bad_arguments)
{
    struct job_set set = make_job_set();
    FetchCoroutine *coroutines = make_coroutines(2);
    trace_jobs(&set);
    struct stock before = take_stock();
    OBSERVE_CALL("no_coroutine", fetch_begin, (NULL, set.catalog, set.results));
    OBSERVE_CALL("no_entry", fetch_begin, (&coroutines[0], NULL, set.results));
    OBSERVE_CALL("no_result", fetch_begin, (&coroutines[1], set.catalog, NULL));
    observe_leftovers(before);
    observe_int("no_entry_state", coroutines[0].state);
    observe_int("no_entry_error", coroutines[0].error);
    observe_int("no_result_state", coroutines[1].state);
    observe_int("no_result_error", coroutines[1].error);
}

SCENARIO(step_without_coroutine)
{
    OBSERVE_CALL("no_coroutine", fetch_step, (NULL));
}

/* fetch_begin when no descriptor is to be had, and a step of what came of it. */
SCENARIO(begin_without_descriptor)
{
    struct job_set set = make_job_set();
    FetchCoroutine *coroutine = make_coroutines(1);
    struct stock before = take_stock();
    struct rlimit limit = allow_descriptors(0);
    int answer = (prepare_call(), fetch_begin(coroutine, set.catalog, set.results));
    int kept = errno;
    restore_descriptors(limit);
    errno = kept;
    observe_answer("begun", "fetch_begin", answer);
    observe_int("state", coroutine->state);
    observe_int("error", coroutine->error);
    if (coroutine->state == FETCH_FAILED)
        OBSERVE_CALL("stepped", fetch_step, (coroutine));
    observe_leftovers(before);
    observe_standard_descriptors();
}

/* ---- run_async --------------------------------------------------------------------- */

/* run_async with whatever failures were ordered; with again=1 once more, without them. With
 * signals=2 the second call of poll() is interrupted, too. */
SCENARIO(run)
{
    struct job_set set = make_job_set();
    trace_jobs(&set);
    fail_call_from_now(CALL_POLL, arg_int("signals", 1) == 2 ? 2 : 0);
    struct stock before = take_stock();
    OBSERVE_CALL("returned", run_async, (set.catalog, set.count, set.results));
    observe_leftovers(before);
    if (arg_int("again", 0)) {
        evidence()->trace.fail_entry_id = 0;
        OBSERVE_CALL("again", run_async, (set.catalog, set.count, set.results));
    }
    observe_results(set.results, set.count + 1);
}

/* Takes every second descriptor, so that those to come aren't numbered in a row. */
static void leave_gaps(void)
{
    int taken[GAPS * 2];
    for (int i = 0; i < GAPS * 2; i++)
        if ((taken[i] = dup(STDIN_FILENO)) < 0)
            lab_failed("probe: dup");
    for (int i = 0; i < GAPS * 2; i += 2)
        close(taken[i]);
}

/* The look-up of catalog[slow_index] takes slow_us; all others are quick. */
SCENARIO(run_with_a_slow_one)
{
    struct job_set set = make_job_set();
    leave_gaps();
    size_t slow = (size_t)arg_int("slow_index", 0);
    for (size_t i = 0; i < set.count; i++)
        set.catalog[i].lookup_us =
            i == slow ? (unsigned)arg_int("slow_us", QUICK_US) : QUICK_US;
    trace_jobs(&set);
    struct stock before = take_stock();
    OBSERVE_CALL("returned", run_async, (set.catalog, set.count, set.results));
    observe_leftovers(before);
    observe_results(set.results, set.count + 1);
}

SCENARIO(run_bad_arguments)
{
    struct job_set set = make_job_set();
    trace_jobs(&set);
    struct stock before = take_stock();
    OBSERVE_CALL("no_catalog", run_async, (NULL, set.count, set.results));
    OBSERVE_CALL("no_results", run_async, (set.catalog, set.count, NULL));
    observe_leftovers(before);
    OBSERVE_CALL("nothing_to_do", run_async, (NULL, 0, NULL));
}

/* Something runs out: descriptors once allowed=k more are open, or memory with
 * fail_malloc=k. Not traced: whoever cancels a look-up that was never begun is to be
 * found out by what it closes. again=1: a run that ended well came before. */
SCENARIO(run_short)
{
    struct job_set set = make_job_set();
    if (arg_int("again", 0)) {
        run_async(set.catalog, set.count, set.results);
        fail_call_from_now(CALL_MALLOC, (uint32_t)arg_int("then_fail_malloc", 0));
    }
    int allowed = (int)arg_int("allowed", (int64_t)set.count * 4);
    struct stock before = take_stock();
    struct rlimit limit = allow_descriptors(allowed);
    int answer = (prepare_call(), run_async(set.catalog, set.count, set.results));
    int kept = errno;
    restore_descriptors(limit);
    errno = kept;
    observe_answer("returned", "run_async", answer);
    observe_standard_descriptors();
    observe_leftovers(before);
}
