/*
 * command_test.c - unit tests of running programs side by side: their output and status,
 * and what becomes of the others when one can't be started. Link with
 * validate/common/{command,files}.c.
 */
#define _GNU_SOURCE
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>

#include "scratch.h"

#define OUTPUT_LIMIT (256 * 1024) /* as command.h promises */

TestSuite(command, .init = scratch_open, .fini = scratch_close);

static struct command shell(const char *script)
{
    struct command command = {0};
    command_add(&command, "sh");
    command_add(&command, "-c");
    command_add(&command, "%s", script);
    return command;
}

static int open_descriptors(void)
{
    int count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

Test(command, keeps_status_and_both_outputs)
{
    struct command command = shell("echo out; echo err >&2; exit 7");
    cr_assert_eq(run_commands(&command, 1, 1), 0);
    cr_assert_eq(command.status, 7);
    cr_assert_str_eq(command.output, "out\nerr\n");
    command_free(&command);
    cr_assert_eq(command.word_count, 0);
    cr_assert_null(command.output);
}

Test(command, a_signal_is_told_as_shells_do)
{
    struct command command = shell("kill -9 $$");
    cr_assert_eq(run_commands(&command, 1, 1), 0);
    cr_assert_eq(command.status, 128 + 9);
    cr_assert_str_empty(command.output);
    command_free(&command);
}

Test(command, stdin_is_empty, .timeout = 10)
{
    struct command command = shell("read line || echo nothing");
    cr_assert_eq(run_commands(&command, 1, 1), 0);
    cr_assert_str_eq(command.output, "nothing\n");
    command_free(&command);
}

/* More than a pipe holds: nobody may wait for a reader. */
Test(command, much_output_is_cut_and_holds_nobody_up, .timeout = 20)
{
    struct command command =
        shell("yes 123456789 | head -c 1000000; echo end >&2; exit 3");
    cr_assert_eq(run_commands(&command, 1, 1), 0);
    cr_assert_eq(command.status, 3);
    cr_assert_eq(strlen(command.output), OUTPUT_LIMIT);
    cr_assert_eq(strncmp(command.output, "123456789\n123456789\n", 20), 0);
    command_free(&command);
}

Test(command, each_of_many_keeps_its_own)
{
    enum { COUNT = 60 };
    struct command commands[COUNT];
    int before = open_descriptors();
    for (int i = 0; i < COUNT; i++) {
        char script[64];
        snprintf(script, sizeof script, "echo number %d; exit %d", i, i);
        commands[i] = shell(script);
    }
    cr_assert_eq(run_commands(commands, COUNT, 8), 0);
    for (int i = 0; i < COUNT; i++) {
        char expected[64];
        snprintf(expected, sizeof expected, "number %d\n", i);
        cr_assert_eq(commands[i].status, i);
        cr_assert_str_eq(commands[i].output, expected);
        command_free(&commands[i]);
    }
    cr_assert_eq(open_descriptors(), before, "descriptors were left open");
}

/* Two that can only end together, through FIFOs: one after the other they would hang. */
Test(command, side_by_side_means_at_the_same_time, .timeout = 20)
{
    cr_assert_eq(mkfifo("there", 0600), 0);
    cr_assert_eq(mkfifo("back", 0600), 0);
    struct command commands[] = {shell("echo ping >there; cat back"),
                                 shell("cat there; echo pong >back")};
    cr_assert_eq(run_commands(commands, 2, 2), 0);
    cr_assert_str_eq(commands[0].output, "pong\n");
    cr_assert_str_eq(commands[1].output, "ping\n");
    command_free(&commands[0]);
    command_free(&commands[1]);
}

/* Each makes a folder that must not be there yet, and takes it away again. */
Test(command, no_more_at_once_than_allowed)
{
    struct command commands[12];
    for (int i = 0; i < 12; i++)
        commands[i] = shell("mkdir alone && rmdir alone");
    cr_assert_eq(run_commands(commands, 12, 1), 0);
    for (int i = 0; i < 12; i++) {
        cr_assert_eq(commands[i].status, 0, "%s", commands[i].output);
        command_free(&commands[i]);
    }
}

Test(command, one_that_can_not_be_started_leaves_none_running)
{
    struct command commands[] = {shell("echo one"), {.status = 0}, shell("echo three")};
    int before = open_descriptors();
    command_add(&commands[1], "no-such-program-anywhere");
    errno = 0;
    cr_assert_eq(run_commands(commands, 3, 2), -1);
    cr_assert_eq(errno, ENOENT);
    cr_assert_eq(commands[0].status, 0);
    cr_assert_str_eq(commands[0].output, "one\n");
    cr_assert_null(commands[1].output);
    cr_assert_eq(open_descriptors(), before, "descriptors were left open");
    for (int i = 0; i < 3; i++)
        command_free(&commands[i]);
}

/* The one started first ends first, while somebody waits for another. */
Test(command, a_wait_takes_no_other_command_that_ended)
{
    struct command first = shell("echo first; exit 3"),
                   second = shell("cat end >/dev/null; echo second");
    struct command *both[] = {&second, &first};
    cr_assert_eq(mkfifo("end", 0600), 0);
    cr_assert_eq(start_command(&first), 0);
    cr_assert_eq(start_command(&second), 0);
    cr_assert_eq(wait_for_command(both, 2), 1);
    cr_assert_eq(first.status, 3);
    struct command third = shell("echo end >end");
    cr_assert_eq(run_commands(&third, 1, 1), 0);
    cr_assert_eq(wait_for_command(both, 1), 0);
    cr_assert_str_eq(second.output, "second\n");
    command_free(&first);
    command_free(&second);
    command_free(&third);
}

/* The second one has ended by then: its status must still be there. */
Test(command, an_ended_command_is_still_there_to_be_waited_for)
{
    struct command early = shell("exit 5"), other = shell("cat end >/dev/null");
    struct command *only = &early;
    cr_assert_eq(mkfifo("end", 0600), 0);
    cr_assert_eq(start_command(&early), 0);
    siginfo_t end;
    cr_assert_eq(waitid(P_PID, (id_t)early.pid, &end, WEXITED | WNOWAIT), 0);
    struct command opens = shell("echo end >end");
    struct command *both[] = {&other, &opens};
    cr_assert_eq(start_command(&other), 0);
    cr_assert_eq(start_command(&opens), 0);
    int ended = wait_for_command(both, 2);
    wait_for_command(&both[1 - ended], 1);
    cr_assert_eq(wait_for_command(&only, 1), 0);
    cr_assert_eq(early.status, 5);
    command_free(&early);
    command_free(&other);
    command_free(&opens);
}

Test(command, there_is_a_processor)
{
    cr_assert_geq(processors(), 1);
}
