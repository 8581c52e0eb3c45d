/*
 * task_test.c - unit tests of finding tasks by their folders, and by what a learner calls
 * them. Link with validate/build/task.c and validate/common/files.c.
 */
#define _GNU_SOURCE
#include "task.h"

#include <errno.h>

#include "scratch.h"

TestSuite(task, .init = scratch_open, .fini = scratch_close);

static struct task_list list;

static void find(void)
{
    cr_assert_eq(find_tasks(".", &list), 0);
}

static void make_three(void)
{
    put_file("tasks/10_tenth/tenth.c", "");
    put_file("tasks/02_second/second.c", "");
    put_file("tasks/01_first/first.c", "");
    find();
}

Test(task, folders_are_found_in_the_order_of_their_numbers)
{
    make_three();
    cr_assert_eq(list.count, 3);
    cr_assert_eq(list.tasks[0].number, 1);
    cr_assert_str_eq(list.tasks[0].name, "first");
    cr_assert_str_eq(list.tasks[0].folder, "01_first");
    cr_assert_eq(list.tasks[1].number, 2);
    cr_assert_eq(list.tasks[2].number, 10);
}

Test(task, other_folders_are_no_tasks)
{
    static const char *const others[] = {"README",  "1_one", "01first",   "01_",
                                         "00_zero", "x1_x",  ".01_first", "a1_b"};
    char path[PATH_MAX];
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        cr_assert_eq(make_folders(make_path(path, "tasks/%s", others[i])), 0);
    cr_assert_eq(make_folders("tasks/03_one_more"), 0);
    find();
    cr_assert_eq(list.count, 1);
    cr_assert_str_eq(list.tasks[0].name, "one_more");
}

Test(task, a_name_longer_than_its_place_is_no_task)
{
    char path[PATH_MAX], name[TASK_NAME + 1];
    memset(name, 'x', sizeof name - 1);
    memcpy(name, "01_", 3);
    name[TASK_NAME] = '\0';
    cr_assert_eq(make_folders(make_path(path, "tasks/%s", name)), 0);
    find();
    cr_assert_eq(list.count, 0);
    name[TASK_NAME - 1] = '\0';
    cr_assert_eq(make_folders(make_path(path, "tasks/%s", name)), 0);
    find();
    cr_assert_eq(list.count, 1);
}

Test(task, the_files_are_those_with_a_solution)
{
    put_file("tasks/01_first/first.c", "");
    put_file("tasks/01_first/mine.c", "");
    put_file("solutions/01_first/second.c", "");
    put_file("solutions/01_first/first.c", "");
    put_file("solutions/01_first/first.h", "");
    put_file("solutions/01_first/.c", "");
    put_file("solutions/01_first/.hidden.c", "");
    find();
    cr_assert_eq(list.tasks[0].file_count, 2);
    cr_assert_str_eq(list.tasks[0].files[0], "first.c");
    cr_assert_str_eq(list.tasks[0].files[1], "second.c");
}

Test(task, is_found_by_number_name_and_folder)
{
    make_three();
    const struct {
        const char *word;
        int number; /* 0: none */
    } words[] = {{"2", 2},  {"02", 2},  {"second", 2}, {"02_second", 2}, {"10", 10},
                 {"1", 1},  {"", 0},    {"3", 0},      {"second.c", 0},  {"2x", 0},
                 {"-2", 0}, {"sec", 0}, {"tasks/2", 0}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const struct task *found = find_task(&list, words[i].word);
        cr_assert_eq(found ? found->number : 0, words[i].number, "\"%s\"", words[i].word);
    }
}

Test(task, no_folder_with_tasks_is_an_error)
{
    errno = 0;
    cr_assert_eq(find_tasks("nowhere", &list), -1);
    cr_assert_eq(errno, ENOENT);
    cr_assert_eq(list.count, 0);
}
