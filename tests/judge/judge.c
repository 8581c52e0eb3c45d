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
 *   mistake: what is wrong           (wrong ones)
 *   hostile: what it does            (hostile ones)
 *   fails: check[, check]            (wrong ones: exactly these have the status fail; hostile ones:
 *                                     these don't pass, or `all`)
 *   says: words                      (the first of them must use these words)
 *   file: ai_snippet.c               (only where a task has several files)
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "judge.h"
#include "results.h"

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

static void judge_solution(struct test *test)
{
    lay_out(test, "solutions", NULL, NULL);
    validate(test);
    expect_all_pass(test);
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
