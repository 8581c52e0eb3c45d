/*
 * calls_test.c - unit tests of the list of library calls, and of the list itself. Link with
 * validate/build/calls.c and validate/common/files.c.
 */
#define _GNU_SOURCE
#include "calls.h"

#include <errno.h>

#include "program_build.h"
#include "scratch.h"

TestSuite(calls, .init = scratch_open, .fini = scratch_close);

static struct call_list list;

static int read_text(const char *text)
{
    put_file("calls.txt", text);
    return calls_read("calls.txt", &list);
}

Test(calls, a_name_has_the_kind_of_its_line)
{
    cr_assert_eq(read_text("model pthread_join\nharmless abs\nmodel atoi\n"), 0);
    cr_assert_eq(calls_find(&list, "pthread_join"), CALL_MODELLED);
    cr_assert_eq(calls_find(&list, "abs"), CALL_HARMLESS);
    cr_assert_eq(calls_find(&list, "atoi"), CALL_MODELLED);
    calls_free(&list);
}

Test(calls, other_names_are_unknown)
{
    cr_assert_eq(read_text("model pthread_join\n"), 0);
    cr_assert_eq(calls_find(&list, "pthread_joi"), CALL_UNKNOWN);
    cr_assert_eq(calls_find(&list, "socket"), CALL_UNKNOWN);
    cr_assert_eq(calls_find(&list, ""), CALL_UNKNOWN);
    calls_free(&list);
}

Test(calls, comments_and_blank_lines_are_no_calls)
{
    cr_assert_eq(read_text("# threads\n\n  model\tpthread_self # who\n\n"), 0);
    cr_assert_eq(list.count, 1);
    cr_assert_eq(calls_find(&list, "pthread_self"), CALL_MODELLED);
    calls_free(&list);
}

Test(calls, an_empty_list_knows_nothing)
{
    cr_assert_eq(read_text(""), 0);
    cr_assert_eq(calls_find(&list, "puts"), CALL_UNKNOWN);
    calls_free(&list);
}

Test(calls, a_line_of_another_kind_is_refused)
{
    static const char *const lines[] = {"modell puts\n", "model\n", "model puts fputs\n"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        errno = 0;
        cr_assert_eq(read_text(lines[i]), -1, "%s", lines[i]);
        cr_assert_eq(errno, EINVAL, "%s", lines[i]);
    }
}

Test(calls, a_list_that_is_missing_is_told)
{
    cr_assert_eq(calls_read("nowhere.txt", &list), -1);
    cr_assert_eq(errno, ENOENT);
}

Test(calls, the_labs_own_list_can_be_read)
{
    char path[PATH_MAX];
    make_path(path, "%s/" PROGRAM_CALLS, lab_root);
    cr_assert_eq(calls_read(path, &list), 0);
    cr_assert_eq(calls_find(&list, "pthread_create"), CALL_MODELLED);
    cr_assert_eq(calls_find(&list, "fork"), CALL_UNKNOWN);
    for (size_t i = 1; i < list.count; i++)
        cr_expect_str_neq(list.calls[i - 1].name, list.calls[i].name);
    calls_free(&list);
}
