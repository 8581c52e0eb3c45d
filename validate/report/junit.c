/*
 * junit.c - JUnit's XML: a suite a task, a test case a check.
 *
 * A verdict that JUnit doesn't know (inconclusive) becomes an error: it counts as not passed.
 */
#include <stdbool.h>
#include <string.h>

#include "report.h"
#include "results.h"
#include "trouble.h"
#include "utf8.h"

/* ---- characters ------------------------------------------------------------------------ */

/* XML 1.0 has no way to write most control characters, not even escaped. */
static bool is_allowed(long character)
{
    return character >= ' ' ? character != 0xFFFE && character != 0xFFFF
                            : character == '\n' || character == '\t' || character == '\r';
}

static void put_text(FILE *out, const char *text, bool attribute)
{
    while (*text) {
        const char *first = text;
        long character = utf8_next(&text);
        bool blank = character == '\n' || character == '\t';
        if (!is_allowed(character))
            fputs(UTF8_REPLACEMENT, out);
        else if (character == '\r' || (blank && attribute))
            fprintf(out, "&#%ld;", character);
        else if (character && character < 128 && strchr("<>&\"'", (int)character))
            fprintf(out, "&#%ld;", character);
        else
            fwrite(first, 1, (size_t)(text - first), out);
    }
}

static void put_attribute(FILE *out, const char *name, const char *value)
{
    fprintf(out, " %s=\"", name);
    put_text(out, value, true);
    fputc('"', out);
}

static void put_element(FILE *out, const char *name, const char *text)
{
    if (!*text)
        return;
    fprintf(out, "      <%s>", name);
    put_text(out, text, false);
    fprintf(out, "</%s>\n", name);
}

/* ---- counting ----------------------------------------------------------------------------- */

struct tally {
    int tests, failures, errors, skipped;
    double seconds;
};

static const char *element_of(const char *status)
{
    if (strcmp(status, "fail") == 0)
        return "failure";
    return strcmp(status, "skipped") == 0 ? "skipped" : "error";
}

static void count(struct tally *tally, const char *status)
{
    const char *element = element_of(status);
    tally->tests++;
    if (strcmp(status, "pass") == 0)
        return;
    tally->failures += strcmp(element, "failure") == 0;
    tally->errors += strcmp(element, "error") == 0;
    tally->skipped += strcmp(element, "skipped") == 0;
}

static void count_task(struct tally *tally, const cJSON *task)
{
    const cJSON *check;
    cJSON_ArrayForEach(check, cJSON_GetObjectItem(task, "checks"))
        count(tally, text_of(check, "status"));
    if (task_trouble(task))
        count(tally, text_of(task, "status"));
    tally->seconds += number_of(task, "seconds");
}

static void put_tally(FILE *out, const struct tally *tally)
{
    fprintf(out,
            " tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%.3f\">\n",
            tally->tests, tally->failures, tally->errors, tally->skipped, tally->seconds);
}

/* ---- checks --------------------------------------------------------------------------------- */

static void put_line(FILE *out, const char *label, const char *text)
{
    if (!*text)
        return;
    fprintf(out, "%s: ", label);
    put_text(out, text, false);
    fputc('\n', out);
}

static void put_steps(FILE *out, const cJSON *check)
{
    const cJSON *step;
    cJSON_ArrayForEach(step, counterexample_steps(check))
    {
        if (!cJSON_IsTrue(cJSON_GetObjectItem(step, "relevant")))
            continue;
        fputs("step: ", out);
        put_text(out, text_of(step, "thread"), false);
        fputc(' ', out);
        put_text(out, text_of(step, "text"), false);
        if (number_of(step, "line") > 0) {
            fputc(' ', out);
            put_text(out, text_of(step, "file"), false);
            fprintf(out, ":%d", (int)number_of(step, "line"));
        }
        fputc('\n', out);
    }
}

static void put_verdict(FILE *out, const cJSON *check)
{
    const char *status = text_of(check, "status");
    const char *element = element_of(status);
    fprintf(out, "      <%s", element);
    put_attribute(out, "message", text_of(check, "message"));
    if (strcmp(element, "skipped") == 0) {
        fputs("/>\n", out);
        return;
    }
    put_attribute(out, "type",
                  strcmp(status, "fail") == 0 ? text_of(check, "kind") : status);
    fputc('>', out);
    put_line(out, "what", text_of(check, "message"));
    put_line(out, "expected", text_of(check, "expected"));
    put_line(out, "actual", text_of(check, "actual"));
    put_steps(out, check);
    put_line(out, "schedule", text_of(check, "schedule"));
    put_line(out, "think", text_of(check, "help"));
    fprintf(out, "</%s>\n", element);
}

/* The id keeps test cases apart, the title is for people. */
static void put_name(FILE *out, const cJSON *check)
{
    const char *id = text_of(check, "id"), *slash = strchr(id, '/');
    fputs(" name=\"", out);
    put_text(out, slash ? slash + 1 : id, true);
    fputs(": ", out);
    put_text(out, text_of(check, "title"), true);
    fputc('"', out);
}

static void put_check(FILE *out, const cJSON *task, const cJSON *check)
{
    const cJSON *location = cJSON_GetObjectItem(check, "location");
    fputs("    <testcase", out);
    put_attribute(out, "classname", text_of(task, "name"));
    put_name(out, check);
    if (number_of(location, "line") > 0) {
        put_attribute(out, "file", text_of(location, "file"));
        fprintf(out, " line=\"%d\"", (int)number_of(location, "line"));
    }
    fprintf(out, " time=\"%.3f\"", number_of(check, "seconds"));
    if (strcmp(text_of(check, "status"), "pass") == 0) {
        fputs("/>\n", out);
        return;
    }
    fputs(">\n", out);
    put_verdict(out, check);
    put_element(out, "system-out", text_of(check, "output"));
    fputs("    </testcase>\n", out);
}

/* ---- tasks ------------------------------------------------------------------------------------ */

static void put_trouble(FILE *out, const cJSON *task, const char *trouble)
{
    const char *element = element_of(text_of(task, "status"));
    fputs("    <testcase", out);
    put_attribute(out, "classname", text_of(task, "name"));
    fprintf(out, " name=\"" TROUBLE_TITLE "\" time=\"0.000\">\n      <%s", element);
    put_attribute(out, "message", trouble);
    fputc('>', out);
    put_text(out, text_of(task, "diagnostics"), false);
    fprintf(out, "</%s>\n    </testcase>\n", element);
}

static void put_task(FILE *out, const cJSON *task)
{
    struct tally tally = {0};
    const char *trouble = task_trouble(task);
    const cJSON *check;
    count_task(&tally, task);
    fputs("  <testsuite", out);
    put_attribute(out, "name", text_of(task, "name"));
    put_tally(out, &tally);
    if (trouble)
        put_trouble(out, task, trouble);
    cJSON_ArrayForEach(check, cJSON_GetObjectItem(task, "checks"))
        put_check(out, task, check);
    if (!trouble)
        put_element(out, "system-err", text_of(task, "diagnostics"));
    fputs("  </testsuite>\n", out);
}

void report_junit(const cJSON *results, FILE *out)
{
    const cJSON *tasks = cJSON_GetObjectItem(results, "tasks"), *task;
    struct tally tally = {0};
    cJSON_ArrayForEach(task, tasks) count_task(&tally, task);
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lab\"", out);
    put_tally(out, &tally);
    cJSON_ArrayForEach(task, tasks) put_task(out, task);
    fputs("</testsuites>\n", out);
}
