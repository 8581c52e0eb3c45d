/*
 * judge.c - one test of the validator's verdicts. Started as
 *
 *   judge stub 04_sync          the untouched stub: compiles clean, no check passes, and each says why
 *   judge solution 04_sync SEED the solution: all checks pass
 *   judge submission FILE SEED  a file of tests/corpus: what its first comment promises
 *
 * in the lab's folder, with build/lab made. Prints one line: "ok NAME" or "FAIL NAME: reason", and
 * returns 0 in both cases; 3 when the test itself could not be done.
 *
 * The first comment of a submission says:
 *   mistake: what is wrong           (wrong ones only)
 *   fails: check[, check]            (wrong ones only: exactly these have the status fail)
 *   says: words                      (wrong ones only: the first of them must use these words)
 *   file: ai_snippet.c               (only where a task has several files)
 */
#define _GNU_SOURCE
#include <cjson/cJSON.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "files.h"
#include "results.h"
#include "task.h"

#define LIST_MOST 16

/* A test under way. */
struct test {
    char name[PATH_MAX]; /* as it is reported */
    const struct task *task;
    char from[PATH_MAX];   /* folder with the submission, in the layout of tasks/ */
    char output[PATH_MAX]; /* where the verdicts go */
    const char *seed;
    int status; /* of build/lab */
    cJSON *results;
    char reason[1024]; /* why it failed; "": it didn't */
};

static void complain(struct test *test, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void complain(struct test *test, const char *format, ...)
{
    va_list values;
    if (test->reason[0])
        return;
    va_start(values, format);
    vsnprintf(test->reason, sizeof test->reason, format, values);
    va_end(values);
}

static void die(const char *what)
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

/* The task's files from a folder in the layout of tasks/; one of them may come from elsewhere. */
static void lay_out(struct test *test, const char *source, const char *replaced,
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

static void validate(struct test *test)
{
    struct command lab = {0};
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

static const cJSON *only_task(const struct test *test)
{
    return cJSON_GetArrayItem(cJSON_GetObjectItem(test->results, "tasks"), 0);
}

static const cJSON *checks_of(const struct test *test)
{
    return cJSON_GetObjectItem(only_task(test), "checks");
}

static bool has_status(const cJSON *check, const char *status)
{
    return strcmp(text_of(check, "status"), status) == 0;
}

/* ---- the three kinds ------------------------------------------------------------------------ */

static void expect_clean_compile(struct test *test)
{
    if (*text_of(only_task(test), "message"))
        complain(test, "refused: %s", text_of(only_task(test), "message"));
    if (*text_of(only_task(test), "diagnostics"))
        complain(test, "warnings: %.400s", text_of(only_task(test), "diagnostics"));
}

static void judge_stub(struct test *test)
{
    const cJSON *check;
    lay_out(test, "validate/stubs", NULL, NULL);
    validate(test);
    expect_clean_compile(test);
    if (test->status != 1)
        complain(test, "exit status %d instead of 1", test->status);
    cJSON_ArrayForEach(check, checks_of(test))
    {
        if (!has_status(check, "fail") && !has_status(check, "skipped"))
            complain(test, "%s: %s on the untouched stub", text_of(check, "id"),
                     text_of(check, "status"));
        if (!*text_of(check, "message"))
            complain(test, "%s has no message", text_of(check, "id"));
        if (has_status(check, "fail") && !*text_of(check, "help"))
            complain(test, "%s has no help", text_of(check, "id"));
        bool unwritten = strncmp(text_of(check, "message"), "not written yet", 15) == 0;
        bool broken = strcmp(text_of(check, "function"), "summarize_catalog") == 0;
        if (has_status(check, "fail") && !unwritten && !broken)
            complain(test, "%s doesn't say 'not written yet' but: %s",
                     text_of(check, "id"), text_of(check, "message"));
    }
    if (cJSON_GetArraySize(checks_of(test)) < 6)
        complain(test, "only %d checks", cJSON_GetArraySize(checks_of(test)));
}

static void expect_all_pass(struct test *test)
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

static void judge_solution(struct test *test)
{
    lay_out(test, "solutions", NULL, NULL);
    validate(test);
    expect_all_pass(test);
}

/* ---- promises of a submission ------------------------------------------------------------------ */

/* The rest of the line behind " * key:" in the first comment, trimmed. False if it isn't there. */
static bool promise(const char *text, const char *key, char *value, size_t size)
{
    const char *end = strstr(text, "*/");
    char wanted[32];
    snprintf(wanted, sizeof wanted, "%s:", key);
    const char *at = strstr(text, wanted);
    if (!at || !end || at > end)
        return false;
    at += strlen(wanted);
    at += strspn(at, " ");
    size_t length = strcspn(at, "\n");
    if (at + length > end)
        length = (size_t)(end - at);
    while (length > 0 && at[length - 1] == ' ')
        length--;
    snprintf(value, size, "%.*s", (int)length, at);
    return true;
}

static int split_names(char *list, char *names[LIST_MOST])
{
    int count = 0;
    for (char *name; count < LIST_MOST && (name = strtok_r(list, ", ", &list));)
        names[count++] = name;
    return count;
}

static bool is_named(const cJSON *check, char *const names[], int count)
{
    const char *slash = strchr(text_of(check, "id"), '/');
    for (int i = 0; slash && i < count; i++)
        if (strcmp(slash + 1, names[i]) == 0)
            return true;
    return false;
}

static bool says(const cJSON *check, const char *words)
{
    static const char *const parts[] = {"message", "expected", "actual", "help",
                                        "output"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strcasestr(text_of(check, parts[i]), words))
            return true;
    return false;
}

static void expect_promise(struct test *test, char *fails, const char *words)
{
    char *names[LIST_MOST];
    int count = split_names(fails, names), found = 0;
    const cJSON *check;
    if (count == 0)
        complain(test, "its first comment names no check");
    cJSON_ArrayForEach(check, checks_of(test))
    {
        bool named = is_named(check, names, count);
        found += named;
        if (named && !has_status(check, "fail"))
            complain(test, "%s should fail: %s", text_of(check, "id"),
                     text_of(check, "status"));
        if (!named && !has_status(check, "pass") && !has_status(check, "skipped"))
            complain(test, "%s should not be %s: %s [actual %s]", text_of(check, "id"),
                     text_of(check, "status"), text_of(check, "message"),
                     text_of(check, "actual"));
        if (is_named(check, names, 1) && !says(check, words))
            complain(test, "%s doesn't say '%s' but: %s", text_of(check, "id"), words,
                     text_of(check, "message"));
    }
    if (found != count)
        complain(test, "it names %d checks, %d of them exist", count, found);
    if (test->status != 1)
        complain(test, "exit status %d instead of 1", test->status);
}

static void judge_submission(struct test *test, const char *path)
{
    char fails[512], words[256], file[TASK_NAME];
    char *text = read_file(path, 1u << 20, NULL);
    if (!text)
        die(path);
    if (!promise(text, "file", file, sizeof file))
        snprintf(file, sizeof file, "%s", test->task->files[0]);
    bool wrong = promise(text, "fails", fails, sizeof fails) &&
                 promise(text, "says", words, sizeof words);
    free(text);
    lay_out(test, "solutions", file, path);
    validate(test);
    if (wrong)
        expect_promise(test, fails, words);
    else if (strstr(path, "/right/"))
        expect_all_pass(test);
    else
        complain(test, "its first comment doesn't say what must fail");
}

/* ---- the command line ------------------------------------------------------------------------- */

/* "tests/corpus/04_sync/wrong/x.c" -> "04_sync" */
static const struct task *task_of_path(const struct task_list *tasks, const char *path)
{
    for (int i = 0; i < tasks->count; i++) {
        char part[TASK_NAME + 2];
        snprintf(part, sizeof part, "/%s/", tasks->tasks[i].folder);
        if (strstr(path, part))
            return &tasks->tasks[i];
    }
    return NULL;
}

/* A folder of its own for each test, so that tests can run side by side. */
static void name_folders(struct test *test)
{
    char flat[PATH_MAX];
    snprintf(flat, sizeof flat, "%s", test->name);
    for (char *c = flat; *c; c++)
        if (*c == '/' || *c == ' ')
            *c = '.';
    make_path(test->from, "build/tests/submissions/%s", flat);
    make_path(test->output, "build/tests/verdicts/%s.json", flat);
    if (make_folders(test->from) != 0 || make_folders_for(test->output) != 0)
        die("build/tests");
}

int main(int argc, char **argv)
{
    static struct test test;
    static struct task_list tasks;
    if (argc < 3 || find_tasks(".", &tasks) != 0) {
        fprintf(
            stderr,
            "usage: judge stub|solution FOLDER [SEED] | judge submission FILE SEED\n");
        return 3;
    }
    bool submission = strcmp(argv[1], "submission") == 0;
    test.seed = argc > 3 ? argv[3] : "1";
    test.task = submission ? task_of_path(&tasks, argv[2]) : find_task(&tasks, argv[2]);
    snprintf(test.name, sizeof test.name, "%s %s%s%s", argv[1],
             submission ? argv[2] + (strncmp(argv[2], "tests/corpus/", 13) == 0 ? 13 : 0)
                        : argv[2],
             argc > 3 && !submission ? " seed " : "",
             argc > 3 && !submission ? argv[3] : "");
    if (!test.task)
        die(argv[2]);
    name_folders(&test);
    if (submission)
        judge_submission(&test, argv[2]);
    else if (strcmp(argv[1], "stub") == 0)
        judge_stub(&test);
    else
        judge_solution(&test);
    if (test.reason[0])
        printf("FAIL %s: %s\n", test.name, test.reason);
    else
        printf("ok %s\n", test.name);
    cJSON_Delete(test.results);
    return 0;
}
