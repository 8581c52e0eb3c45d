/*
 * state_test.c - unit tests of what the lab remembers: verdicts, edits, hints, and what becomes
 * of a damaged memory. Link with validate/cli/{state,backup,stubs}.c, validate/build/{fresh,task}.c,
 * validate/report/results.c, validate/common/files.c and -lcjson.
 *
 * Each test has a small lab of its own, in a new folder, which goes when it ends.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "state.h"

static struct lab lab;
static char place[] = "/tmp/state_test.XXXXXX";
static int complaints;

/* In the place of the lab's own, which prints. */
int lab_error(const char *message, ...)
{
    (void)message;
    complaints++;
    return EXIT_LAB_FAILED;
}

static void write_text(const char *path, const char *text)
{
    cr_assert_eq(make_folders_for(path), 0);
    cr_assert_eq(write_file(path, text, strlen(text)), 0);
}

static void make_lab(void)
{
    cr_assert(mkdtemp(place));
    cr_assert_eq(chdir(place), 0);
    cr_assert_eq(make_folders("build"), 0);
    write_text("tasks/01_first/first.c", "stub 1");
    write_text("tasks/02_second/second.c", "stub 2");
    write_text("validate/stubs/01_first/first.c", "stub 1");
    write_text("validate/stubs/02_second/second.c", "stub 2");
    write_text("solutions/01_first/first.c", "done 1");
    write_text("solutions/02_second/second.c", "done 2");
    cr_assert_eq(find_tasks(place, &lab.tasks), 0);
}

static int remove_one(const char *path, const struct stat *status, int type,
                      struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

static void remove_lab(void)
{
    if (chdir("/") == 0)
        nftw(place, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

TestSuite(state, .init = make_lab, .fini = remove_lab);

/* Remembers verdicts for task 1 (and 2, unless NULL): two checks, the second has the verdict. */
static void judge(const char *first, const char *second)
{
    char text[1024];
    const char *format =
        "{\"name\":\"%s\",\"status\":\"%s\",\"message\":\"\",\"checks\":["
        "{\"id\":\"%s/a\",\"status\":\"pass\",\"function\":\"f\",\"title\":\"a holds\"},"
        "{\"id\":\"%s/b\",\"status\":\"%s\",\"function\":\"g\",\"title\":\"b holds\"}]}";
    int size = snprintf(text, sizeof text, "{\"tasks\":[");
    size += snprintf(text + size, sizeof text - (size_t)size, format, "first", first,
                     "first", "first", first);
    if (second) {
        text[size++] = ',';
        size += snprintf(text + size, sizeof text - (size_t)size, format, "second",
                         second, "second", "second", second);
    }
    snprintf(text + size, sizeof text - (size_t)size, "]}");
    cJSON *results = cJSON_Parse(text);
    cr_assert(results);
    state_note_contents(&lab);
    state_remember_results(&lab, results);
    cJSON_Delete(results);
}

static struct task_memory first_task(void)
{
    return state_of_task(&lab, &lab.tasks.tasks[0]);
}

Test(state, a_new_lab_is_untouched)
{
    cr_assert_eq(first_task().standing, STANDING_UNTOUCHED);
    cr_assert_not(state_all_passed(&lab));
    cr_assert_eq(complaints, 0);
}

Test(state, an_edited_file_was_not_judged)
{
    write_text("tasks/01_first/first.c", "mine");
    cr_assert_eq(first_task().standing, STANDING_UNJUDGED);
}

Test(state, a_verdict_is_remembered)
{
    write_text("tasks/01_first/first.c", "mine");
    judge("fail", NULL);
    struct task_memory memory = first_task();
    cr_assert_eq(memory.standing, STANDING_FAILING);
    cr_assert_eq(memory.passed, 1);
    cr_assert_eq(memory.total, 2);
    cr_assert_str_eq(memory.function, "g");
    cr_assert_str_eq(memory.title, "b holds");
}

Test(state, an_edit_makes_a_verdict_old)
{
    write_text("tasks/01_first/first.c", "mine");
    judge("pass", NULL);
    cr_assert_eq(first_task().standing, STANDING_PASSED);
    write_text("tasks/01_first/first.c", "mine, again");
    cr_assert_eq(first_task().standing, STANDING_CHANGED);
    cr_assert(first_task().passed_last);
    write_text("tasks/01_first/first.c", "mine");
    cr_assert_eq(first_task().standing, STANDING_PASSED);
}

Test(state, a_missing_file_is_said)
{
    cr_assert_eq(unlink("tasks/01_first/first.c"), 0);
    cr_assert_eq(first_task().standing, STANDING_MISSING);
}

Test(state, a_failing_lab_changes_no_verdict)
{
    write_text("tasks/01_first/first.c", "mine");
    judge("pass", NULL);
    cJSON *results = cJSON_Parse("{\"tasks\":[{\"name\":\"first\",\"status\":\"error\","
                                 "\"message\":\"no compiler\",\"checks\":[]}]}");
    state_note_contents(&lab);
    state_remember_results(&lab, results);
    cJSON_Delete(results);
    cr_assert_eq(first_task().standing, STANDING_PASSED);
}

Test(state, all_passed_once_stays)
{
    judge("pass", NULL);
    cr_assert_not(state_all_passed(&lab));
    judge("pass", "pass");
    cr_assert(state_all_passed(&lab));
    judge("fail", "pass");
    cr_assert(state_all_passed(&lab), "the closing page would be shown again");
}

Test(state, looking_after_a_pass_is_not_remembered)
{
    write_text("tasks/01_first/first.c", "mine");
    judge("pass", NULL);
    cr_assert_eq(state_remember_solution(&lab, &lab.tasks.tasks[0]), 0);
    cr_assert_not(first_task().solution_seen);
    judge("fail", NULL);
    cr_assert_eq(state_remember_solution(&lab, &lab.tasks.tasks[0]), 0);
    cr_assert(first_task().solution_seen);
}

Test(state, hints_are_counted_for_each_function)
{
    int shown;
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(state_count_hint(&lab, &lab.tasks.tasks[0], "f", &shown), 0);
        cr_assert_eq(shown, i);
    }
    cr_assert_eq(state_count_hint(&lab, &lab.tasks.tasks[0], "g", &shown), 0);
    cr_assert_eq(shown, 0);
}

struct damaged {
    char text[40];
};

ParameterizedTestParameters(state, a_damaged_memory_is_put_aside)
{
    static struct damaged damaged[] = {{""},
                                       {"{ broken"},
                                       {"[]"},
                                       {"{\"version\":2}"},
                                       {"{\"version\":1,\"tasks\":[1]}"}};
    return cr_make_param_array(struct damaged, damaged,
                               sizeof damaged / sizeof damaged[0]);
}

ParameterizedTest(struct damaged *damaged, state, a_damaged_memory_is_put_aside)
{
    write_text("build/progress.json", damaged->text);
    cr_assert_eq(first_task().standing, STANDING_UNTOUCHED);
    cr_assert_eq(complaints, 1);
    cr_assert_neq(access("build/progress.json", F_OK), 0);
    glob_t found;
    cr_assert_eq(glob("build/backup/*/progress.json", 0, NULL, &found), 0);
    char *kept = read_file(found.gl_pathv[0], 4096, NULL);
    cr_assert_str_eq(kept, damaged->text);
    free(kept);
    globfree(&found);
}

Test(state, odd_members_are_no_harm)
{
    int shown;
    write_text("build/progress.json",
               "{\"version\":1,\"finished\":\"x\",\"tasks\":{\"first\":{\"status\":7,"
               "\"contents\":null,\"hints\":{\"f\":-3}},\"second\":5}}");
    first_task();
    cr_assert_eq(state_count_hint(&lab, &lab.tasks.tasks[0], "f", &shown), 0);
    cr_assert_eq(shown, 0);
    cr_assert_eq(state_count_hint(&lab, &lab.tasks.tasks[1], "f", &shown), 0);
    cr_assert_not(state_all_passed(&lab));
}
