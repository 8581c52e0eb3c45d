/*
 * watch_judging_test.c - unit tests of a validation under way: what it brings, and that nothing stays behind
 * when it is cancelled. In the place of build/lab stands a script. Link with
 * validate/watch/judging.c, validate/common/files.c and -lcjson.
 */
#define _GNU_SOURCE
#include "judging.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "scratch.h"

#define BOUND_MS 60000

static void begin(void)
{
    scratch_open();
    judging_prepare();
}

TestSuite(judging, .init = begin, .fini = scratch_close, .timeout = 90);

static void lab_is(const char *script)
{
    char text[2048];
    snprintf(text, sizeof text, "#!/bin/sh\n%s\n", script);
    put_file("build/lab", text);
    cr_assert_eq(chmod("build/lab", 0755), 0);
}

/* Waits for the end, which SIGCHLD may announce at any moment: by asking. */
static struct judging_outcome finish(struct judging *run)
{
    struct judging_outcome outcome = {.status = -1};
    for (int waited = 0; !judging_ended(run, 0, &outcome); waited++) {
        cr_assert(waited < BOUND_MS / 10, "the run doesn't end");
        poll(NULL, 0, 10);
    }
    return outcome;
}

Test(judging, brings_verdict_and_status)
{
    lab_is("echo '{\"tasks\":[]}'; exit 1");
    struct judging run = {0};
    cr_assert_eq(judging_start(&run, 4, NULL), 0);
    struct judging_outcome outcome = finish(&run);
    cr_assert_eq(outcome.status, 1);
    cr_assert(cJSON_IsArray(cJSON_GetObjectItem(outcome.results, "tasks")));
    cr_assert_str_empty(outcome.trouble);
    cr_assert_eq(run.pid, 0);
    cJSON_Delete(outcome.results);
}

Test(judging, is_told_task_and_seed)
{
    uint64_t seed = 4711;
    lab_is("echo \"[\\\"$*\\\"]\"; read line || exit 7");
    struct judging run = {0};
    cr_assert_eq(judging_start(&run, 4, &seed), 0);
    struct judging_outcome outcome = finish(&run);
    cr_assert_eq(outcome.status, 7, "its input is empty");
    cr_assert_str_eq(cJSON_GetStringValue(cJSON_GetArrayItem(outcome.results, 0)),
                     "validate --format=json --seed=4711 4");
    cJSON_Delete(outcome.results);
}

Test(judging, says_what_the_lab_complained_of)
{
    lab_is("echo 'lab: no space' >&2; echo more >&2; exit 3");
    struct judging run = {0};
    cr_assert_eq(judging_start(&run, 0, NULL), 0);
    struct judging_outcome outcome = finish(&run);
    cr_assert_eq(outcome.status, 3);
    cr_assert_str_eq(outcome.trouble, "lab: no space");
    cr_assert_null(outcome.results);
}

Test(judging, a_lab_that_is_not_there)
{
    struct judging run = {0};
    cr_assert_eq(judging_start(&run, 4, NULL), 0);
    struct judging_outcome outcome = finish(&run);
    cr_assert_eq(outcome.status, 3);
    assert_has(outcome.trouble, "build/lab can't be run");
}

/* Reads the numbers of processes that the script writes into a pipe by name. */
static void read_pids(const char *fifo, int *pids, int count)
{
    FILE *from = fopen(fifo, "r");
    cr_assert(from);
    for (int i = 0; i < count; i++)
        cr_assert_eq(fscanf(from, "%d", &pids[i]), 1);
    fclose(from);
}

static bool is_there(int pid)
{
    return kill(pid, 0) == 0 || errno != ESRCH;
}

static void cancel_and_look(const char *script, int count)
{
    int pids[8];
    struct judging run = {0};
    struct stat status;
    char folder[64];
    lab_is(script);
    cr_assert_eq(mkfifo("pids", 0600), 0);
    cr_assert_eq(judging_start(&run, 4, NULL), 0);
    snprintf(folder, sizeof folder, "build/runs/%d", (int)run.pid);
    read_pids("pids", pids, count);
    cr_assert_eq(stat(folder, &status), 0);
    judging_cancel(&run, 0);
    cr_assert_eq(run.pid, 0);
    for (int i = 0; i < count; i++)
        cr_assert_not(is_there(pids[i]), "process %d of %d is left", i, count);
    cr_assert_neq(stat(folder, &status), 0, "its folder is left");
    cr_assert(waitpid(-1, NULL, 0) < 0 && errno == ECHILD, "a child is left");
}

#define FOLDER "mkdir -p build/runs/$$/scratch; : >build/runs/$$/scratch/a; "

Test(judging, cancelled_it_leaves_nothing)
{
    cancel_and_look(FOLDER "sleep 1000 & echo $$ $! >pids; wait", 2);
}

/* Probes are in sessions of their own, and may ignore what can be ignored. */
Test(judging, cancelled_it_leaves_nothing_of_other_sessions)
{
    cancel_and_look(FOLDER "setsid sh -c 'trap \"\" TERM HUP; sleep 1000 & echo $$ $! "
                           ">pids; wait; wait' & wait",
                    2);
}

Test(judging, cancelled_although_it_ignores_the_signal)
{
    cancel_and_look("trap '' TERM; " FOLDER
                    "sleep 1000 & echo $$ $! >pids; while :; do wait; sleep 1000; done",
                    2);
}

Test(judging, cancelled_although_it_is_stopped)
{
    cancel_and_look(FOLDER "sleep 1000 & echo $$ $! >pids; kill -STOP $$; wait", 2);
}

/* The command that has the terminal goes on. */
Test(judging, spares_a_child_that_is_not_of_it)
{
    struct judging run = {0};
    int pids[1];
    pid_t other = fork();
    if (other == 0) {
        pause();
        _exit(0);
    }
    lab_is("echo $$ >pids; sleep 1000");
    cr_assert_eq(mkfifo("pids", 0600), 0);
    cr_assert_eq(judging_start(&run, 4, NULL), 0);
    read_pids("pids", pids, 1);
    judging_cancel(&run, other);
    cr_assert_not(is_there(pids[0]));
    cr_assert_eq(waitpid(other, NULL, WNOHANG), 0);
    kill(other, SIGKILL);
    cr_assert_eq(waitpid(other, NULL, 0), other);
}

Test(judging, nothing_to_cancel)
{
    struct judging run = {0};
    struct judging_outcome outcome;
    judging_cancel(&run, 0);
    cr_assert_eq(judging_ended(&run, 0, &outcome), 0);
}
