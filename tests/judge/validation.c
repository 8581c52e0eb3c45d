/*
 * validation.c - one run of build/lab over a submission, and its verdicts.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "files.h"
#include "judge.h"
#include "results.h"

void complain(struct test *test, const char *format, ...)
{
    va_list values;
    if (test->reason[0])
        return;
    va_start(values, format);
    vsnprintf(test->reason, sizeof test->reason, format, values);
    va_end(values);
}

void die(const char *what)
{
    perror(what);
    exit(3);
}

/* ---- a submission's folder ---------------------------------------------------------------- */

static void copy_file(const char *from, const char *to)
{
    size_t size;
    char *text = read_file(from, 1u << 24, &size);
    if (!text || make_folders_for(to) != 0 || write_file(to, text, size) != 0)
        die(from);
    free(text);
}

void lay_out(struct test *test, const char *source, const char *replaced,
             const char *replacement)
{
    for (int i = 0; i < test->task->file_count; i++) {
        const char *file = test->task->files[i];
        char from[PATH_MAX], to[PATH_MAX];
        make_path(from, "%s/%s/%s", source, test->task->folder, file);
        make_path(to, "%s/%s/%s", test->from, test->task->folder, file);
        copy_file(replaced && strcmp(file, replaced) == 0 ? replacement : from, to);
    }
}

/* ---- the run -------------------------------------------------------------------------------- */

static void add_time_bound(struct command *lab, int seconds)
{
    if (seconds == 0)
        return;
    command_add(lab, "timeout");
    command_add(lab, "--kill-after=5");
    command_add(lab, "%d", seconds);
}

void validate(struct test *test)
{
    struct command lab = {0};
    add_time_bound(&lab, test->seconds);
    command_add(&lab, "build/lab");
    command_add(&lab, "validate");
    command_add(&lab, "%d", test->task->number);
    command_add(&lab, "--from=%s", test->from);
    command_add(&lab, "--seed=%s", test->seed);
    command_add(&lab, "--format=json");
    command_add(&lab, "--output=%s", test->output);
    if (run_commands(&lab, 1, 1) != 0)
        die("build/lab");
    test->status = lab.status;
    test->results = read_manifest(test->output);
    if (!test->results)
        complain(test, "no verdicts; build/lab says: %.300s",
                 lab.output ? lab.output : "");
    command_free(&lab);
}

/* ---- its verdicts --------------------------------------------------------------------------- */

const cJSON *only_task(const struct test *test)
{
    return cJSON_GetArrayItem(cJSON_GetObjectItem(test->results, "tasks"), 0);
}

const cJSON *checks_of(const struct test *test)
{
    return cJSON_GetObjectItem(only_task(test), "checks");
}

bool has_status(const cJSON *check, const char *status)
{
    return strcmp(text_of(check, "status"), status) == 0;
}

void expect_clean_compile(struct test *test)
{
    if (*text_of(only_task(test), "message"))
        complain(test, "refused: %s", text_of(only_task(test), "message"));
    if (*text_of(only_task(test), "diagnostics"))
        complain(test, "warnings: %.400s", text_of(only_task(test), "diagnostics"));
}

void expect_all_pass(struct test *test)
{
    const cJSON *check;
    expect_clean_compile(test);
    cJSON_ArrayForEach(check, checks_of(test)) if (!has_status(check, "pass")) complain(
        test, "%s: %s: %s [expected %s, actual %s] %.300s", text_of(check, "id"),
        text_of(check, "status"), text_of(check, "message"), text_of(check, "expected"),
        text_of(check, "actual"), text_of(check, "output"));
    if (test->status != 0)
        complain(test, "exit status %d instead of 0", test->status);
}
