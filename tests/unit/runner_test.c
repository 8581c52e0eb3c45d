/*
 * runner_test.c - unit tests of the runner: contained calls, what they capture, and the
 * words for their outcomes. Link with runner/contained.c, capture.c and outcome.c.
 *
 * The functions called here misbehave as learner code may. No test measures time: where
 * one must hang, it hangs for ever, and a short limit ends it.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture.h"
#include "contained.h"
#include "outcome.h"

#define GENEROUS_MS 10000
#define SHORT_MS    100

static int private_value = 1;

/* Calls the function with the descriptors at `request`; the answer is an int. */
static struct contained_end call(contained_function function, const void *request,
                                 unsigned limit_ms, int *answer, struct capture *output)
{
    struct contained_end end;
    int status =
        contained_call(function, request, answer, sizeof *answer, limit_ms, output, &end);
    cr_assert_eq(status, 0, "contained_call: %s", strerror(errno));
    return end;
}

static bool captured(const struct capture *output, const char *text)
{
    char all[CAPTURE_SIZE + 1] = {0};
    memcpy(all, output->text, output->used);
    return strstr(all, text) != NULL;
}

/* ---- how a call ends -------------------------------------------------------------- */

static void add_one(const void *request, void *answer)
{
    private_value = 2;
    *(int *)answer = *(const int *)request + 1;
}

Test(contained, answer_comes_back_and_nothing_else)
{
    int request = 41, answer = 0;
    struct capture output = {0};
    struct contained_end end = call(add_one, &request, GENEROUS_MS, &answer, &output);
    cr_assert_eq(end.ending, CONTAINED_RETURNED);
    cr_assert_eq(answer, 42);
    cr_assert_eq(private_value, 1);
    cr_assert_eq(output.used, 0);
}

static void crash(const void *request, void *answer)
{
    (void)request;
    *(int *)answer = 7;
    printf("last words");
    raise(SIGABRT);
}

Test(contained, crash_is_named_and_leaves_no_answer)
{
    int answer = 0;
    struct capture output = {0};
    struct contained_end end = call(crash, NULL, GENEROUS_MS, &answer, &output);
    cr_assert_eq(end.ending, CONTAINED_CRASHED);
    cr_assert_eq(end.number, SIGABRT);
    cr_assert_eq(answer, 0);
    cr_assert(captured(&output, "last words"));
}

static void leave(const void *request, void *answer)
{
    (void)request;
    (void)answer;
    exit(0);
}

Test(contained, exit_0_is_no_return)
{
    int answer = 0;
    struct capture output = {0};
    struct contained_end end = call(leave, NULL, GENEROUS_MS, &answer, &output);
    cr_assert_eq(end.ending, CONTAINED_EXITED);
    cr_assert_eq(end.number, 0);
}

static void hang(const void *request, void *answer)
{
    (void)request;
    (void)answer;
    for (;;)
        pause();
}

Test(contained, hang_is_ended)
{
    int answer = 0;
    struct capture output = {0};
    struct contained_end end = call(hang, NULL, SHORT_MS, &answer, &output);
    cr_assert_eq(end.ending, CONTAINED_TIMED_OUT);
}

static void stop_itself(const void *request, void *answer)
{
    (void)request;
    (void)answer;
    raise(SIGSTOP);
}

Test(contained, stopped_child_is_ended)
{
    int answer = 0;
    struct capture output = {0};
    struct contained_end end = call(stop_itself, NULL, SHORT_MS, &answer, &output);
    cr_assert_eq(end.ending, CONTAINED_TIMED_OUT);
}

static void return_twice(const void *request, void *answer)
{
    (void)request;
    pid_t child = fork();
    *(int *)answer = child == 0 ? 2 : 1;
    if (child > 0)
        waitpid(child, NULL, 0);
}

Test(contained, child_that_returns_by_mistake_does_not_answer)
{
    int answer = 0;
    struct capture output = {0};
    struct contained_end end = call(return_twice, NULL, GENEROUS_MS, &answer, &output);
    cr_assert_eq(end.ending, CONTAINED_RETURNED);
    cr_assert_eq(answer, 1);
}

static void return_in_a_child_only(const void *request, void *answer)
{
    (void)request;
    *(int *)answer = 2;
    pid_t child = fork();
    if (child > 0) {
        waitpid(child, NULL, 0);
        _exit(3);
    }
}

Test(contained, leader_must_return_itself)
{
    int answer = 0;
    struct capture output = {0};
    struct contained_end end =
        call(return_in_a_child_only, NULL, GENEROUS_MS, &answer, &output);
    cr_assert_eq(end.ending, CONTAINED_EXITED);
    cr_assert_eq(end.number, 3);
    cr_assert_eq(answer, 0);
}

/* ---- what a call leaves behind ---------------------------------------------------- */

/* The request is the write end of a pipe: it stays open as long as a process has it. */
static void leave_a_child_behind(const void *request, void *answer)
{
    (void)answer;
    if (fork() == 0)
        for (;;)
            pause();
    close(*(const int *)request);
}

Test(contained, children_of_the_function_are_ended_too)
{
    int ends[2], answer = 0;
    char byte;
    struct capture output = {0};
    cr_assert_eq(pipe(ends), 0);
    struct contained_end end =
        call(leave_a_child_behind, &ends[1], GENEROUS_MS, &answer, &output);
    cr_assert_eq(end.ending, CONTAINED_RETURNED);
    close(ends[1]);
    cr_assert_eq(read(ends[0], &byte, 1), 0, "somebody still holds the pipe open");
    close(ends[0]);
}

static void read_stdin(const void *request, void *answer)
{
    (void)request;
    *(int *)answer = getchar();
}

Test(contained, there_is_nothing_to_read)
{
    int answer = 0;
    struct capture output = {0};
    call(read_stdin, NULL, GENEROUS_MS, &answer, &output);
    cr_assert_eq(answer, EOF);
}

static void print_much(const void *request, void *answer)
{
    (void)request;
    (void)answer;
    for (int i = 0; i < 100000; i++)
        puts("a line that is printed again and again");
}

Test(contained, output_beyond_a_pipe_neither_blocks_nor_is_kept)
{
    int answer = 0;
    struct capture output = {0};
    capture_label(&output, "print_much");
    struct contained_end end = call(print_much, NULL, GENEROUS_MS, &answer, &output);
    cr_assert_eq(end.ending, CONTAINED_RETURNED);
    cr_assert(output.cut);
    cr_assert_eq(output.used, CAPTURE_PART);
    cr_assert(captured(&output, "[print_much]\na line"));
}

/* ---- captured output -------------------------------------------------------------- */

Test(capture, parts_are_named_once_and_only_if_they_printed)
{
    struct capture output = {0};
    const char *talks = "talks";
    capture_label(&output, talks);
    capture_add(&output, "one", 3);
    capture_label(&output, "is silent");
    capture_label(&output, talks);
    capture_add(&output, " two", 4);
    capture_label(&output, "ends");
    capture_add(&output, "three", 5);
    const char *expected = "[talks]\none two\n[ends]\nthree";
    cr_assert_eq(output.used, strlen(expected));
    cr_assert(captured(&output, expected));
    cr_assert_not(output.cut);
}

Test(capture, never_holds_more_than_its_size)
{
    static const char *const labels[] = {"1", "2", "3", "4", "5", "6"};
    char much[CAPTURE_SIZE] = {0};
    struct capture output = {0};
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        capture_label(&output, labels[i]);
        capture_add(&output, much, sizeof much);
    }
    cr_assert_eq(output.used, CAPTURE_SIZE);
    cr_assert(output.cut);
}

/* ---- words ------------------------------------------------------------------------ */

static const struct learner_function some_function = {"run_async", 5};

static void expect_phrase(struct contained_end end, int returned, int error,
                          const char *expected)
{
    char text[80];
    outcome_phrase(outcome_of(end, returned, error), &some_function, text, sizeof text);
    cr_expect_str_eq(text, expected);
}

Test(outcome, each_is_said_in_words)
{
    struct contained_end returned = {.ending = CONTAINED_RETURNED};
    expect_phrase(returned, 0, 0, "right");
    expect_phrase(returned, -1, ENOSYS, "not written yet: run_async (task 5)");
    expect_phrase(returned, -1, ENOMEM, "failed: Cannot allocate memory (ENOMEM)");
    expect_phrase(returned, 3, 0, "failed without setting errno");
    expect_phrase((struct contained_end){.ending = CONTAINED_TIMED_OUT}, 0, 0,
                  "did not finish within 10 s");
    expect_phrase((struct contained_end){CONTAINED_CRASHED, SIGSEGV}, 0, 0,
                  "crashed: SIGSEGV");
    expect_phrase((struct contained_end){CONTAINED_EXITED, 4}, 0, 0,
                  "exited with status 4 before it returned");
}

Test(outcome, short_words_fit_a_narrow_cell)
{
    for (int kind = OUTCOME_RIGHT; kind <= OUTCOME_NOT_TRIED; kind++)
        for (int number = 0; number < 140; number++) {
            char text[80];
            outcome_short((struct outcome){(enum outcome_kind)kind, number}, text,
                          sizeof text);
            cr_expect_leq(strlen(text), 17, "%s", text);
        }
}
