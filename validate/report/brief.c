/*
 * brief.c - the short report, for somebody who edits and saves: what changed, the first failing check
 * in full, the others that fail in a line each.
 */
#include <stdio.h>
#include <string.h>

#include "page.h"
#include "report.h"
#include "results.h"
#include "text.h"

#define OTHERS_SHOWN     6  /* failing checks beside the first one */
#define DIAGNOSTIC_LINES 12 /* of the compiler */

static bool has_status(const cJSON *check, const char *status)
{
    return strcmp(text_of(check, "status"), status) == 0;
}

/* Does it stand in the way of a pass by itself? */
static bool obstructs(const cJSON *check)
{
    return !has_status(check, "pass") && !has_status(check, "skipped");
}

/* A failing one before those that the lab couldn't judge. */
static const cJSON *first_obstacle(const cJSON *checks)
{
    const cJSON *check, *other = NULL;
    cJSON_ArrayForEach(check, checks)
    {
        if (has_status(check, "fail"))
            return check;
        if (!other && obstructs(check))
            other = check;
    }
    return other;
}

/* ---- what changed ------------------------------------------------------------------------------ */

static const cJSON *same_task(const cJSON *results, const cJSON *wanted)
{
    const cJSON *task;
    cJSON_ArrayForEach(
        task,
        cJSON_GetObjectItem(results, "tasks")) if (number_of(task, "task") ==
                                                   number_of(wanted, "task")) return task;
    return NULL;
}

static bool passes_in(const cJSON *task, const char *id)
{
    const cJSON *check;
    cJSON_ArrayForEach(
        check,
        cJSON_GetObjectItem(task, "checks")) if (strcmp(text_of(check, "id"), id) ==
                                                 0) return has_status(check, "pass");
    return false;
}

/* Does the check pass in one of the two, and not in the other? `gained`: it is the new one. */
static bool changed(const cJSON *check, const cJSON *before, bool gained)
{
    return has_status(check, "pass") == gained &&
           passes_in(before, text_of(check, "id")) != gained;
}

/* The numbers of those checks, neighbours put together: "1-4, 7". Returns how many they are. */
static int list_changed(const cJSON *task, const cJSON *before, bool gained, char *text,
                        size_t size)
{
    const cJSON *check;
    int number = 0, count = 0, first = 0;
    size_t used = 0;
    text[0] = '\0';
    cJSON_ArrayForEach(check, cJSON_GetObjectItem(task, "checks"))
    {
        number++;
        if (!changed(check, before, gained))
            continue;
        count++;
        first = first ? first : number;
        if (check->next && changed(check->next, before, gained))
            continue;
        if (used + 16 < size)
            used += (size_t)snprintf(text + used, size - used, "%s%.0d%s%d",
                                     used ? ", " : "", first < number ? first : 0,
                                     first < number ? "-" : "", number);
        first = 0;
    }
    return count;
}

static void print_change(const struct page *page, const cJSON *task, const cJSON *before)
{
    char better[256], worse[256], text[640];
    if (!before || text_refused(before))
        return;
    int gained = list_changed(task, before, true, better, sizeof better);
    int lost = list_changed(task, before, false, worse, sizeof worse);
    snprintf(text, sizeof text, "%s%s%s%s%s%s", gained ? "New: " : "", better,
             gained == 1 ? " passes. "
             : gained    ? " pass. "
                         : "",
             lost ? "No longer: " : "", worse, lost ? "." : "");
    if (gained || lost)
        page_paragraph(page, 2, "  ", text);
}

/* ---- a task --------------------------------------------------------------------------------------- */

static void print_heading(const struct page *page, const cJSON *task)
{
    int total = cJSON_GetArraySize(cJSON_GetObjectItem(task, "checks"));
    int passed = text_count(task, "pass"), failed = text_count(task, "fail");
    int skipped = text_count(task, "skipped");
    page_print(page, PAGE_BOLD, "Task %d: %s", (int)number_of(task, "task"),
               text_of(task, "name"));
    if (!text_refused(task)) {
        page_print(page, passed == total ? PAGE_GREEN : PAGE_PLAIN, "  %d of %d pass",
                   passed, total);
        if (failed)
            page_print(page, PAGE_RED, ", %d fail%s", failed, failed == 1 ? "s" : "");
        if (skipped)
            fprintf(page->out, ", %d wait%s", skipped, skipped == 1 ? "s" : "");
        fprintf(page->out, "  (%.1f s)", number_of(task, "seconds"));
    }
    fputc('\n', page->out);
}

static void print_diagnostics(const struct page *page, const cJSON *task)
{
    const char *text = text_of(task, "diagnostics");
    char shown[4096];
    size_t length = 0;
    if (!*text)
        return;
    for (int line = 0; line < DIAGNOSTIC_LINES && text[length]; line++)
        length += strcspn(text + length, "\n") + (strchr(text + length, '\n') != NULL);
    snprintf(shown, sizeof shown, "%.*s", (int)length, text);
    fprintf(page->out, "  The compiler says:\n");
    page_verbatim(page, 4, shown);
    if (text[length])
        fprintf(page->out, "    ...\n");
}

/* The title alone: its turn comes when the first one is mended. */
static void print_title(const struct page *page, const cJSON *checks, const cJSON *check)
{
    char label[16];
    snprintf(label, sizeof label, "%3d ", text_number(checks, text_of(check, "id")));
    fputs(label, page->out);
    page_print(page, PAGE_RED, "%s  ", has_status(check, "fail") ? "FAIL" : "LAB ");
    page_continue(page, 10, text_of(check, "title"));
}

static void print_others(const struct page *page, const cJSON *checks, const cJSON *first)
{
    int shown = 0, more = 0;
    const cJSON *check;
    cJSON_ArrayForEach(check, checks)
    {
        if (check == first || !obstructs(check) || has_status(check, "inconclusive"))
            continue;
        if (shown++ < OTHERS_SHOWN)
            print_title(page, checks, check);
        else
            more++;
    }
    if (more)
        fprintf(page->out, "    and %d more\n", more);
}

/* The sum stands below what fails: that is where the reader's eye is when everything has been printed. */
static void print_judged(const struct page *page, const cJSON *task, const cJSON *before,
                         const char *shown)
{
    const cJSON *checks = cJSON_GetObjectItem(task, "checks");
    const cJSON *first = first_obstacle(checks);
    if (first && !(shown && strcmp(text_of(first, "id"), shown) == 0))
        text_check(page, task, first);
    print_heading(page, task);
    print_change(page, task, before);
    if (*text_of(task, "message"))
        page_paragraph(page, 5, "LAB: ", text_of(task, "message"));
    print_diagnostics(page, task);
    if (first)
        print_others(page, checks, first);
}

static void print_refused(const struct page *page, const cJSON *task)
{
    print_heading(page, task);
    text_refusal(page, task);
    print_diagnostics(page, task);
}

/* ---- all tasks --------------------------------------------------------------------------------- */

static void print_line(const struct page *page, const cJSON *task)
{
    const cJSON *checks = cJSON_GetObjectItem(task, "checks");
    const cJSON *first = first_obstacle(checks);
    bool good = has_status(task, "pass");
    const char *name = text_of(task, "name");
    char text[256];
    if (text_to_be_begun(task))
        snprintf(text, sizeof text, "%.47s: not written yet", name);
    else if (text_refused(task))
        snprintf(text, sizeof text, "%.250s", text_of(task, "message"));
    else if (good || !first)
        snprintf(text, sizeof text, "%.47s: %d of %d pass", name,
                 text_count(task, "pass"), cJSON_GetArraySize(checks));
    else
        snprintf(text, sizeof text, "%.47s: %d of %d pass; %d: %.140s", name,
                 text_count(task, "pass"), cJSON_GetArraySize(checks),
                 text_number(checks, text_of(first, "id")), text_of(first, "title"));
    fprintf(page->out, "%3d ", (int)number_of(task, "task"));
    page_print(page, good ? PAGE_GREEN : PAGE_RED, "%s  ", good ? "pass" : "FAIL");
    page_continue(page, 10, text);
}

void report_brief(const cJSON *results, const cJSON *before, const char *shown, FILE *out)
{
    struct page page = page_open(out);
    const cJSON *tasks = cJSON_GetObjectItem(results, "tasks"), *task;
    bool one = cJSON_GetArraySize(tasks) == 1;
    cJSON_ArrayForEach(task, tasks)
    {
        if (!one)
            print_line(&page, task);
        else if (text_refused(task))
            print_refused(&page, task);
        else
            print_judged(&page, task, same_task(before, task), shown);
    }
}
