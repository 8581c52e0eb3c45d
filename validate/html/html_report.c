/* html_report.c - see html_report.h. */
#include "html_report.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "html.h"
#include "html_check.h"
#include "html_lesson.h"
#include "results.h"

#define PART_LIMIT (1u << 20) /* bytes of the style, of the script */

/* ---- where one stands --------------------------------------------------------------------------- */

static int count_passed(const cJSON *task)
{
    const cJSON *check;
    int passed = 0;
    cJSON_ArrayForEach(check, cJSON_GetObjectItem(task, "checks"))
    {
        passed += strcmp(text_of(check, "status"), "pass") == 0;
    }
    return passed;
}

static bool is_untouched(const cJSON *task)
{
    return cJSON_IsTrue(cJSON_GetObjectItem(task, "untouched"));
}

static void standing(const cJSON *task, char *text, size_t size)
{
    int all = cJSON_GetArraySize(cJSON_GetObjectItem(task, "checks"));
    if (is_untouched(task))
        snprintf(text, size, "not begun");
    else if (*text_of(task, "message"))
        snprintf(text, size, "can't be judged");
    else
        snprintf(text, size, "%d of %d checks pass", count_passed(task), all);
}

static void print_overview(const cJSON *results, FILE *out)
{
    const cJSON *task;
    fprintf(out, "<p class=\"quiet\">Files in <code>");
    html_text(out, text_of(results, "from"));
    fprintf(out,
            "</code>, seed %.0f.</p>\n<nav aria-label=\"Tasks\"><ol class=\"tasks\">\n",
            number_of(results, "seed"));
    cJSON_ArrayForEach(task, cJSON_GetObjectItem(results, "tasks"))
    {
        char text[64];
        int number = (int)number_of(task, "task");
        standing(task, text, sizeof text);
        fprintf(out,
                "<li class=\"%s\"><a href=\"#task-%d\">%d %s</a> <span>%s</span></li>\n",
                is_untouched(task) ? "untouched" : text_of(task, "status"), number,
                number, text_of(task, "name"), text);
    }
    fputs("</ol></nav>\n", out);
}

/* ---- a task ---------------------------------------------------------------------------------------- */

static void print_refusal(const cJSON *task, FILE *out)
{
    fputs("<p class=\"message\">", out);
    html_text(out, text_of(task, "message"));
    fputs("</p>\n", out);
    if (!*text_of(task, "diagnostics"))
        return;
    fputs("<pre tabindex=\"0\">", out);
    html_text(out, text_of(task, "diagnostics"));
    fputs("</pre>\n", out);
}

static void print_checks(const cJSON *task, FILE *out)
{
    fputs("<div class=\"checks\">\n", out);
    if (is_untouched(task))
        fprintf(
            out,
            "<p>Nothing is written here yet. <code>make lesson TASK=%d</code>, or the "
            "lesson on this page, says what it is about.</p>\n",
            (int)number_of(task, "task"));
    else if (*text_of(task, "message"))
        print_refusal(task, out);
    else
        html_checks(task, out);
    fputs("</div>\n", out);
}

static int print_task(const cJSON *task, FILE *out)
{
    char text[64];
    int number = (int)number_of(task, "task");
    standing(task, text, sizeof text);
    fprintf(
        out,
        "<section id=\"task-%d\" aria-labelledby=\"head-%d\">\n<h2 id=\"head-%d\">Task "
        "%d: %s <span class=\"quiet\">%s</span></h2>\n<div class=\"columns\">\n",
        number, number, number, number, text_of(task, "name"), text);
    print_checks(task, out);
    int failed = html_lesson(number, text_of(task, "name"), out);
    fputs("</div>\n</section>\n", out);
    return failed;
}

static int print_tasks(const cJSON *results, FILE *out)
{
    const cJSON *task;
    cJSON_ArrayForEach(task, cJSON_GetObjectItem(results, "tasks"))
    {
        if (print_task(task, out) != 0)
            return -1;
    }
    return 0;
}

/* ---- the page ---------------------------------------------------------------------------------------- */

int html_report(const cJSON *results, FILE *out)
{
    int failed = -1;
    char *style = read_file("validate/html/report.css", PART_LIMIT, NULL);
    char *script = read_file("validate/html/report.js", PART_LIMIT, NULL);
    if (style && script) {
        html_begin(out, "Concurrency lab: where you stand", style);
        print_overview(results, out);
        failed = print_tasks(results, out);
        fprintf(out, "<script>\n%s</script>\n", script);
        html_end(out);
    }
    free(style);
    free(script);
    return failed;
}
