/*
 * text.c - the report for a person: what failed first, in full; what passed in a line.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cx_table.h"
#include "page.h"
#include "report.h"
#include "results.h"
#include "text.h"

#define TITLE_COLUMNS 10 /* where a title begins, and the label of a part of it */
#define TABLE_COLUMN  4  /* of a counterexample, which needs the room */
#define LABEL_COLUMNS 20 /* where the text of a failed check begins */

static const struct {
    const char *status, *word;
    enum page_colour colour;
} looks[] = {
    {"pass", "pass", PAGE_GREEN},   {"fail", "FAIL", PAGE_RED},
    {"skipped", "skip", PAGE_DIM},  {"inconclusive", "n/a ", PAGE_YELLOW},
    {"error", "LAB ", PAGE_YELLOW},
};

static void print_status(const struct page *page, const char *status)
{
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
        if (strcmp(looks[i].status, status) == 0)
            page_print(page, looks[i].colour, "%s  ", looks[i].word);
}

static void print_part(const struct page *page, const char *label, const char *text)
{
    char padded[LABEL_COLUMNS + 1];
    snprintf(padded, sizeof padded, "%*s%s", TITLE_COLUMNS, "", label);
    if (*text)
        page_paragraph(page, LABEL_COLUMNS, padded, text);
}

/* ---- a counterexample ---------------------------------------------------------------------- */

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), shorter = strlen(end);
    return length >= shorter && strcmp(text + length - shorter, end) == 0;
}

/* The sentence isn't said twice: above the table only if it says more than the message. */
static void print_counterexample(const struct page *page, const cJSON *task,
                                 const cJSON *check)
{
    const cJSON *json = cJSON_GetObjectItem(check, "counterexample");
    struct counterexample *cx = json ? cx_from_json(json) : NULL;
    char again[160];
    if (!cx)
        return;
    if (ends_with(text_of(check, "message"), cx->sentence))
        cx->sentence = "";
    cx->message_adds = false;
    const char *name = strchr(text_of(check, "id"), '/');
    snprintf(again, sizeof again, "make replay TASK=%d CHECK=%s FULL=1",
             (int)number_of(task, "task"), name ? name + 1 : "");
    fprintf(page->out, "\n");
    table_print(page, TABLE_COLUMN, cx, TABLE_SHORT, again);
    fprintf(page->out, "\n");
    cx_free(cx);
}

/* ---- a check ---------------------------------------------------------------------------------- */

static void print_location(const struct page *page, const cJSON *check)
{
    const cJSON *location = cJSON_GetObjectItem(check, "location");
    char text[128];
    if (number_of(location, "line") <= 0)
        return;
    snprintf(text, sizeof text, "%s, line %d", text_of(location, "file"),
             (int)number_of(location, "line"));
    print_part(page, "where", text);
}

static void print_failure(const struct page *page, const cJSON *task, const cJSON *check)
{
    const char *output = text_of(check, "output");
    print_part(page, "what", text_of(check, "message"));
    print_part(page, "expected", text_of(check, "expected"));
    print_part(page, "actual", text_of(check, "actual"));
    print_location(page, check);
    print_part(page, "think", text_of(check, "help"));
    if (*output) {
        fprintf(page->out, "%*sit printed:\n", TITLE_COLUMNS, "");
        page_verbatim(page, TITLE_COLUMNS + 2, output);
    }
    print_counterexample(page, task, check);
}

/* The place of the check with that id in the list, counted from 1; 0 if it isn't there. */
int text_number(const cJSON *checks, const char *id)
{
    const cJSON *check;
    int number = 0;
    cJSON_ArrayForEach(check, checks)
    {
        number++;
        if (strcmp(text_of(check, "id"), id) == 0)
            return number;
    }
    return 0;
}

/* A skipped check says which one it waits for: by its number, which saves two lines. */
static void print_title(const struct page *page, const cJSON *checks, const cJSON *check)
{
    char title[512];
    int needed = text_number(checks, text_of(check, "needs"));
    if (strcmp(text_of(check, "status"), "skipped") == 0 && needed > 0)
        snprintf(title, sizeof title, "%s (needs %d first)", text_of(check, "title"),
                 needed);
    else
        snprintf(title, sizeof title, "%s", text_of(check, "title"));
    page_continue(page, TITLE_COLUMNS, title);
}

void text_check(const struct page *page, const cJSON *task, const cJSON *check)
{
    const cJSON *checks = cJSON_GetObjectItem(task, "checks");
    const char *status = text_of(check, "status");
    fprintf(page->out, "%3d ", text_number(checks, text_of(check, "id")));
    print_status(page, status);
    print_title(page, checks, check);
    if (strcmp(status, "pass") == 0)
        print_part(page, "covered", text_of(check, "coverage"));
    else if (strcmp(status, "skipped") != 0)
        print_failure(page, task, check);
}

/* ---- a task ------------------------------------------------------------------------------------ */

int text_count(const cJSON *task, const char *status)
{
    int count = 0;
    const cJSON *check;
    cJSON_ArrayForEach(check, cJSON_GetObjectItem(task, "checks")) count +=
        strcmp(text_of(check, "status"), status) == 0;
    return count;
}

static int check_count(const cJSON *task)
{
    return cJSON_GetArraySize(cJSON_GetObjectItem(task, "checks"));
}

static void print_line(const struct page *page, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A sentence of its own, wrapped. */
static void print_line(const struct page *page, const char *format, ...)
{
    char text[256];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    page_paragraph(page, 0, "", text);
}

/* What it comes to, and how to go on. */
static void print_sum(const struct page *page, const cJSON *task)
{
    int number = (int)number_of(task, "task");
    bool good = strcmp(text_of(task, "status"), "pass") == 0;
    page_print(page, good ? PAGE_GREEN : PAGE_BOLD, "%d of %d checks passed",
               text_count(task, "pass"), check_count(task));
    fprintf(page->out, "  (%.1f s)\n", number_of(task, "seconds"));
    if (text_count(task, "fail") > 0)
        print_line(page, "Stuck? make hint TASK=%d, make lesson TASK=%d", number, number);
    if (good)
        print_line(page,
                   "Compare with ours: make solution TASK=%d DIFF=1; then make progress",
                   number);
    if (text_count(task, "inconclusive") > 0)
        print_line(page,
                   "n/a: this machine can't judge that check; it counts as not passed");
    if (text_count(task, "error") > 0)
        print_line(page, "LAB: the lab failed there, not your code");
}

/* Its checks were not run: none of them came to a verdict of its own. */
bool text_refused(const cJSON *task)
{
    return *text_of(task, "message") && text_count(task, "pass") == 0 &&
           text_count(task, "fail") == 0;
}

void text_refusal(const struct page *page, const cJSON *task)
{
    bool lab = strcmp(text_of(task, "status"), "error") == 0;
    fprintf(page->out, "    ");
    print_status(page, lab ? "error" : "fail");
    page_continue(page, TITLE_COLUMNS, text_of(task, "message"));
    fprintf(page->out, "%*s%d checks were not run\n", TITLE_COLUMNS, "",
            check_count(task));
}

/* Where several tasks are judged, a line is enough for one that waits to be begun; not so if the
 * lab itself failed on it. */
bool text_to_be_begun(const cJSON *task)
{
    return cJSON_IsTrue(cJSON_GetObjectItem(task, "untouched")) &&
           strcmp(text_of(task, "status"), "fail") == 0;
}

static void print_untouched(const struct page *page, const cJSON *task)
{
    int number = (int)number_of(task, "task");
    page_print(page, PAGE_BOLD, "Task %d: %s\n", number, text_of(task, "name"));
    fprintf(page->out, "    ");
    print_status(page, "fail");
    fprintf(page->out, "not written yet: make lesson TASK=%d\n\n", number);
}

static void print_task(const struct page *page, const cJSON *task)
{
    const char *diagnostics = text_of(task, "diagnostics");
    const cJSON *checks = cJSON_GetObjectItem(task, "checks"), *check;
    page_print(page, PAGE_BOLD, "Task %d: %s\n", (int)number_of(task, "task"),
               text_of(task, "name"));
    if (text_refused(task))
        text_refusal(page, task);
    else if (*text_of(task, "message"))
        print_line(page, "LAB: %s", text_of(task, "message"));
    if (*diagnostics) {
        fprintf(page->out, "  The compiler says:\n");
        page_verbatim(page, 4, diagnostics);
    }
    if (!text_refused(task)) {
        cJSON_ArrayForEach(check, checks) text_check(page, task, check);
        print_sum(page, task);
    }
    fputc('\n', page->out);
}

void report_text(const cJSON *results, FILE *out)
{
    struct page page = page_open(out);
    const cJSON *tasks = cJSON_GetObjectItem(results, "tasks"), *task;
    int passed = 0;
    cJSON_ArrayForEach(task, tasks)
    {
        if (cJSON_GetArraySize(tasks) > 1 && text_to_be_begun(task))
            print_untouched(&page, task);
        else
            print_task(&page, task);
        passed += strcmp(text_of(task, "status"), "pass") == 0;
    }
    if (cJSON_GetArraySize(tasks) > 1)
        print_line(&page, "%d of %d tasks passed", passed, cJSON_GetArraySize(tasks));
    print_line(&page, "Inputs were made from SEED=%.0f; add it to repeat this run",
               number_of(results, "seed"));
}
