/*
 * submission.c - a file of tests/corpus against the promises in its first comment.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "judge.h"
#include "results.h"

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

int split_names(char *list, char *names[NAMES_MOST])
{
    int count = 0;
    for (char *name; count < NAMES_MOST && (name = strtok_r(list, ", ", &list));)
        names[count++] = name;
    return count;
}

bool is_named(const cJSON *check, char *const names[], int count)
{
    const char *slash = strchr(text_of(check, "id"), '/');
    for (int i = 0; slash && i < count; i++)
        if (strcmp(slash + 1, names[i]) == 0)
            return true;
    return false;
}

bool says(const cJSON *check, const char *words)
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
    char *names[NAMES_MOST];
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

void judge_submission(struct test *test, const char *path)
{
    char fails[512], words[256], file[TASK_NAME];
    char *text = read_file(path, 1u << 20, NULL);
    if (!text)
        die(path);
    if (!promise(text, "file", file, sizeof file))
        snprintf(file, sizeof file, "%s", test->task->files[0]);
    bool promises = promise(text, "fails", fails, sizeof fails) &&
                    promise(text, "says", words, sizeof words);
    free(text);
    if (promises && (!*fails || !*words))
        complain(test, "its first comment doesn't say what must fail, or in which words");
    lay_out(test, "solutions", file, path);
    if (promises && strstr(path, "/hostile/")) {
        judge_hostile(test, fails, words);
    } else if (promises) {
        validate(test);
        expect_promise(test, fails, words);
    } else if (strstr(path, "/right/")) {
        validate(test);
        expect_all_pass(test);
    } else {
        complain(test, "its first comment doesn't say what must fail");
    }
}
