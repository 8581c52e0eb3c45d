/*
 * text_report_test.c - unit tests of the report for a person: one whole example, compared
 * letter by letter, and what must never look like a pass. Link with
 * validate/report/{text,page,utf8,results}.c, validate/common/files.c and -lcjson.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

/* Reports the record, JSON, into a string for free(), 72 columns wide. */
static char *report(const char *json)
{
    char *text = NULL;
    size_t size;
    cr_assert_eq(setenv("COLUMNS", "72", 1), 0);
    cJSON *results = cJSON_Parse(json);
    cr_assert(results);
    FILE *out = open_memstream(&text, &size);
    cr_assert(out);
    report_text(results, out);
    fclose(out);
    cJSON_Delete(results);
    return text;
}

static const char EXAMPLE[] =
    "{\"seed\":42,\"from\":\"tasks\",\"tasks\":["
    "{\"task\":1,\"name\":\"sequential\",\"status\":\"pass\",\"seconds\":0.5,"
    "\"message\":\"\",\"diagnostics\":\"\",\"checks\":["
    "{\"id\":\"sequential/order\",\"status\":\"pass\",\"title\":\"results stand in the "
    "catalog's order\","
    "\"coverage\":\"3 catalogs\"}]},"
    "{\"task\":4,\"name\":\"sync\",\"status\":\"fail\",\"seconds\":1.5,"
    "\"message\":\"\",\"diagnostics\":\"sync.c:3: warning: unused\\n\",\"checks\":["
    "{\"id\":\"sync/counts\",\"status\":\"fail\",\"title\":\"the counter counts every "
    "addition\","
    "\"message\":\"data race: two threads touch the same memory at the same time, and at "
    "least one of them writes\",\"expected\":\"a lock\",\"actual\":\"none\","
    "\"location\":{\"file\":\"sync.c\",\"line\":17},\"help\":\"Who else reads it?\","
    "\"output\":\"one\\ntwo\\u001b[2J\\n\"},"
    "{\"id\":\"sync/order\",\"status\":\"skipped\",\"needs\":\"sync/"
    "counts\",\"title\":\"the queue keeps its order\","
    "\"message\":\"needs first: the counter counts every addition\"},"
    "{\"id\":\"sync/races\",\"status\":\"inconclusive\",\"title\":\"no data race\","
    "\"message\":\"ThreadSanitizer can't run here\"},"
    "{\"id\":\"sync/woken\",\"status\":\"error\",\"title\":\"all are "
    "woken\",\"message\":\"no probe\"}]}]}";

static const char EXPECTED[] =
    "Task 1: sequential\n"
    "  1 pass  results stand in the catalog's order\n"
    "          covered   3 catalogs\n"
    "1 of 1 checks passed  (0.5 s)\n"
    "Compare with ours: make solution TASK=1 DIFF=1; then make progress\n"
    "\n"
    "Task 4: sync\n"
    "  The compiler says:\n"
    "    sync.c:3: warning: unused\n"
    "  1 FAIL  the counter counts every addition\n"
    "          what      data race: two threads touch the same memory at the\n"
    "                    same time, and at least one of them writes\n"
    "          expected  a lock\n"
    "          actual    none\n"
    "          where     sync.c, line 17\n"
    "          think     Who else reads it?\n"
    "          it printed:\n"
    "            one\n"
    "            two?[2J\n"
    "  2 skip  the queue keeps its order (needs 1 first)\n"
    "  3 n/a   no data race\n"
    "          what      ThreadSanitizer can't run here\n"
    "  4 LAB   all are woken\n"
    "          what      no probe\n"
    "0 of 4 checks passed  (1.5 s)\n"
    "Stuck? make hint TASK=4, make lesson TASK=4\n"
    "n/a: this machine can't judge that check; it counts as not passed\n"
    "LAB: the lab failed there, not your code\n"
    "\n"
    "1 of 2 tasks passed\n"
    "Inputs were made from SEED=42; add it to repeat this run\n";

Test(text_report, a_whole_example)
{
    char *text = report(EXAMPLE);
    cr_assert_str_eq(text, EXPECTED);
    free(text);
}

Test(text_report, a_refused_task)
{
    char *text = report(
        "{\"seed\":7,\"tasks\":[{\"task\":4,\"name\":\"sync\",\"status\":\"fail\","
        "\"message\":\"sync.c doesn't compile, line 3: a ';' is missing, here or at the "
        "end of the line before\",\"diagnostics\":\"sync.c:3:13: error\\n\",\"checks\":["
        "{\"status\":\"skipped\"},{\"status\":\"skipped\"}]}]}");
    cr_assert_str_eq(
        text, "Task 4: sync\n"
              "    FAIL  sync.c doesn't compile, line 3: a ';' is missing, here or at\n"
              "          the end of the line before\n"
              "          2 checks were not run\n"
              "  The compiler says:\n"
              "    sync.c:3:13: error\n"
              "\n"
              "Inputs were made from SEED=7; add it to repeat this run\n");
    free(text);
}

/* Judged alone, it is shown in full: somebody asked for it. */
/* A verdict that belongs to no check is the lab's trouble; the checks were run all the same. */
Test(text_report, a_judged_task_with_trouble_of_the_lab)
{
    char *text = report(
        "{\"seed\":7,\"tasks\":[{\"task\":4,\"name\":\"sync\",\"status\":\"error\","
        "\"message\":\"verdicts turned up that belong to no check\",\"checks\":["
        "{\"id\":\"sync/a\",\"title\":\"holds\",\"status\":\"pass\"}]}]}");
    cr_assert(strstr(text, "LAB: verdicts turned up that belong to no check\n"));
    cr_assert(strstr(text, "pass  holds\n"));
    cr_assert_null(strstr(text, "were not run"));
    free(text);
}

Test(text_report, an_untouched_task_among_others_takes_a_line)
{
    static const char task[] =
        "{\"task\":4,\"name\":\"sync\",\"status\":\"fail\",\"untouched\":true,"
        "\"checks\":[{\"id\":\"sync/a\",\"title\":\"a holds\",\"status\":\"fail\"}]}";
    char json[1024], *text;
    snprintf(json, sizeof json, "{\"tasks\":[%s]}", task);
    text = report(json);
    cr_assert(strstr(text, "  1 FAIL  a holds\n"), "%s", text);
    free(text);
    snprintf(json, sizeof json, "{\"tasks\":[%s,%s]}", task, task);
    text = report(json);
    cr_assert(
        strstr(text, "Task 4: sync\n    FAIL  not written yet: make lesson TASK=4\n"),
        "%s", text);
    cr_assert_null(strstr(text, "a holds"));
    cr_assert(strstr(text, "0 of 2 tasks passed"));
    free(text);
}

/* The sentence stands in the message already: the table alone is added. */
Test(text_report, a_counterexample_is_a_table_below_the_check)
{
    static const char json[] =
        "{\"tasks\":[{\"task\":4,\"name\":\"sync\",\"status\":\"fail\",\"checks\":["
        "{\"id\":\"sync/a\",\"title\":\"it adds up\",\"status\":\"fail\","
        "\"message\":\"Data race: T1 writes n and T2 reads it.\",\"counterexample\":{"
        "\"verdict\":\"data race\",\"message\":\"\","
        "\"sentence\":\"T1 writes n and T2 reads it.\",\"message_adds\":false,"
        "\"threads\":[],\"steps_missing\":3,\"blocked\":[],\"cycle\":[],"
        "\"end\":{\"thread\":\"\"},\"doomed_from\":0,\"steps\":[{\"number\":7,\"thread\":"
        "\"T1\","
        "\"file\":\"sync.c\",\"line\":9,\"source\":\"n = 1;\","
        "\"operation\":\"writes\",\"object\":\"n\",\"text\":\"writes n = 1\","
        "\"relevant\":true}]}}]}]}";
    char *text = report(json);
    cr_assert(strstr(text, "9: writes n = 1"), "%s", text);
    cr_assert(strstr(text, "make replay TASK=4\n    CHECK=a FULL=1"), "%s", text);
    char *first = strstr(text, "T1 writes n and T2 reads it.");
    cr_assert(first && !strstr(first + 1, "T1 writes n and T2 reads it."), "%s", text);
    free(text);
}
