/*
 * begun_test.c - unit tests of the contracts that are kept when a task is begun. Link with
 * validate/cli/{begun,stubs}.c, validate/build/task.c, validate/report/{page,utf8}.c and
 * validate/common/files.c.
 */
#define _GNU_SOURCE
#include "begun.h"

#include "scratch.h"

static struct lab lab;
static const struct task *task;

static void make_lab(void)
{
    scratch_open();
    put_file("tasks/01_first/first.c", "stub");
    put_file("tasks/01_first/first.h", "promise");
    put_file("tasks/01_first/LESSON.md", "no contract");
    put_file("validate/stubs/01_first/first.c", "stub");
    put_file("solutions/01_first/first.c", "done");
    put_file("runner/jobs.h", "jobs");
    cr_assert_eq(find_tasks(scratch, &lab.tasks), 0);
    task = &lab.tasks.tasks[0];
}

TestSuite(begun, .init = make_lab, .fini = scratch_close);

static void begin(void)
{
    put_file("tasks/01_first/first.c", "mine");
    cr_assert_eq(begun_note(&lab), 0);
}

/* The change of one file; -1: it isn't among them. */
static int change_of(const char *name)
{
    struct contract_file files[CONTRACT_FILES];
    int count = begun_compare(task, files);
    for (int i = 0; i < count; i++)
        if (strcmp(files[i].name, name) == 0)
            return (int)files[i].change;
    return -1;
}

Test(begun, an_untouched_task_is_not_begun)
{
    cr_assert_eq(begun_note(&lab), 0);
    cr_assert_not(begun_known(task));
    put_file("tasks/01_first/first.h", "another promise");
    cr_assert_eq(begun_changes(task), 0);
}

Test(begun, nothing_has_changed)
{
    begin();
    cr_assert(begun_known(task));
    cr_assert_eq(begun_changes(task), 0);
    cr_assert_eq(change_of("first.h"), CONTRACT_SAME);
    cr_assert_eq(change_of("jobs.h"), CONTRACT_SAME);
    cr_assert_eq(change_of("first.c"), CONTRACT_SAME);
    cr_assert_eq(change_of("LESSON.md"), -1);
}

/* The learner's own edits are none. */
Test(begun, what_an_update_changes)
{
    begin();
    put_file("tasks/01_first/first.c", "mine, longer");
    put_file("tasks/01_first/first.h", "another promise");
    put_file("tasks/01_first/more.h", "new");
    put_file("validate/stubs/01_first/first.c", "another stub");
    cr_assert_eq(begun_note(&lab), 0, "what was kept stays");
    cr_assert_eq(begun_changes(task), 3);
    cr_assert_eq(change_of("first.h"), CONTRACT_CHANGED);
    cr_assert_eq(change_of("first.c"), CONTRACT_CHANGED);
    cr_assert_eq(change_of("more.h"), CONTRACT_ADDED);
    cr_assert_eq(change_of("jobs.h"), CONTRACT_SAME);
    char *kept = get_file("build/begun/01_first/first.h");
    cr_assert_str_eq(kept, "promise");
    free(kept);
    char *mine = get_file("tasks/01_first/first.c");
    cr_assert_str_eq(mine, "mine, longer");
    free(mine);
}

Test(begun, a_header_that_is_gone)
{
    put_file("tasks/01_first/more.h", "more");
    begin();
    cr_assert_eq(unlink("tasks/01_first/more.h"), 0);
    cr_assert_eq(change_of("more.h"), CONTRACT_REMOVED);
    cr_assert_eq(begun_changes(task), 1);
}

Test(begun, the_new_contract_is_accepted)
{
    put_file("tasks/01_first/more.h", "more");
    begin();
    put_file("tasks/01_first/first.h", "another promise");
    cr_assert_eq(unlink("tasks/01_first/more.h"), 0);
    cr_assert_eq(begun_accept(task), 0);
    cr_assert_eq(begun_changes(task), 0);
}

Test(begun, a_stub_that_is_back_is_not_begun)
{
    begin();
    put_file("tasks/01_first/first.c", "stub");
    cr_assert_eq(begun_note(&lab), 0);
    cr_assert_not(begun_known(task));
}

Test(begun, a_file_that_is_missing_changes_nothing)
{
    cr_assert_eq(unlink("tasks/01_first/first.c"), 0);
    cr_assert_eq(begun_note(&lab), 0);
    cr_assert_not(begun_known(task));
    begin();
    cr_assert_eq(unlink("tasks/01_first/first.c"), 0);
    cr_assert_eq(begun_note(&lab), 0);
    cr_assert(begun_known(task));
}

Test(begun, a_folder_that_cannot_be_written_is_told)
{
    put_file("build/begun", "a file in the way");
    put_file("tasks/01_first/first.c", "mine");
    cr_assert_neq(begun_note(&lab), 0);
}
