/*
 * watch_early_test.c - unit tests of the first failing check, told while others are under way. Link with
 * validate/watch/early.c, validate/report/results.c, validate/common/files.c and -lcjson.
 */
#define _GNU_SOURCE
#include "early.h"

#include "results.h"
#include "scratch.h"

#define PID 4711

static const struct task task = {.number = 4, .name = "sync"};
static const struct judging judging = {.pid = PID, .task = 4};
static cJSON *manifest;
static struct early early;

static void begin(void)
{
    scratch_open();
    manifest = cJSON_Parse("[{\"suite\":\"other\",\"id\":\"other/x\"},"
                           "{\"suite\":\"sync\",\"id\":\"sync/a\"},"
                           "{\"suite\":\"sync\",\"id\":\"sync/b\"},"
                           "{\"suite\":\"sync\",\"id\":\"sync/c\"}]");
    early = (struct early){0};
}

static void end(void)
{
    cJSON_Delete(manifest);
    scratch_close();
}

TestSuite(early, .init = begin, .fini = end);

static void verdict(const char *name, const char *status)
{
    char path[64], text[128];
    snprintf(path, sizeof path, "build/runs/%d/sync.%s.json", PID, name);
    snprintf(text, sizeof text, "{\"id\":\"sync/%s\",\"status\":\"%s\"}", name, status);
    put_file(path, text);
}

/* The name of the check that is told; "" none. */
static const char *told(void)
{
    static char id[32];
    cJSON *record = early_failure(&early, &judging, &task, manifest);
    snprintf(id, sizeof id, "%s", text_of(record, "id"));
    cJSON_Delete(record);
    return id;
}

Test(early, nothing_is_known_yet)
{
    cr_assert_str_empty(told());
    cr_assert_not(early.over);
}

Test(early, the_first_one_fails)
{
    verdict("a", "fail");
    cr_assert_str_eq(told(), "sync/a");
    cr_assert_str_eq(early.shown, "sync/a");
    cr_assert_str_empty(told(), "once");
}

/* Another one may still come to stand before it. */
Test(early, a_later_failure_waits_for_the_checks_before_it)
{
    verdict("c", "fail");
    verdict("a", "pass");
    cr_assert_str_empty(told());
    verdict("b", "skipped");
    cr_assert_str_eq(told(), "sync/c");
}

Test(early, an_earlier_failure_comes_first)
{
    verdict("c", "fail");
    cr_assert_str_empty(told());
    verdict("b", "fail");
    cr_assert_str_empty(told());
    verdict("a", "inconclusive");
    cr_assert_str_eq(told(), "sync/b");
}

Test(early, all_pass)
{
    verdict("a", "pass");
    verdict("b", "pass");
    verdict("c", "pass");
    cr_assert_str_empty(told());
    cr_assert(early.over);
}

/* What the lab failed at is for the whole report. */
Test(early, trouble_of_the_lab_is_not_told_early)
{
    verdict("a", "error");
    verdict("b", "fail");
    cr_assert_str_empty(told());
    cr_assert(early.over);
    cr_assert_str_empty(early.shown);
}

Test(early, without_a_manifest_nothing_is_told)
{
    verdict("a", "fail");
    cr_assert_null(early_failure(&early, &judging, &task, NULL));
    cr_assert(early.over);
}

Test(early, numbers_come_from_the_manifest)
{
    cJSON *made = early_task(&task, manifest);
    const cJSON *checks = cJSON_GetObjectItem(made, "checks");
    cr_assert_eq(cJSON_GetArraySize(checks), 3);
    cr_assert_str_eq(text_of(cJSON_GetArrayItem(checks, 2), "id"), "sync/c");
    cJSON_Delete(made);
}
