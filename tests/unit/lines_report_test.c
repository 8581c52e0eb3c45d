/*
 * lines_report_test.c - unit tests of the report for an editor. Link with
 * validate/report/{lines,text,page,utf8,results}.c, validate/common/files.c and -lcjson.
 */
#define _GNU_SOURCE
#include "report.h"

#include "scratch.h"

TestSuite(lines_report, .init = scratch_open, .fini = scratch_close);

/* Reports a task's record (its members, JSON) into a string for free(). */
static char *report(const char *members)
{
    char *text = NULL, json[4096];
    size_t size;
    snprintf(json, sizeof json,
             "{\"from\":\"tasks\",\"tasks\":[{\"task\":4,\"name\":\"sync\",%s}]}",
             members);
    cJSON *results = cJSON_Parse(json);
    cr_assert(results);
    FILE *out = open_memstream(&text, &size);
    cr_assert(out);
    report_lines(results, out);
    fclose(out);
    cJSON_Delete(results);
    return text;
}

static void expect(const char *members, const char *wanted)
{
    char *text = report(members);
    cr_assert_str_eq(text, wanted);
    free(text);
}

Test(lines_report, a_check_at_its_line)
{
    expect("\"checks\":[{\"id\":\"sync/a\",\"status\":\"pass\"},"
           "{\"id\":\"sync/b\",\"status\":\"fail\",\"message\":\"first line\\nsecond"
           "\\u001b[2J\",\"location\":{\"file\":\"sync.c\",\"line\":17}},"
           "{\"id\":\"sync/c\",\"status\":\"skipped\",\"message\":\"needs b\"}]",
           "tasks/04_sync/sync.c:17: error: first line; second?[2J [sync/b]\n"
           "tasks/04_sync: 1 of 3 checks passed\n");
}

Test(lines_report, a_check_without_a_line_stands_at_its_function)
{
    put_file("tasks/04_sync/other.c", "int helper(void);\n");
    put_file("tasks/04_sync/sync.c", "/* queue_put(x) */\n"
                                     "int queue_put(struct queue *q);\n"
                                     "static int my_queue_put(void)\n{\n"
                                     "    return queue_put(q);\n}\n"
                                     "int queue_put(struct queue *q,\n"
                                     "              void *item)\n{\n}\n");
    expect("\"checks\":[{\"id\":\"sync/a\",\"status\":\"fail\",\"message\":\"lost\","
           "\"function\":\"queue_put\"}]",
           "tasks/04_sync/sync.c:7: error: lost [sync/a]\n"
           "tasks/04_sync: 0 of 1 checks passed\n");
    expect("\"checks\":[{\"id\":\"sync/a\",\"status\":\"inconclusive\",\"message\":\"?\","
           "\"function\":\"gone\"}]",
           "tasks/04_sync/sync.c:1: warning: ? [sync/a]\n"
           "tasks/04_sync: 0 of 1 checks passed\n");
}

Test(lines_report, what_the_compiler_says_without_its_quotations)
{
    expect("\"message\":\"doesn't compile\",\"diagnostics\":\"t/s.c: In function 'f':\\n"
           "t/s.c:3:5: error: expected ';'\\n    3 |  x: error: y\\n"
           "t/s.c:9:1: warning: unused\\n\",\"checks\":[{\"status\":\"skipped\"}]",
           "t/s.c:3:5: error: expected ';'\nt/s.c:9:1: warning: unused\n"
           "tasks/04_sync: 0 of 1 checks passed\n");
}

Test(lines_report, a_refusal_of_which_the_compiler_says_nothing)
{
    expect("\"message\":\"sync.c is missing\",\"checks\":[{\"status\":\"skipped\"}]",
           "tasks/04_sync/sync.c:1: error: sync.c is missing\n"
           "tasks/04_sync: 0 of 1 checks passed\n");
}
