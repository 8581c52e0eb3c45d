/* html_check.c - see html_check.h. */
#include "html_check.h"

#include <stdbool.h>
#include <string.h>

#include "html.h"
#include "html_steps.h"
#include "results.h"

static bool has_status(const cJSON *check, const char *status)
{
    return strcmp(text_of(check, "status"), status) == 0;
}

/* ---- one that has something to say ------------------------------------------------------------- */

static void print_part(const char *label, const char *text, FILE *out)
{
    if (!*text)
        return;
    fprintf(out, "<dt>%s</dt><dd>", label);
    html_text(out, text);
    fputs("</dd>\n", out);
}

static void print_location(const cJSON *check, FILE *out)
{
    const cJSON *location = cJSON_GetObjectItem(check, "location");
    char text[160];
    if (number_of(location, "line") <= 0)
        return;
    snprintf(text, sizeof text, "%s, line %d", text_of(location, "file"),
             (int)number_of(location, "line"));
    print_part("where", text, out);
}

static void print_output(const cJSON *check, FILE *out)
{
    if (!*text_of(check, "output"))
        return;
    fputs("<dt>it printed</dt><dd><pre tabindex=\"0\">", out);
    html_text(out, text_of(check, "output"));
    fputs("</pre></dd>\n", out);
}

static const char *word_of(const cJSON *check)
{
    return has_status(check, "fail") ? "fails" : "was not judged";
}

static void print_failure(const cJSON *task, const cJSON *check, FILE *out)
{
    const char *id = text_of(check, "id"), *slash = strchr(id, '/');
    const cJSON *counterexample = cJSON_GetObjectItem(check, "counterexample");
    fprintf(out, "<article class=\"%s\" id=\"%s\">\n<h3><span class=\"word\">%s</span> ",
            text_of(check, "status"), id, word_of(check));
    html_text(out, text_of(check, "title"));
    fputs("</h3>\n<dl>\n", out);
    print_part("what", text_of(check, "message"), out);
    print_part("expected", text_of(check, "expected"), out);
    print_part("actual", text_of(check, "actual"), out);
    print_location(check, out);
    print_part("think", text_of(check, "help"), out);
    print_output(check, out);
    fputs("</dl>\n", out);
    if (counterexample) {
        html_steps(counterexample, id, text_of(check, "message"), out);
        fprintf(out,
                "<p class=\"quiet\">In the terminal: <code>make replay TASK=%d "
                "CHECK=%s</code></p>\n",
                (int)number_of(task, "task"), slash ? slash + 1 : id);
    }
    fputs("</article>\n", out);
}

/* ---- the others, in a list ------------------------------------------------------------------------ */

static const char *remark_of(const cJSON *check)
{
    return has_status(check, "pass") ? text_of(check, "coverage")
                                     : text_of(check, "message");
}

static void print_list(const cJSON *task, const char *status, const char *heading,
                       FILE *out)
{
    const cJSON *check, *checks = cJSON_GetObjectItem(task, "checks");
    int count = 0;
    cJSON_ArrayForEach(check, checks)
    {
        count += has_status(check, status);
    }
    if (count == 0)
        return;
    fprintf(out, "<details class=\"%s\"><summary>%d %s</summary><ul>\n", status, count,
            heading);
    cJSON_ArrayForEach(check, checks)
    {
        if (!has_status(check, status))
            continue;
        fputs("<li>", out);
        html_text(out, text_of(check, "title"));
        if (*remark_of(check)) {
            fputs(" <span class=\"quiet\">", out);
            html_text(out, remark_of(check));
            fputs("</span>", out);
        }
        fputs("</li>\n", out);
    }
    fputs("</ul></details>\n", out);
}

void html_checks(const cJSON *task, FILE *out)
{
    const cJSON *check;
    cJSON_ArrayForEach(check, cJSON_GetObjectItem(task, "checks"))
    {
        if (!has_status(check, "pass") && !has_status(check, "skipped"))
            print_failure(task, check, out);
    }
    print_list(task, "skipped", "wait for one that fails", out);
    print_list(task, "pass", "pass", out);
}
