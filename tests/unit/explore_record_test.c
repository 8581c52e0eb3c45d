/*
 * explore_record_test.c - what a report shows of a schedule: steps and accesses with
 * values, and which of them matter.
 */
#include "explore_calls.h"

#include "access.h"
#include "finding.h"
#include "heap.h"
#include "record.h"
#include "session.h"
#include "walk.h"

static struct explore_report shown;
static int counter;

/* One schedule: the default one, without a search. */
static void run_once(void (*scenario)(void *arg), bool recorded)
{
    struct explore_options options = {.schedules = 1};
    cr_assert_eq(session_open(scenario, NULL, NULL, &options), 0);
    strategy_use(&walk_keep_running);
    schedule.recording = recorded;
    session_run();
    schedule.recording = false;
}

static void run_recorded(void (*scenario)(void *arg))
{
    run_once(scenario, true);
    shown = report;
    session_close();
}

static __attribute__((noinline)) int read_int(const int *from)
{
    access_memory(from, sizeof *from, ACCESS_READ, __builtin_return_address(0));
    return *from;
}

static __attribute__((noinline)) void write_int(int *to, int value)
{
    access_memory(to, sizeof *to, ACCESS_WRITE, __builtin_return_address(0));
    *to = value;
}

/* The n-th step that is shown with this operation; the test fails if there is none. */
static const struct explore_step *step_of(enum explore_op op, unsigned n)
{
    for (unsigned i = 0; i < shown.step_count; i++)
        if (shown.steps[i].op == op && n-- == 0)
            return &shown.steps[i];
    cr_assert_fail("no more steps that %s", explore_op_name(op));
    return NULL;
}

/* The n-th access of that kind to the counter. */
static const struct explore_step *access_of(enum explore_op op, unsigned n)
{
    for (unsigned i = 0;; i++) {
        const struct explore_step *step = step_of(op, i);
        if (step->location.address == (uintptr_t)&counter && n-- == 0)
            return step;
    }
}

static unsigned count_relevant(enum explore_op op)
{
    unsigned count = 0;
    for (unsigned i = 0; i < shown.step_count; i++)
        count += shown.steps[i].op == op && shown.steps[i].relevant;
    return count;
}

/* ---- a lost update --------------------------------------------------------------- */

static int unrelated[2];
static pthread_mutex_t outer;

static void *lose_update(void *arg)
{
    int *mine = &unrelated[arg != NULL];
    write_int(mine, 9);
    pthread_mutex_lock(&outer);
    int seen = read_int(&counter);
    pthread_mutex_unlock(&outer);
    sched_yield();
    sched_yield(); /* who has yielded lets the other run before its next step */
    write_int(&counter, seen + 1);
    return NULL;
}

static void two_updates(void *arg)
{
    pthread_t threads[2];
    (void)arg;
    write_int(&counter, 40);
    pthread_mutex_init(&outer, NULL);
    pthread_create(&threads[0], NULL, lose_update, NULL);
    pthread_create(&threads[1], NULL, lose_update, &counter);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    if (read_int(&counter) != 42)
        explore_wrong("an update is lost");
}

Test(explore_record, a_lost_update_is_shown_with_its_values)
{
    run_recorded(two_updates);
    expect_verdict(&shown, EXPLORE_WRONG);
    cr_expect_eq(shown.step_count, shown.total_steps);
    for (unsigned i = 0; i < shown.step_count; i++)
        cr_expect_eq(shown.steps[i].number, i + 1);
    const struct explore_step *first = access_of(EXPLORE_OP_WRITE, 0);
    cr_expect_eq(first->thread, 0);
    cr_expect_eq(first->location.place, EXPLORE_PLACE_GLOBAL);
    cr_expect_eq(first->value, 40);
    cr_expect_not(first->relevant, "nothing was shared yet");
    for (unsigned i = 0; i < 2; i++) {
        const struct explore_step *read = access_of(EXPLORE_OP_READ, i);
        const struct explore_step *write = access_of(EXPLORE_OP_WRITE, 1 + i);
        cr_expect(read->has_value && read->relevant);
        cr_expect_eq(read->value, 40);
        cr_expect(write->has_value && write->relevant);
        cr_expect_eq(write->before, 40 + i);
        cr_expect_eq(write->value, 41);
    }
    cr_expect_eq(count_relevant(EXPLORE_OP_WRITE), 2, "what only one thread uses");
    cr_expect_eq(count_relevant(EXPLORE_OP_LOCK), 2, "the lock around the reading");
    cr_expect_eq(count_relevant(EXPLORE_OP_UNLOCK), 2);
    cr_expect_eq(count_relevant(EXPLORE_OP_CREATE), 2);
    cr_expect_eq(count_relevant(EXPLORE_OP_START), 2);
    cr_expect_eq(count_relevant(EXPLORE_OP_JOIN), 2);
    cr_expect_eq(count_relevant(EXPLORE_OP_YIELD), 0);
}

/* ---- a deadlock ------------------------------------------------------------------ */

static pthread_mutex_t left, right;

static void *left_right(void *arg)
{
    pthread_mutex_lock(&outer);
    pthread_mutex_unlock(&outer);
    pthread_mutex_lock(&left);
    sched_yield();
    pthread_mutex_lock(&right);
    return arg;
}

static void *right_left(void *arg)
{
    pthread_mutex_lock(&right);
    write_int(&counter, 1);
    sched_yield();
    pthread_mutex_lock(&left);
    return arg;
}

static void crossed(void *arg)
{
    (void)arg;
    pthread_mutex_init(&outer, NULL);
    pthread_mutex_init(&left, NULL);
    pthread_mutex_init(&right, NULL);
    run_two(left_right, right_left);
}

Test(explore_record, of_a_deadlock_the_locks_matter)
{
    run_recorded(crossed);
    expect_verdict(&shown, EXPLORE_DEADLOCK);
    cr_expect_eq(count_relevant(EXPLORE_OP_LOCK), 2);
    cr_expect_eq(count_relevant(EXPLORE_OP_UNLOCK), 0);
    cr_expect_eq(count_relevant(EXPLORE_OP_WRITE), 0);
    cr_expect_eq(count_relevant(EXPLORE_OP_CREATE), 2);
    const struct explore_step *lock = step_of(EXPLORE_OP_LOCK, 1);
    cr_expect_eq(lock->location.address, (uintptr_t)lock->object);
    cr_expect_eq(lock->location.size, 0);
}

/* ---- blocks ---------------------------------------------------------------------- */

static void use_after_free(void *arg)
{
    int *other = explore_malloc(8);
    int *block = explore_malloc(8);
    (void)arg;
    write_int(&block[1], 3);
    explore_free(other);
    explore_free(block);
    write_int(&block[1], 4);
}

Test(explore_record, of_a_freed_block_its_life_matters)
{
    run_recorded(use_after_free);
    expect_verdict(&shown, EXPLORE_MEMORY);
    cr_expect_eq(count_relevant(EXPLORE_OP_ALLOCATE), 1);
    cr_expect_eq(count_relevant(EXPLORE_OP_FREE), 1);
    cr_expect_eq(count_relevant(EXPLORE_OP_WRITE), 2, "that a free writes isn't shown");
    const struct explore_step *last = &shown.steps[shown.step_count - 1];
    cr_expect_eq(last->op, EXPLORE_OP_WRITE);
    cr_expect_not(last->has_value);
    cr_expect_eq(last->location.offset, 4);
    cr_expect_eq(shown.involved[0].step, last->number);
}

/* ---- many steps ------------------------------------------------------------------ */

static int cells[3000];

static void *poll_counter(void *arg)
{
    for (int i = 0; i < 50; i++)
        (void)read_int(&counter);
    return arg;
}

static void *fill_cells(void *arg)
{
    for (int i = 0; i < 3000; i++)
        write_int(&cells[i], i);
    write_int(&counter, 1);
    return arg;
}

static void many_accesses(void *arg)
{
    (void)arg;
    counter = 0;
    run_two(poll_counter, fill_cells);
    explore_wrong("always");
}

Test(explore_record, irrelevant_steps_are_left_out_first)
{
    run_recorded(many_accesses);
    cr_expect_eq(shown.step_count, EXPLORE_MAX_STEPS);
    cr_expect_gt(shown.total_steps, 3050);
    cr_expect_eq(count_relevant(EXPLORE_OP_READ), 1, "the same again and again");
    cr_expect_eq(count_relevant(EXPLORE_OP_WRITE), 1);
    cr_expect_eq(step_of(EXPLORE_OP_CREATE, 0)->number, 2, "the oldest are there");
    for (unsigned i = 1; i < shown.step_count; i++)
        cr_expect_gt(shown.steps[i].number, shown.steps[i - 1].number);
}

static void *fill_often(void *arg)
{
    for (int i = 0; i < RECORD_MOST; i++)
        write_int(&cells[i % 3000], i);
    return arg;
}

static void endless_accesses(void *arg)
{
    (void)arg;
    run_two(fill_often, poll_counter);
    explore_wrong("always");
}

Test(explore_record, of_a_million_the_oldest_are_dropped)
{
    run_recorded(endless_accesses);
    cr_expect_gt(shown.total_steps, RECORD_MOST);
    cr_expect_eq(shown.step_count, EXPLORE_MAX_STEPS);
    cr_expect_eq(shown.steps[shown.step_count - 1].number, shown.total_steps);
}

/* ---- without recording ----------------------------------------------------------- */

Test(explore_record, only_what_is_wanted_is_recorded)
{
    run_once(two_updates, true);
    cr_expect_gt(record_number(), schedule.step_count);
    cr_expect_eq(record_of_step(0), 1);
    cr_expect_eq(record_of_step(schedule.step_count), 0);
    session_close();
    run_once(two_updates, false);
    cr_expect_eq(record_number(), 0);
    cr_expect_eq(record_of_step(0), 0);
    cr_expect_eq(report.step_count, schedule.step_count);
    session_close();
}
