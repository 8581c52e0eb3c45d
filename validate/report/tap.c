/*
 * tap.c - Test Anything Protocol, version 14: a test point a check, with YAML below those that
 * didn't pass.
 */
#include <stdbool.h>
#include <string.h>

#include "report.h"
#include "results.h"
#include "trouble.h"
#include "utf8.h"

/* ---- characters --------------------------------------------------------------------------- */

/* A description is one line; '#' would begin a directive, and '\' escapes. */
static void put_description(FILE *out, const char *text)
{
    while (*text) {
        const char *first = text;
        long character = utf8_next(&text);
        if (character < ' ' || (character >= 0x7F && character < 0xA0) ||
            character == 0xFFFE || character == 0xFFFF)
            fputc('?', out);
        else if (character == '#' || character == '\\')
            fprintf(out, "\\%c", (char)character);
        else
            fwrite(first, 1, (size_t)(text - first), out);
    }
}

/* May stand in a YAML double-quoted scalar as it is. */
static bool is_plain(long character)
{
    return character >= ' ' && character != '"' && character != '\\' &&
           !(character >= 0x7F && character < 0xA0) && character != 0x2028 &&
           character != 0x2029 && character != 0xFEFF && character != 0xFFFE &&
           character != 0xFFFF;
}

static void put_quoted(FILE *out, const char *text)
{
    fputc('"', out);
    while (*text) {
        const char *first = text;
        long character = utf8_next(&text);
        if (character < 0)
            fputs(UTF8_REPLACEMENT, out);
        else if (is_plain(character))
            fwrite(first, 1, (size_t)(text - first), out);
        else if (character == '"' || character == '\\')
            fprintf(out, "\\%c", (char)character);
        else if (character == '\n')
            fputs("\\n", out);
        else
            fprintf(out, "\\u%04lX", character);
    }
    fputc('"', out);
}

/* ---- YAML ------------------------------------------------------------------------------------ */

static void put_member(FILE *out, const char *key, const char *text)
{
    if (!*text)
        return;
    fprintf(out, "  %s: ", key);
    put_quoted(out, text);
    fputc('\n', out);
}

static void put_location(FILE *out, const cJSON *check)
{
    const cJSON *location = cJSON_GetObjectItem(check, "location");
    if (number_of(location, "line") <= 0)
        return;
    fputs("  at:\n    file: ", out);
    put_quoted(out, text_of(location, "file"));
    fprintf(out, "\n    line: %d\n", (int)number_of(location, "line"));
}

static void put_steps(FILE *out, const cJSON *check)
{
    const cJSON *steps = counterexample_steps(check), *step;
    if (cJSON_GetArraySize(steps) == 0)
        return;
    fputs("  steps:\n", out);
    cJSON_ArrayForEach(step, steps)
    {
        if (!cJSON_IsTrue(cJSON_GetObjectItem(step, "relevant")))
            continue;
        fputs("    - thread: ", out);
        put_quoted(out, text_of(step, "thread"));
        fputs("\n      what: ", out);
        put_quoted(out, text_of(step, "text"));
        fputs("\n      file: ", out);
        put_quoted(out, text_of(step, "file"));
        fprintf(out, "\n      line: %d\n", (int)number_of(step, "line"));
    }
}

static void put_details(FILE *out, const cJSON *check)
{
    static const char *const members[] = {"status",   "kind",     "message",
                                          "expected", "actual",   "help",
                                          "coverage", "schedule", "output"};
    fputs("  ---\n", out);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        put_member(out, members[i], text_of(check, members[i]));
    put_location(out, check);
    put_steps(out, check);
    fputs("  ...\n", out);
}

/* ---- test points ------------------------------------------------------------------------------ */

static void put_check(FILE *out, int number, const cJSON *check)
{
    const char *status = text_of(check, "status");
    bool skipped = strcmp(status, "skipped") == 0;
    bool passed = strcmp(status, "pass") == 0;
    fprintf(out, "%sok %d - ", passed || skipped ? "" : "not ", number);
    put_description(out, text_of(check, "id"));
    fputs(": ", out);
    put_description(out, text_of(check, "title"));
    if (skipped) {
        fputs(" # SKIP ", out);
        put_description(out, text_of(check, "message"));
    }
    fputc('\n', out);
    if (!passed && !skipped)
        put_details(out, check);
}

static void put_trouble(FILE *out, int number, const cJSON *task, const char *trouble)
{
    fprintf(out, "not ok %d - ", number);
    put_description(out, text_of(task, "name"));
    fputs(": " TROUBLE_TITLE "\n  ---\n", out);
    put_member(out, "status", text_of(task, "status"));
    put_member(out, "message", trouble);
    put_member(out, "diagnostics", text_of(task, "diagnostics"));
    fputs("  ...\n", out);
}

static int count_points(const cJSON *tasks)
{
    int points = 0;
    const cJSON *task;
    cJSON_ArrayForEach(task, tasks) points +=
        cJSON_GetArraySize(cJSON_GetObjectItem(task, "checks")) +
        (task_trouble(task) != NULL);
    return points;
}

void report_tap(const cJSON *results, FILE *out)
{
    const cJSON *tasks = cJSON_GetObjectItem(results, "tasks"), *task, *check;
    int number = 0;
    fprintf(out, "TAP version 14\n1..%d\n", count_points(tasks));
    cJSON_ArrayForEach(task, tasks)
    {
        const char *trouble = task_trouble(task);
        if (trouble)
            put_trouble(out, ++number, task, trouble);
        cJSON_ArrayForEach(check, cJSON_GetObjectItem(task, "checks"))
            put_check(out, ++number, check);
    }
}
