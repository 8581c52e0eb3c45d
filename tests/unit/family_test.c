/*
 * family_test.c - unit tests of looking at processes from outside: who sleeps for ever,
 * whether somebody has run between two looks, and that a whole family can be ended. Link
 * with validate/checks/family.c.
 */
#define _GNU_SOURCE
#include "family.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(family, .timeout = 30, .fini = family_kill_descendants);

/* Starts a child that runs `what` and ends. It ends with this process in any case. */
static pid_t start(void (*what)(void))
{
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        what();
        _exit(0);
    }
    return child;
}

static int ends[2]; /* a pipe */

static void read_for_ever(void)
{
    char byte;
    while (read(ends[0], &byte, 1) == 1)
        continue;
}

static void end_at_once(void)
{
}

static void sleep_long(void)
{
    sleep(20);
}

static void run_on(void)
{
    alarm(20);
    for (;;)
        continue;
}

/* Looks until all sleep for ever; the test's timeout is the bound. */
static struct family look_until_asleep(void)
{
    struct family family;
    do
        family = family_look(getpid(), true);
    while (!family.asleep_for_ever);
    return family;
}

Test(family, nobody_is_no_sleeper)
{
    struct family family = family_look(getpid(), true);
    cr_assert_eq(family.processes, 0);
    cr_assert_eq(family.threads, 0);
    cr_assert_not(family.asleep_for_ever);
}

Test(family, a_reader_of_a_pipe_sleeps_for_ever)
{
    cr_assert_eq(pipe(ends), 0);
    start(read_for_ever);
    start(read_for_ever);
    struct family family = look_until_asleep();
    cr_assert_eq(family.processes, 2);
    cr_assert_eq(family.threads, 2);
    cr_assert_eq(family.in.reads, 2);
    cr_assert_gt(family.resident, 0);
}

Test(family, the_signature_stays_until_somebody_runs)
{
    cr_assert_eq(pipe(ends), 0);
    start(read_for_ever);
    uint64_t first = look_until_asleep().signature;
    cr_assert_eq(look_until_asleep().signature, first);
    cr_assert_eq(write(ends[1], "x", 1), 1);
    int left;
    do /* until the child has taken the byte: it has run then */
        cr_assert_eq(ioctl(ends[0], FIONREAD, &left), 0);
    while (left > 0);
    cr_assert_neq(look_until_asleep().signature, first);
}

/* A sleep that ends by itself, and no sleep at all: in a hundred looks nobody is called
 * asleep. */
Test(family, a_sleep_with_an_end_is_not_for_ever)
{
    cr_assert_eq(pipe(ends), 0);
    start(read_for_ever);
    start(sleep_long);
    for (int i = 0; i < 100; i++)
        cr_assert_not(family_look(getpid(), true).asleep_for_ever);
}

Test(family, who_runs_does_not_sleep)
{
    start(run_on);
    for (int i = 0; i < 100; i++)
        cr_assert_not(family_look(getpid(), true).asleep_for_ever);
}

static void have_a_child(void)
{
    if (fork() == 0)
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    else if (write(ends[1], "x", 1) != 1)
        _exit(1);
    read_for_ever();
}

Test(family, a_child_of_a_child_belongs_to_it)
{
    int other[2];
    char byte;
    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(pipe(other), 0);
    int kept = ends[0];
    ends[0] = other[0];
    start(have_a_child);
    cr_assert_eq(read(kept, &byte, 1), 1);
    struct family family = look_until_asleep();
    cr_assert_eq(family.processes, 2);
    cr_assert_eq(family.in.reads, 2);
}

Test(family, a_quick_look_claims_nothing)
{
    cr_assert_eq(pipe(ends), 0);
    start(read_for_ever);
    look_until_asleep();
    struct family family = family_look(getpid(), false);
    cr_assert_eq(family.processes, 1);
    cr_assert_not(family.asleep_for_ever);
}

/* Its parent may be the one who sleeps for ever. */
Test(family, the_dead_do_not_count_as_awake)
{
    cr_assert_eq(pipe(ends), 0);
    pid_t dead = start(end_at_once);
    siginfo_t info;
    cr_assert_eq(waitid(P_PID, (id_t)dead, &info, WEXITED | WNOWAIT), 0);
    start(read_for_ever);
    struct family family = look_until_asleep();
    cr_assert_eq(family.processes, 2);
    cr_assert_eq(family.threads, 1);
}

static void start_a_tree(void)
{
    for (int i = 0; i < 3; i++) {
        pid_t child = fork();
        if (child == 0) {
            setsid();
            if (i > 0 && fork() > 0)
                _exit(0);
            alarm(20);
            if (write(ends[1], "x", 1) != 1)
                _exit(1);
            sleep_long();
            _exit(0);
        }
    }
    sleep_long();
}

Test(family, a_whole_tree_is_ended_orphans_included)
{
    char byte;
    cr_assert_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    cr_assert_eq(pipe(ends), 0);
    start(start_a_tree);
    for (int i = 0; i < 3; i++)
        cr_assert_eq(read(ends[0], &byte, 1), 1);
    family_kill_descendants();
    cr_assert_eq(waitpid(-1, NULL, 0), -1);
    cr_assert_eq(errno, ECHILD);
    close(ends[1]);
    cr_assert_eq(read(ends[0], &byte, 1), 0, "somebody still holds the pipe");
}
