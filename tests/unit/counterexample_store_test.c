/*
 * counterexample_store_test.c - unit tests of the counterexamples kept to be shown again.
 * Link with validate/counterexample/store.c, validate/common/files.c,
 * validate/report/utf8.c and -lcjson.
 */
#define _GNU_SOURCE
#include "scratch.h"

#include <errno.h>

#include "store.h"

TestSuite(counterexample_store, .init = scratch_open, .fini = scratch_close);

static void keep(const char *task, const char *check, const char *sentence)
{
    cJSON *counterexample = cJSON_CreateObject();
    cJSON_AddStringToObject(counterexample, "sentence", sentence);
    struct stored stored = {.task = task,
                            .check = check,
                            .title = "money is conserved",
                            .message = "a wrong sum",
                            .token = "abc",
                            .from = "tasks",
                            .identity = "0123",
                            .counterexample = counterexample};
    cr_assert_eq(store_counterexample(&stored), 0);
    cJSON_Delete(counterexample);
}

Test(counterexample_store, comes_back_as_it_was)
{
    struct stored stored;
    keep("sync", "transfer", "T1 \xff T2");
    cr_assert_eq(load_counterexample("sync", "transfer", &stored), 0);
    cr_assert_str_eq(stored.task, "sync");
    cr_assert_str_eq(stored.check, "transfer");
    cr_assert_str_eq(stored.title, "money is conserved");
    cr_assert_str_eq(stored.message, "a wrong sum");
    cr_assert_str_eq(stored.token, "abc");
    cr_assert_str_eq(stored.from, "tasks");
    cr_assert_str_eq(stored.identity, "0123");
    cr_assert_str_eq(cJSON_GetObjectItem(stored.counterexample, "sentence")->valuestring,
                     "T1 ? T2");
    free_stored(&stored);
}

Test(counterexample_store, lists_and_forgets_those_of_a_task)
{
    char **names;
    keep("sync", "b", "");
    keep("sync", "a", "");
    keep("executors", "c", "");
    put_file("build/counterexamples/sync/.json", "hidden");
    put_file("build/counterexamples/sync/notes.txt", "no counterexample");
    cr_assert_eq(list_counterexamples("sync", &names), 2);
    cr_assert_str_eq(names[0], "a");
    cr_assert_str_eq(names[1], "b");
    free_names(names, 2);
    cr_assert_eq(forget_counterexamples("sync"), 0);
    cr_assert_eq(forget_counterexamples("sync"), 0);
    cr_assert_eq(list_counterexamples("sync", &names), 0);
    free_names(names, 0);
    cr_assert_eq(list_counterexamples("executors", &names), 1);
    free_names(names, 1);
}

Test(counterexample_store, what_is_missing_or_damaged)
{
    struct stored stored;
    cr_assert_eq(load_counterexample("sync", "none", &stored), -1);
    cr_assert_eq(errno, ENOENT);
    put_file("build/counterexamples/sync/half.json", "{\"version\":1,");
    cr_assert_eq(load_counterexample("sync", "half", &stored), -1);
    cr_assert_eq(errno, EINVAL);
    put_file("build/counterexamples/sync/other.json",
             "{\"version\":2,\"counterexample\":{}}");
    cr_assert_eq(load_counterexample("sync", "other", &stored), -1);
    cr_assert_eq(errno, EINVAL);
}

Test(counterexample_store, files_are_known_by_their_contents)
{
    static const char *const files[] = {"a.c", "b.c"}, *const moved[] = {"c.c", "b.c"};
    char before[IDENTITY_SIZE], after[IDENTITY_SIZE];
    put_file("a.c", "one");
    put_file("b.c", "two");
    identify_files(files, 2, before);
    cr_assert_eq(rename("a.c", "c.c"), 0);
    cr_assert_str_eq(identify_files(moved, 2, after), before);
    cr_assert_str_neq(identify_files(files, 2, after), before);
    put_file("a.c", "on");
    put_file("b.c", "etwo");
    cr_assert_str_neq(identify_files(files, 2, after), before);
}
