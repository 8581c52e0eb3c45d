/*
 * explore_pipe_test.c - pipes between threads, poll and select, in virtual time.
 */
#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>
#include <unistd.h>

#include "explore_calls.h"
#include "models.h"

static int ends[2];

static void *write_numbers(void *arg)
{
    for (int i = 1; i <= 3; i++)
        if (explore_write(ends[1], &i, sizeof i) != sizeof i)
            explore_wrong("a write is short");
    explore_close(ends[1]);
    return arg;
}

static void hands_over(void *arg)
{
    pthread_t writer;
    int number, sum = 0;
    explore_pipe(ends);
    pthread_create(&writer, NULL, write_numbers, arg);
    while (explore_read(ends[0], &number, sizeof number) == sizeof number)
        sum = sum * 10 + number;
    pthread_join(writer, NULL);
    explore_close(ends[0]);
    if (sum != 123)
        explore_wrong("numbers are lost or out of order");
}

Test(explore_pipe, bytes_come_in_order_and_then_the_end)
{
    struct explore_report report = explored(hands_over);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

static void forgets_to_close(void *arg)
{
    char byte;
    (void)arg;
    explore_pipe(ends);
    while (explore_read(ends[0], &byte, 1) > 0)
        continue;
}

Test(explore_pipe, the_end_never_comes_while_a_write_end_is_open)
{
    struct explore_report report = explored(forgets_to_close);
    cr_expect_eq(report.verdict, EXPLORE_DEADLOCK);
    cr_expect(strstr(report.message, "pipe P1"), "%s", report.message);
}

static void writes_in_vain(void *arg)
{
    explore_pipe(ends);
    explore_close(ends[0]);
    if (arg != NULL)
        explore_signal(SIGPIPE, SIG_IGN);
    if (explore_write(ends[1], "x", 1) != -1 || errno != EPIPE)
        explore_wrong("a write without a reader worked");
}

Test(explore_pipe, a_write_without_a_reader_ends_the_program)
{
    struct explore_report report;
    int ignored = 1;
    cr_expect_eq(explored(writes_in_vain).verdict, EXPLORE_CRASH);
    cr_assert_eq(explore(writes_in_vain, &ignored, NULL, NULL, &report), 0);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

static void reads_in_turn(void *arg)
{
    char byte;
    (void)arg;
    explore_pipe2(ends, O_NONBLOCK | O_CLOEXEC);
    if (explore_read(ends[0], &byte, 1) != -1 || errno != EAGAIN)
        explore_wrong("a read of an empty pipe doesn't say so");
    explore_write(ends[1], "ab", 2);
    if (explore_read(ends[0], &byte, 1) != 1 || byte != 'a')
        explore_wrong("the first byte isn't there");
    if (explore_fcntl(ends[0], F_GETFL, 0) != (O_RDONLY | O_NONBLOCK))
        explore_wrong("the flags are others");
    explore_fcntl(ends[0], F_SETFL, 0);
    explore_close(ends[1]);
    if (explore_read(ends[0], &byte, 1) != 1 || explore_read(ends[0], &byte, 1) != 0)
        explore_wrong("not one more byte and then the end");
    explore_close(ends[0]);
    if (explore_close(ends[0]) != -1 || errno != EBADF)
        explore_wrong("a descriptor is closed twice");
}

Test(explore_pipe, descriptors_have_flags_and_states)
{
    struct explore_report report = explored(reads_in_turn);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

#define LARGE 200000 /* bytes: three times what a pipe holds */

static char sent[LARGE], received[LARGE];

static void *write_much(void *arg)
{
    if (explore_write(ends[1], sent, sizeof sent) != sizeof sent)
        explore_wrong("a long write is short");
    explore_close(ends[1]);
    return arg;
}

static void hands_over_much(void *arg)
{
    pthread_t writer;
    size_t got = 0;
    ssize_t more;
    for (size_t i = 0; i < sizeof sent; i++)
        sent[i] = (char)(i % 251);
    memset(received, 0, sizeof received);
    explore_pipe(ends);
    pthread_create(&writer, NULL, write_much, arg);
    while ((more = explore_read(ends[0], received + got, 30001)) > 0)
        got += (size_t)more;
    pthread_join(writer, NULL);
    if (got != sizeof sent || memcmp(sent, received, sizeof sent) != 0)
        explore_wrong("bytes are lost");
}

Test(explore_pipe, a_writer_waits_for_room)
{
    struct explore_options options = {.schedules = 20};
    struct explore_report report;
    cr_assert_eq(explore(hands_over_much, NULL, NULL, &options, &report), 0);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

static void *write_line(void *arg)
{
    char line[100];
    memset(line, *(char *)arg, sizeof line);
    explore_write(ends[1], line, sizeof line);
    return arg;
}

static void lines_stay_whole(void *arg)
{
    pthread_t writers[2];
    char names[] = "ab", line[100];
    (void)arg;
    explore_pipe(ends);
    for (int i = 0; i < 2; i++)
        pthread_create(&writers[i], NULL, write_line, &names[i]);
    for (int i = 0; i < 2; i++) {
        explore_read(ends[0], line, sizeof line);
        if (memchr(line, line[0] == 'a' ? 'b' : 'a', sizeof line) != NULL)
            explore_wrong("two lines are mixed");
    }
    for (int i = 0; i < 2; i++)
        pthread_join(writers[i], NULL);
}

Test(explore_pipe, short_writes_are_atomic)
{
    struct explore_report report = explored(lines_stay_whole);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

/* ---- poll and select ------------------------------------------------------------------ */

static void polls(void *arg)
{
    pthread_t writer;
    int number, sum = 0;
    explore_pipe(ends);
    struct pollfd entry = {.fd = ends[0], .events = POLLIN};
    if (explore_poll(&entry, 1, 0) != 0 || explore_poll(&entry, 1, 10) != 0)
        explore_wrong("something has happened before anything was written");
    pthread_create(&writer, NULL, write_numbers, arg);
    while (explore_poll(&entry, 1, -1) == 1 && (entry.revents & POLLIN) != 0) {
        explore_read(ends[0], &number, sizeof number);
        sum += number;
    }
    if (sum != 6 || entry.revents != POLLHUP)
        explore_wrong("poll doesn't tell of all numbers and then of the end");
    pthread_join(writer, NULL);
    entry.fd = 77;
    if (explore_poll(&entry, 1, 0) != 1 || entry.revents != POLLNVAL)
        explore_wrong("a descriptor that isn't open passes");
}

Test(explore_pipe, poll_tells_what_has_happened)
{
    struct explore_report report = explored(polls);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

static void selects(void *arg)
{
    pthread_t writer;
    fd_set readable, writable;
    struct timeval none = {0};
    int number;
    explore_pipe(ends);
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    FD_SET(ends[0], &readable);
    FD_SET(ends[1], &writable);
    if (explore_select(ends[1] + 1, &readable, &writable, NULL, &none) != 1 ||
        FD_ISSET(ends[0], &readable) || !FD_ISSET(ends[1], &writable))
        explore_wrong("an empty pipe isn't one that can only be written");
    pthread_create(&writer, NULL, write_numbers, arg);
    FD_SET(ends[0], &readable);
    if (explore_select(ends[0] + 1, &readable, NULL, NULL, NULL) != 1)
        explore_wrong("select came back without anything");
    if (explore_read(ends[0], &number, sizeof number) != sizeof number || number != 1)
        explore_wrong("what select told of isn't there");
    pthread_join(writer, NULL);
}

Test(explore_pipe, select_tells_the_same)
{
    struct explore_report report = explored(selects);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

static void other_descriptors(void *arg)
{
    char byte;
    (void)arg;
    if (explore_read(STDIN_FILENO, &byte, 1) != 0)
        explore_wrong("the standard input isn't empty");
    if (explore_write(STDOUT_FILENO, "x", 1) != 1)
        explore_wrong("the standard output can't be written");
    if (explore_write(55, "x", 1) != -1 || errno != EBADF)
        explore_wrong("a descriptor that isn't open can be written");
}

Test(explore_pipe, other_descriptors_are_the_standard_ones)
{
    struct explore_report report = explored(other_descriptors);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}
