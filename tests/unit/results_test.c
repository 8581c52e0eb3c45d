/*
 * results_test.c - unit tests of putting the verdicts together: each check of the
 * manifest has exactly one, and nothing that is doubtful is a pass. Link with
 * validate/report/results.c, validate/common/files.c and -lcjson.
 */
#define _GNU_SOURCE
#include "results.h"

#include "scratch.h"

static const char MANIFEST[] =
    "[{\"id\":\"sync/a\",\"suite\":\"sync\",\"kind\":\"race\",\"title\":\"a holds\","
    "\"function\":\"f\"},"
    "{\"id\":\"sync/b\",\"suite\":\"sync\",\"kind\":\"timing\",\"title\":\"b holds\","
    "\"function\":\"g\"},"
    "{\"id\":\"sync_2/c\",\"suite\":\"sync_2\",\"kind\":\"race\",\"title\":\"c holds\","
    "\"function\":\"h\"}]";

static const struct task TASK = {.number = 4, .name = "sync"};
static cJSON *manifest, *results;

static void begin(void)
{
    scratch_open();
    put_file("manifest.json", MANIFEST);
    manifest = read_manifest("manifest.json");
    cr_assert(manifest);
    results = results_begin(7, "tasks");
    cr_assert_eq(make_folders("run"), 0);
}

static void end(void)
{
    cJSON_Delete(manifest);
    cJSON_Delete(results);
    scratch_close();
}

TestSuite(results, .init = begin, .fini = end);

static void put_verdict(const char *id, const char *status)
{
    char path[PATH_MAX], text[256];
    make_path(path, "run/%s.json", id);
    *strrchr(path, '/') = '.';
    snprintf(text, sizeof text, "{\"id\":\"%s\",\"status\":\"%s\",\"message\":\"m\"}", id,
             status);
    put_file(path, text);
}

/* Adds the task, and returns its record. */
static const cJSON *judge(void)
{
    struct build build = {.task = &TASK};
    results_add_judged(results, &build, manifest, "run", 1.5);
    const cJSON *tasks = cJSON_GetObjectItem(results, "tasks");
    return cJSON_GetArrayItem(tasks, cJSON_GetArraySize(tasks) - 1);
}

static const cJSON *check_of(const cJSON *task, int index)
{
    const cJSON *check = cJSON_GetArrayItem(cJSON_GetObjectItem(task, "checks"), index);
    cr_assert(check);
    return check;
}

static void assert_status(const cJSON *record, const char *status)
{
    cr_assert_str_eq(text_of(record, "status"), status);
}

/* ---- verdicts -------------------------------------------------------------------- */

Test(results, a_task_passes_when_all_its_checks_do)
{
    put_verdict("sync/a", "pass");
    put_verdict("sync/b", "pass");
    const cJSON *task = judge();
    assert_status(task, "pass");
    cr_assert_eq(cJSON_GetArraySize(cJSON_GetObjectItem(task, "checks")), 2);
    cr_assert_str_eq(text_of(check_of(task, 0), "id"), "sync/a");
    cr_assert_str_eq(text_of(check_of(task, 1), "id"), "sync/b");
    cr_assert_eq(number_of(task, "task"), 4);
    cr_assert_str_eq(results_status(results), "pass");
}

/* The second check's verdict, and what the task comes to when the first passes. */
Test(results, nothing_but_a_pass_is_a_pass)
{
    static const char *const tasks[][2] = {
        {"fail", "fail"},          {"skipped", "fail"}, {"error", "error"},
        {"inconclusive", "error"}, {"pass", "pass"},
    };
    for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++) {
        put_verdict("sync/a", "pass");
        put_verdict("sync/b", tasks[i][0]);
        assert_status(judge(), tasks[i][1]);
    }
}

Test(results, a_failure_of_the_lab_outweighs_a_failure_of_the_code)
{
    put_verdict("sync/a", "fail");
    put_verdict("sync/b", "error");
    assert_status(judge(), "error");
    cr_assert_str_eq(results_status(results), "error");
}

Test(results, a_check_that_did_not_report_is_an_error)
{
    put_verdict("sync/a", "pass");
    const cJSON *task = judge();
    assert_status(task, "error");
    assert_status(check_of(task, 1), "error");
    cr_assert_str_eq(text_of(check_of(task, 1), "title"), "b holds");
    cr_assert_str_eq(text_of(check_of(task, 1), "kind"), "timing");
    assert_has(text_of(check_of(task, 1), "message"), "didn't report");
}

Test(results, a_record_that_can_not_be_read_is_an_error)
{
    static const char *const broken[] = {"",
                                         "{",
                                         "[]",
                                         "null",
                                         "{\"status\":\"pass\"}",
                                         "{\"id\":\"sync/a\",\"status\":\"pass\"}"};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        put_verdict("sync/a", "pass");
        put_file("run/sync.b.json", broken[i]);
        const cJSON *task = judge();
        assert_status(task, "error");
        assert_status(check_of(task, 1), "error");
    }
}

/* A schedule of a thousand steps, with its source, is a record of some megabytes. */
Test(results, a_record_of_several_megabytes_is_read)
{
    static char text[(2 << 20) + 128];
    static char long_word[2 << 20];
    memset(long_word, 'x', sizeof long_word - 1);
    put_verdict("sync/a", "pass");
    snprintf(text, sizeof text,
             "{\"id\":\"sync/b\",\"status\":\"fail\",\"message\":\"%s\"}", long_word);
    put_file("run/sync.b.json", text);
    assert_status(check_of(judge(), 1), "fail");
}

Test(results, a_status_that_nobody_knows_is_no_pass)
{
    static const char *const statuses[] = {"", "PASS", "passed", "ok"};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        put_verdict("sync/a", "pass");
        put_verdict("sync/b", statuses[i]);
        const cJSON *task = judge();
        assert_status(task, "error");
        assert_status(check_of(task, 1), "error");
    }
}

Test(results, a_verdict_that_belongs_to_no_check_is_an_error)
{
    put_verdict("sync/a", "pass");
    put_verdict("sync/b", "pass");
    put_verdict("sync/stranger", "pass");
    const cJSON *task = judge();
    assert_status(task, "error");
    assert_has(text_of(task, "message"), "belong to no check");
    cr_assert_eq(cJSON_GetArraySize(cJSON_GetObjectItem(task, "checks")), 2);
}

/* By number alone the stranger would take the missing one's place. */
Test(results, a_stranger_makes_up_for_no_missing_verdict)
{
    put_verdict("sync/a", "pass");
    put_verdict("sync/stranger", "pass");
    assert_status(judge(), "error");
}

Test(results, other_files_of_the_run_are_no_verdicts)
{
    put_verdict("sync/a", "pass");
    put_verdict("sync/b", "pass");
    put_verdict("sync_2/c", "fail");
    put_file("run/sync.a.lock", "");
    put_file("run/scratch/sync.x.json", "");
    assert_status(judge(), "pass");
}

Test(results, a_task_without_checks_is_an_error)
{
    cJSON_Delete(manifest);
    manifest = cJSON_CreateArray();
    assert_status(judge(), "error");
}

/* ---- tasks that were not judged -------------------------------------------------- */

static const cJSON *refuse(enum build_status status)
{
    struct build build = {.task = &TASK,
                          .status = status,
                          .message = "why",
                          .diagnostics = "sync.c:1: error"};
    results_add_refused(results, &build, manifest);
    return cJSON_GetArrayItem(cJSON_GetObjectItem(results, "tasks"), 0);
}

Test(results, a_refused_task_fails_and_skips_its_checks)
{
    const cJSON *task = refuse(BUILD_REFUSED);
    assert_status(task, "fail");
    cr_assert_str_eq(text_of(task, "message"), "why");
    cr_assert_str_eq(text_of(task, "diagnostics"), "sync.c:1: error");
    cr_assert_eq(cJSON_GetArraySize(cJSON_GetObjectItem(task, "checks")), 2);
    assert_status(check_of(task, 0), "skipped");
    cr_assert_str_eq(results_status(results), "fail");
}

Test(results, a_lab_that_failed_is_no_failure_of_the_code)
{
    const cJSON *task = refuse(BUILD_ERROR);
    assert_status(task, "error");
    assert_status(check_of(task, 0), "error");
    cr_assert_str_eq(results_status(results), "error");
}

/* ---- the whole ------------------------------------------------------------------- */

Test(results, one_failing_task_makes_the_whole_fail)
{
    put_verdict("sync/a", "pass");
    put_verdict("sync/b", "pass");
    judge();
    put_verdict("sync/b", "fail");
    judge();
    cr_assert_str_eq(results_status(results), "fail");
}

Test(results, checks_are_counted_by_suite_and_kind)
{
    cr_assert_eq(count_checks(manifest, "sync", NULL), 2);
    cr_assert_eq(count_checks(manifest, "sync", "race"), 1);
    cr_assert_eq(count_checks(manifest, "sync_2", "race"), 1);
    cr_assert_eq(count_checks(manifest, "syn", NULL), 0);
}

Test(results, a_manifest_that_is_missing_or_broken_is_none)
{
    cr_assert_null(read_manifest("nowhere.json"));
    put_file("manifest.json", "[{");
    cr_assert_null(read_manifest("manifest.json"));
}

/* ---- phases ---------------------------------------------------------------------- */

static void put_spent(const char *id, double probes, double explorer, double processor)
{
    char path[PATH_MAX], text[256];
    make_path(path, "run/%s.json", id);
    *strrchr(path, '/') = '.';
    snprintf(
        text, sizeof text,
        "{\"id\":\"%s\",\"status\":\"pass\",\"spent\":{\"probes\":%g,\"explorer\":%g,"
        "\"processor\":%g}}",
        id, probes, explorer, processor);
    put_file(path, text);
}

/* Probes 3 s, explorer 1 s, the checks' own processes 10 - 9 = 1 s of processor time: the 1.5 s that
 * went by are divided 3 : 1 : 1. */
Test(results, the_phases_of_a_task_add_up)
{
    struct build build = {.task = &TASK, .compiling = 0.25, .linking = 0.125};
    put_spent("sync/a", 2.5, 0.75, 6);
    put_spent("sync/b", 0.5, 0.25, 3);
    const cJSON *task = judge();
    results_add_phases(results, &build, 1.5, 10);
    const cJSON *phases = cJSON_GetObjectItem(task, "phases");
    cr_assert_float_eq(number_of(phases, "compile"), 0.25, 1e-6);
    cr_assert_float_eq(number_of(phases, "link"), 0.125, 1e-6);
    cr_assert_float_eq(number_of(phases, "probes"), 0.9, 1e-6);
    cr_assert_float_eq(number_of(phases, "explorer"), 0.3, 1e-6);
    cr_assert_float_eq(number_of(phases, "criterion"), 0.3, 1e-6);
    cr_assert_null(cJSON_GetObjectItem(check_of(task, 0), "spent"));
}

Test(results, checks_that_ran_no_probe_leave_no_phase_undefined)
{
    struct build build = {.task = &TASK};
    const cJSON *task = judge();
    results_add_phases(results, &build, 0, 0);
    const cJSON *phases = cJSON_GetObjectItem(task, "phases");
    cr_assert_eq(number_of(phases, "probes"), 0);
    cr_assert_eq(number_of(phases, "criterion"), 0);
}
