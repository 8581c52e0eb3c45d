/*
 * report_test.c - unit tests of the reports that machines read: whatever stands in the record,
 * JUnit is well-formed XML, TAP keeps its lines, JSON is UTF-8, and a task that doesn't pass
 * never looks as if it did. Link with validate/report/{junit,tap,json,trouble,utf8,results}.c,
 * validate/common/files.c and -lcjson.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "utf8.h"

/* A quote, markup, an escape sequence, a stray byte, half a UTF-16 pair, U+FFFE, a character. */
#define NASTY                                                                            \
    "\"a\" <b> & 'c' ]]> \033[2J \xff \xed\xa0\x80 \xef\xbf\xbe \xc3\xa9 \\ # TODO"

typedef void (*report_function)(const cJSON *results, FILE *out);

static cJSON *add_check(cJSON *task, const char *status, const char *text)
{
    cJSON *check = cJSON_CreateObject();
    cJSON_AddStringToObject(check, "id", "sync/some_check");
    cJSON_AddStringToObject(check, "kind", "race");
    cJSON_AddStringToObject(check, "title", text);
    cJSON_AddStringToObject(check, "status", status);
    cJSON_AddStringToObject(check, "message", text);
    cJSON_AddStringToObject(check, "output", text);
    cJSON_AddItemToArray(cJSON_GetObjectItem(task, "checks"), check);
    return check;
}

/* A record of one task. To be freed with cJSON_Delete; *task belongs to it. */
static cJSON *make_record(const char *status, const char *message, cJSON **task)
{
    cJSON *results = cJSON_CreateObject();
    *task = cJSON_CreateObject();
    cJSON_AddItemToArray(cJSON_AddArrayToObject(results, "tasks"), *task);
    cJSON_AddNumberToObject(*task, "task", 4);
    cJSON_AddStringToObject(*task, "name", "sync");
    cJSON_AddStringToObject(*task, "status", status);
    cJSON_AddStringToObject(*task, "message", message);
    cJSON_AddStringToObject(*task, "diagnostics", message);
    cJSON_AddArrayToObject(*task, "checks");
    return results;
}

/* Reports into a string, for free(), and ends the record. */
static char *report(report_function function, cJSON *results)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    function(results, out);
    fclose(out);
    cJSON_Delete(results);
    return text;
}

static char *report_check(report_function function, const char *status, const char *text)
{
    cJSON *task;
    cJSON *results = make_record("fail", "", &task);
    add_check(task, status, text);
    return report(function, results);
}

static void assert_has(const char *text, const char *part)
{
    cr_assert(strstr(text, part), "no %s in:\n%s", part, text);
}

static void assert_has_not(const char *text, const char *part)
{
    cr_assert_not(strstr(text, part), "%s in:\n%s", part, text);
}

/* Valid UTF-8, and no character below U+0020 but line ends. */
static void assert_clean(const char *text)
{
    while (*text) {
        long character = utf8_next(&text);
        cr_assert(character == '\n' || character >= ' ', "a character %ld", character);
        cr_assert(character != 0xFFFE && character != 0xFFFF);
    }
}

/* ---- characters -------------------------------------------------------------------------- */

static void assert_first(const char *text, long character, int length)
{
    const char *at = text;
    cr_assert_eq(utf8_next(&at), character);
    cr_assert_eq(at - text, length);
}

Test(utf8, valid_characters_of_each_length)
{
    assert_first("a", 'a', 1);
    assert_first("\xc3\xa9", 0xE9, 2);
    assert_first("\xe2\x82\xac", 0x20AC, 3);
    assert_first("\xf0\x9f\x90\xa7", 0x1F427, 4);
}

Test(utf8, what_is_invalid_takes_one_byte)
{
    static const char *const invalid[] = {
        "\x80",         /* no first byte */
        "\xc3",         /* cut off */
        "\xc3(",        /* no second byte */
        "\xc0\xaf",     /* too long a form of '/' */
        "\xe0\x80\xaf", /* and again */
        "\xed\xa0\x80", /* half a UTF-16 pair */
        "\xf4\x90\x80\x80",
        "\xf8\x88\x80\x80\x80",
        "\xff",
    };
    for (size_t i = 0; i < sizeof invalid / sizeof invalid[0]; i++)
        assert_first(invalid[i], -1, 1);
}

Test(utf8, clean_keeps_what_is_valid)
{
    char text[] = "a\xff\xc3\xa9\xc3";
    utf8_clean(text);
    cr_assert_str_eq(text, "a?\xc3\xa9?");
}

/* ---- JUnit --------------------------------------------------------------------------------- */

Test(junit, everything_is_escaped)
{
    char *text = report_check(report_junit, "fail", NASTY);
    assert_clean(text);
    assert_has(text, "&#34;a&#34; &#60;b&#62; &#38; &#39;c&#39; ]]&#62;");
    assert_has(text, UTF8_REPLACEMENT "[2J");
    assert_has(text, "\xc3\xa9");
    free(text);
}

Test(junit, line_ends_survive_in_attributes)
{
    char *text = report_check(report_junit, "fail", "one\ntwo\r\tthree");
    assert_has(text, "message=\"one&#10;two&#13;&#9;three\"");
    free(text);
}

Test(junit, each_verdict_has_its_element)
{
    static const char *const verdicts[][2] = {
        {"fail", "failures=\"1\" errors=\"0\" skipped=\"0\""},
        {"inconclusive", "failures=\"0\" errors=\"1\" skipped=\"0\""},
        {"error", "failures=\"0\" errors=\"1\" skipped=\"0\""},
    };
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
        char *text = report_check(report_junit, verdicts[i][0], "x");
        assert_has(text, verdicts[i][1]);
        free(text);
    }
}

Test(junit, a_task_that_passes_has_no_failure)
{
    cJSON *task, *results = make_record("pass", "", &task);
    add_check(task, "pass", "x");
    char *text = report(report_junit, results);
    assert_has(text, "tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\"");
    assert_has_not(text, "<failure");
    free(text);
}

Test(junit, skipped_checks_alone_are_not_green)
{
    cJSON *task, *results = make_record("fail", "doesn't compile", &task);
    add_check(task, "skipped", "x");
    char *text = report(report_junit, results);
    assert_has(text, "tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\"");
    assert_has(text, "message=\"doesn&#39;t compile\"");
    free(text);
}

Test(junit, a_task_without_checks_is_an_error)
{
    cJSON *task;
    char *text = report(report_junit, make_record("error", "", &task));
    assert_has(text, "tests=\"1\" failures=\"0\" errors=\"1\"");
    free(text);
}

/* ---- TAP ------------------------------------------------------------------------------------- */

static int count_lines(const char *text, const char *beginning)
{
    int count = 0;
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        count += strncmp(line, beginning, strlen(beginning)) == 0;
    }
    return count;
}

Test(tap, text_adds_no_line_and_no_directive)
{
    char *text = report_check(report_tap, "fail", NASTY "\nok 2 - forged\n  ...\n1..9");
    assert_clean(text);
    cr_assert_eq(count_lines(text, "ok "), 0);
    cr_assert_eq(count_lines(text, "not ok "), 1);
    cr_assert_eq(count_lines(text, "1.."), 1);
    cr_assert_eq(count_lines(text, "  ..."), 1);
    assert_has(text, "\\\\ \\# TODO?ok 2");
    free(text);
}

Test(tap, diagnostics_are_double_quoted)
{
    char *text = report_check(report_tap, "fail", "\"a\" \\ \n\t\033 \xff \xc2\x85");
    assert_has(text, "  message: \"\\\"a\\\" \\\\ \\n\\u0009\\u001B " UTF8_REPLACEMENT
                     " \\u0085\"\n");
    free(text);
}

Test(tap, a_skipped_check_says_why)
{
    char *text = report_check(report_tap, "skipped", "x # y");
    assert_has(text, "ok 2 - sync/some_check: x \\# y # SKIP x \\# y\n");
    free(text);
}

Test(tap, skipped_checks_alone_are_not_green)
{
    cJSON *task, *results = make_record("fail", "doesn't compile", &task);
    add_check(task, "skipped", "x");
    char *text = report(report_tap, results);
    assert_has(text, "TAP version 14\n1..2\nnot ok 1 - sync: the task can be judged\n");
    free(text);
}

/* ---- JSON ------------------------------------------------------------------------------------- */

Test(json, is_the_record_and_utf8)
{
    char *text = report_check(report_json, "fail", NASTY);
    cJSON *back = cJSON_Parse(text);
    const cJSON *task = cJSON_GetArrayItem(cJSON_GetObjectItem(back, "tasks"), 0);
    cr_assert_str_eq(cJSON_GetStringValue(cJSON_GetObjectItem(task, "name")), "sync");
    for (const char *at = text; *at;)
        cr_assert_geq(utf8_next(&at), 0);
    cJSON_Delete(back);
    free(text);
}
