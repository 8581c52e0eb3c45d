/*
 * brief_report_test.c - unit tests of the short report that `make watch` prints. Link with
 * validate/report/{brief,text,page,utf8,results}.c, validate/common/files.c and -lcjson.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

/* Reports the record, JSON, into a string for free(), 72 columns wide. `before` may be NULL. */
static char *report(const char *json, const char *before)
{
    char *text = NULL;
    size_t size;
    cr_assert_eq(setenv("COLUMNS", "72", 1), 0);
    cJSON *results = cJSON_Parse(json), *earlier = before ? cJSON_Parse(before) : NULL;
    cr_assert(results);
    FILE *out = open_memstream(&text, &size);
    cr_assert(out);
    report_brief(results, earlier, NULL, out);
    fclose(out);
    cJSON_Delete(results);
    cJSON_Delete(earlier);
    return text;
}

/* A task of checks with these statuses: p(ass), f(ail), s(kipped), n/a, e(rror). */
static char *task_of(const char *statuses)
{
    static char json[8192];
    static const char *const words[] = {"pass", "fail", "skipped", "n-inconclusive",
                                        "error"};
    int size = sprintf(json,
                       "{\"tasks\":[{\"task\":4,\"name\":\"sync\",\"status\":\"%s\","
                       "\"seconds\":0.5,\"checks\":[",
                       strspn(statuses, "p") == strlen(statuses) ? "pass" : "fail");
    for (int i = 0; statuses[i]; i++) {
        const char *word = "";
        for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
            if (words[w][0] == statuses[i])
                word = words[w] + (statuses[i] == 'n' ? 2 : 0);
        size += sprintf(json + size,
                        "%s{\"id\":\"sync/c%d\",\"status\":\"%s\",\"title\":\"title "
                        "%d\",\"message\":\"what happened %d\"}",
                        i ? "," : "", i + 1, word, i + 1, i + 1);
    }
    sprintf(json + size, "]}]}");
    return json;
}

static void expect(const char *statuses, const char *before, const char *wanted)
{
    char *earlier = before ? strdup(task_of(before)) : NULL;
    char *text = report(task_of(statuses), earlier);
    cr_assert_str_eq(text, wanted);
    free(earlier);
    free(text);
}

Test(brief_report, the_first_failure_in_full_others_in_a_line)
{
    expect("ppfsfss", NULL,
           "  3 FAIL  title 3\n"
           "          what      what happened 3\n"
           "Task 4: sync  2 of 7 pass, 2 fail, 3 wait  (0.5 s)\n"
           "  5 FAIL  title 5\n");
}

/* A reader who has it before them needs it no second time. */
Test(brief_report, what_was_shown_before)
{
    char *text = NULL;
    size_t size;
    cJSON *results = cJSON_Parse(task_of("pff"));
    FILE *out = open_memstream(&text, &size);
    cr_assert(out);
    report_brief(results, NULL, "sync/c2", out);
    fclose(out);
    cr_assert_str_eq(text, "Task 4: sync  1 of 3 pass, 2 fail  (0.5 s)\n"
                           "  3 FAIL  title 3\n");
    cJSON_Delete(results);
    free(text);
}

Test(brief_report, one_fails_one_waits)
{
    expect("pfs", NULL,
           "  2 FAIL  title 2\n"
           "          what      what happened 2\n"
           "Task 4: sync  1 of 3 pass, 1 fails, 1 waits  (0.5 s)\n");
}

Test(brief_report, all_pass)
{
    expect("ppp", NULL, "Task 4: sync  3 of 3 pass  (0.5 s)\n");
}

Test(brief_report, what_changed)
{
    expect("pppfpp", "pffffp",
           "  4 FAIL  title 4\n"
           "          what      what happened 4\n"
           "Task 4: sync  5 of 6 pass, 1 fails  (0.5 s)\n"
           "  New: 2-3, 5 pass.\n");
    expect("fsp", "ppf",
           "  1 FAIL  title 1\n"
           "          what      what happened 1\n"
           "Task 4: sync  1 of 3 pass, 1 fails, 1 waits  (0.5 s)\n"
           "  New: 3 passes. No longer: 1-2.\n");
}

Test(brief_report, many_failures_are_counted)
{
    expect("ffffffffff", NULL,
           "  1 FAIL  title 1\n"
           "          what      what happened 1\n"
           "Task 4: sync  0 of 10 pass, 10 fail  (0.5 s)\n"
           "  2 FAIL  title 2\n"
           "  3 FAIL  title 3\n"
           "  4 FAIL  title 4\n"
           "  5 FAIL  title 5\n"
           "  6 FAIL  title 6\n"
           "  7 FAIL  title 7\n"
           "    and 3 more\n");
}

/* A failure comes before what this machine can't judge; that is told when nothing else is. */
Test(brief_report, what_could_not_be_judged)
{
    expect("nf", NULL,
           "  2 FAIL  title 2\n"
           "          what      what happened 2\n"
           "Task 4: sync  0 of 2 pass, 1 fails  (0.5 s)\n");
    expect("pn", NULL,
           "  2 n/a   title 2\n"
           "          what      what happened 2\n"
           "Task 4: sync  1 of 2 pass  (0.5 s)\n");
    expect("pe", NULL,
           "  2 LAB   title 2\n"
           "          what      what happened 2\n"
           "Task 4: sync  1 of 2 pass  (0.5 s)\n");
}

Test(brief_report, a_file_that_does_not_compile)
{
    char *text =
        report("{\"tasks\":[{\"task\":4,\"name\":\"sync\",\"status\":\"fail\","
               "\"message\":\"sync.c doesn't compile, line 3: a ';' is missing\","
               "\"diagnostics\":\"a\\nb\\nc\\nd\\ne\\nf\\ng\\nh\\ni\\nj\\nk\\nl\\nm\\n\","
               "\"checks\":[{\"status\":\"skipped\"}]}]}",
               task_of("p"));
    cr_assert_str_eq(text,
                     "Task 4: sync\n"
                     "    FAIL  sync.c doesn't compile, line 3: a ';' is missing\n"
                     "          1 checks were not run\n"
                     "  The compiler says:\n"
                     "    a\n    b\n    c\n    d\n    e\n    f\n    g\n    h\n    i\n"
                     "    j\n    k\n    l\n"
                     "    ...\n");
    free(text);
}

Test(brief_report, several_tasks_a_line_each)
{
    char *text = report(
        "{\"tasks\":["
        "{\"task\":1,\"name\":\"a\",\"status\":\"pass\",\"checks\":[{\"status\":\"pass\"}"
        "]},"
        "{\"task\":2,\"name\":\"b\",\"status\":\"fail\",\"checks\":["
        "{\"id\":\"b/x\",\"status\":\"pass\",\"title\":\"x\"},"
        "{\"id\":\"b/y\",\"status\":\"fail\",\"title\":\"it holds\"}]},"
        "{\"task\":3,\"name\":\"c\",\"status\":\"fail\",\"message\":\"c.c is empty\","
        "\"checks\":[{\"status\":\"skipped\"}]},"
        "{\"task\":4,\"name\":\"d\",\"status\":\"fail\",\"untouched\":true,"
        "\"checks\":[{\"status\":\"fail\"}]}]}",
        NULL);
    cr_assert_str_eq(text, "  1 pass  a: 1 of 1 pass\n"
                           "  2 FAIL  b: 1 of 2 pass; 2: it holds\n"
                           "  3 FAIL  c.c is empty\n"
                           "  4 FAIL  d: not written yet\n");
    free(text);
}
