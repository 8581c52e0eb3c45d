/*
 * watch_session_test.c - `build/lab watch` as a learner has it: on a terminal, with an editor that saves; and
 * without a terminal. Each test has a lab of its own, whose learner's files are stubs at first. Everything is
 * waited for by what is shown.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>

#include "own_terminal.h"
#include "scratch.h"

#define SOURCE "tasks/03_performance/performance.c"
#define READY  "q:quit" /* the status line, when nothing is being judged */

static struct pty pty;

static void copy_from_lab(const char *path, const char *to)
{
    char from[PATH_MAX];
    make_path(from, "%s/%s", lab_root, path);
    copy_file(from, to);
}

/* A lab of its own: what is large and never changes is the lab's. */
static void copy_lab(void)
{
    char script[3 * PATH_MAX];
    snprintf(
        script, sizeof script,
        "lab='%s' && mkdir build && cp -a \"$lab/tasks\" \"$lab/solutions\" "
        "\"$lab/runner\" \"$lab/validate\" . && "
        "for stub in validate/stubs/*/*.c; do cp $stub tasks/${stub#validate/stubs/} "
        "|| exit 1; done && cp \"$lab/build/lab\" build && "
        "for part in \"$lab\"/build/checks* \"$lab\"/build/obj "
        "\"$lab\"/build/manifest.json; do ln -s \"$part\" build || exit 1; done",
        lab_root);
    cr_assert_eq(system(script), 0, "can't copy the lab");
}

/* Whoever is left behind by a watch that has ended becomes this process's child. */
static void make_lab(void)
{
    scratch_open();
    copy_lab();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    setenv("TERM", "xterm", 1);
    unsetenv("LAB_WATCH");
    unsetenv("NO_COLOR");
    unsetenv("COLUMNS");
    unsetenv("BXFI_MAP"); /* Criterion's own: the checks are no part of this test */
}

static void check_nothing_left(void)
{
    DIR *runs = opendir("build/runs");
    struct dirent *entry;
    while (runs && (entry = readdir(runs)))
        cr_expect(entry->d_name[0] == '.', "build/runs/%s is left", entry->d_name);
    if (runs)
        closedir(runs);
    pid_t left = waitpid(-1, NULL, WNOHANG);
    cr_expect(left < 0 && errno == ECHILD, "a process is left: %d", (int)left);
    scratch_close();
}

TestSuite(watch, .init = make_lab, .fini = check_nothing_left, .timeout = 900);

static void watch(const char *task)
{
    char *argv[] = {"build/lab", "watch", (char *)task, NULL};
    pty_start(&pty, 100, argv);
}

static void save_solution(void)
{
    copy_from_lab("solutions/03_performance/performance.c", SOURCE);
}

static void save(const char *text)
{
    FILE *file = fopen(SOURCE, "w");
    cr_assert(file);
    fputs(text, file);
    cr_assert_eq(fclose(file), 0);
}

/* ---- saving ----------------------------------------------------------------------------------- */

Test(watch, judges_at_every_save_and_moves_on)
{
    watch("3");
    pty_expect(&pty, "(inotify)");
    pty_expect(&pty, "Task 3, performance, isn't begun yet.");
    pty_expect(&pty, READY);
    save("int broken(\n");
    pty_expect(&pty, "performance.c");
    pty_expect(&pty, "FAIL");
    pty_expect(&pty, "The compiler says:");
    pty_expect(&pty, READY);
    save_solution();
    pty_expect(&pty, "Task 3 passes; on to task 4.");
    pty_expect(&pty, "Task 4, sync, isn't begun yet.");
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

/* What went wrong first comes in full; those that wait for it aren't listed. */
Test(watch, shows_the_first_failure_not_what_passes)
{
    copy_from_lab("solutions/03_performance/performance.c", "solved.c");
    char *text = get_file("solved.c");
    char *rule = strstr(text, "factor >= ");
    cr_assert(rule);
    memcpy(rule, "factor >  ", 10);
    watch("3");
    pty_expect(&pty, READY);
    save(text);
    free(text);
    pty_expect_without(&pty, "FAIL", "pass  ");
    pty_expect_without(&pty, ", 1 fails", "FAIL");
    pty_expect(&pty, "3: ");
    pty_expect(&pty, READY);
    pty_send(&pty, "f");
    pty_expect(&pty, " 1 ");
    pty_expect(&pty, " checks passed");
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

Test(watch, a_file_goes_and_comes_back)
{
    watch("3");
    pty_expect(&pty, READY);
    cr_assert_eq(unlink(SOURCE), 0);
    pty_expect(&pty, "performance.c is missing");
    pty_expect(&pty, READY);
    save_solution();
    pty_expect(&pty, "Task 3 passes");
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

Test(watch, another_tasks_file_makes_that_task_the_current_one)
{
    watch("1");
    pty_expect(&pty, "Task 1, sequential, isn't begun yet.");
    pty_expect(&pty, READY);
    save("");
    pty_expect(&pty, "performance.c is empty");
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

/* The first version would be judged for seconds: it never ends. */
Test(watch, a_save_cancels_what_is_being_judged)
{
    copy_from_lab("solutions/03_performance/performance.c", "solved.c");
    char *text = get_file("solved.c");
    char *endless = malloc(strlen(text) + 100);
    cr_assert(endless);
    char *body = strstr(text, "\n{\n");
    cr_assert(body);
    sprintf(endless, "%.*s\n{\n    for (volatile int i = 0; i < 1; i = 0)\n        ;\n%s",
            (int)(body - text), text, body + 3);
    watch("3");
    pty_expect(&pty, READY);
    put_file(SOURCE, endless);
    pty_expect(&pty, "Judging task 3");
    put_file(SOURCE, text);
    pty_expect_without(&pty, "Task 3 passes", "FAIL");
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
    free(endless);
    free(text);
}

Test(watch, quitting_cancels_what_is_being_judged)
{
    watch("3");
    pty_expect(&pty, READY);
    save_solution();
    pty_expect(&pty, "Judging task 3");
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

Test(watch, polling_when_asked_for)
{
    setenv("LAB_WATCH", "poll", 1);
    watch("3");
    pty_expect(&pty, "looking at the files");
    pty_expect(&pty, "(asked for)");
    pty_expect(&pty, READY);
    save_solution();
    pty_expect(&pty, "Task 3 passes");
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

/* ---- keys --------------------------------------------------------------------------------------- */

Test(watch, keys_bring_help)
{
    watch("3");
    pty_expect(&pty, READY);
    pty_send(&pty, "h");
    pty_expect(&pty, "A hint about");
    pty_expect(&pty, READY);
    pty_send(&pty, "l");
    pty_expect(&pty, "The answer is folded");
    pty_expect(&pty, READY);
    pty_send(&pty, "p");
    pty_expect(&pty, "Next: make");
    pty_expect(&pty, READY);
    pty_send(&pty, "r");
    pty_expect(&pty, "nothing to replay");
    pty_expect(&pty, READY);
    pty_send(&pty, "?");
    pty_expect(&pty, "judge all tasks");
    pty_expect(&pty, READY);
    pty_send(&pty, "z");
    pty_expect(&pty, "z is no key");
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

Test(watch, the_solution_needs_a_second_press)
{
    watch("3");
    pty_expect(&pty, READY);
    pty_send(&pty, "s");
    pty_expect_without(&pty, "s once more shows it", "return");
    pty_expect(&pty, READY);
    pty_send(&pty, "p");
    pty_expect(&pty, READY);
    pty_send(&pty, "s");
    pty_expect(&pty, "s once more shows it");
    pty_expect(&pty, READY);
    pty_send(&pty, "s");
    pty_expect(&pty, "int speedup(");
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

Test(watch, enter_judges_again)
{
    watch("3");
    pty_expect(&pty, READY);
    pty_send(&pty, "\r");
    pty_expect(&pty, "not written yet");
    pty_expect(&pty, "  0 of ");
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

/* What a key shows comes at once; the verdict comes when it is there. */
Test(watch, a_key_while_judging)
{
    watch("3");
    pty_expect(&pty, READY);
    save_solution();
    pty_expect(&pty, "Judging task 3");
    pty_send(&pty, "p");
    pty_expect(&pty, "Next: make");
    pty_expect(&pty, "Task 3 passes");
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

Test(watch, all_tasks_pass)
{
    cr_assert_eq(system("for solution in solutions/*/*.c; do "
                        "cp $solution tasks/${solution#solutions/} || exit 1; done"),
                 0);
    watch("1");
    pty_expect(&pty, "Judging");
    pty_send(&pty, "a");
    for (int task = 1; task <= 6; task++)
        pty_expect(&pty, "pass  ");
    pty_expect(&pty, "Where to go next");
    pty_expect(&pty, READY);
    pty_send(&pty, "\r");
    pty_expect(&pty, "All tasks pass.");
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

/* ---- the terminal ------------------------------------------------------------------------------ */

Test(watch, stops_and_goes_on)
{
    watch("3");
    pty_expect(&pty, READY);
    pty_send(&pty, "\032");
    pty_expect(&pty, "[stopped][canonical 1 echo 1]");
    save_solution();
    pty_resume(&pty);
    pty_expect(&pty, "Task 3 passes");
    pty_expect(&pty, READY);
    pty_send(&pty, "p"); /* without Enter: keys are read one by one again */
    pty_expect(&pty, "Next: make");
    pty_expect(&pty, READY);
    pty_send(&pty, "\032");
    pty_expect(&pty, "[stopped][canonical 1 echo 1]");
    pty_resume(&pty);
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

Test(watch, interrupted_it_leaves_the_terminal_as_it_was)
{
    watch("3");
    pty_expect(&pty, READY);
    pty_send(&pty, "\003");
    pty_end(&pty, 0);
}

Test(watch, follows_the_size_of_the_terminal)
{
    watch("3");
    pty_expect(&pty, READY);
    pty_resize(&pty, 45);
    pty_expect(&pty, "h l s r f p a q, ?:help");
    pty_resize(&pty, 100);
    pty_expect(&pty, READY);
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

Test(watch, colours_only_where_they_are_wanted)
{
    setenv("NO_COLOR", "1", 1);
    watch("3");
    pty_expect(&pty, READY);
    save("int broken(\n");
    pty_expect_without(&pty, "The compiler says:", "\033[3");
    pty_send(&pty, "q");
    pty_end(&pty, 0);
}

/* ---- without a terminal -------------------------------------------------------------------------- */

static char *output_of(const char *command, int *status)
{
    static char text[1 << 16];
    FILE *from = popen(command, "r");
    cr_assert(from);
    size_t length = fread(text, 1, sizeof text - 1, from);
    text[length] = '\0';
    int ended = pclose(from);
    *status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
    return text;
}

Test(watch, at_the_end_of_input_the_verdict_comes_and_is_the_status)
{
    int status;
    save("int broken(\n");
    char *text = output_of("build/lab watch 3 </dev/null 2>&1", &status);
    cr_assert_eq(status, 1);
    assert_has(text, "The compiler says:");
    assert_has_not(text, "\033");
    assert_has_not(text, "\r");
    save_solution();
    text = output_of("build/lab watch 3 </dev/null 2>&1", &status);
    assert_has(text, "Task 3 passes");
    assert_has(text, "Task 4, sync, isn't begun yet.");
    cr_assert_eq(status, 0, "task 3 passes, whatever comes next");
    text = output_of("build/lab watch 4 </dev/null 2>&1", &status);
    assert_has(text, "isn't begun yet");
    cr_assert_eq(status, 1);
}

Test(watch, words_of_input_are_keys)
{
    int status;
    char *text = output_of("(echo p; echo q) | build/lab watch 3 2>&1", &status);
    cr_assert_eq(status, 0);
    assert_has(text, "Next: make");
    assert_has_not(text, "\033");
}

/* A pipe that stays open: nothing but the signal ends it. */
Test(watch, ends_by_a_signal)
{
    int in[2], out[2], status;
    char text[4096];
    size_t length = 0;
    cr_assert(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        execl("build/lab", "build/lab", "watch", "3", (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    do {
        ssize_t got = read(out[0], text + length, sizeof text - 1 - length);
        cr_assert(got > 0);
        length += (size_t)got;
        text[length] = '\0';
    } while (!strstr(text, "isn't begun yet"));
    kill(child, SIGTERM);
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x",
              (unsigned)status);
    close(in[0]);
    close(in[1]);
    close(out[0]);
}

Test(watch, wrong_wishes)
{
    int status;
    char *text = output_of("LAB_WATCH=fast build/lab watch 3 2>&1 </dev/null", &status);
    cr_assert_eq(status, 2);
    assert_has(text, "use poll or inotify");
    text = output_of("build/lab watch 3 --from=solutions 2>&1 </dev/null", &status);
    cr_assert_eq(status, 2);
    assert_has(text, "it takes no FROM");
}
