/*
 * compile_lines_test.c - unit tests of the compilation database made from what make would run. Link with
 * validate/cli/compile_lines.c and -lcjson.
 */
#define _GNU_SOURCE
#include "compile_lines.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static cJSON *database;

static void begin(void)
{
    database = cJSON_CreateArray();
}

static void end(void)
{
    cJSON_Delete(database);
}

TestSuite(compile_lines, .init = begin, .fini = end);

static void add(const char *line)
{
    char *copy = strdup(line);
    add_compile_line(database, "/lab", copy);
    free(copy);
}

/* The entry's words, apart by blanks. */
static const char *words_of(int entry)
{
    static char text[1024];
    const cJSON *word,
        *words = cJSON_GetObjectItem(cJSON_GetArrayItem(database, entry), "arguments");
    text[0] = '\0';
    cJSON_ArrayForEach(word, words)
    {
        strcat(text, *text ? " " : "");
        strcat(text, cJSON_GetStringValue(word));
    }
    return text;
}

static const char *member(int entry, const char *key)
{
    return cJSON_GetStringValue(
        cJSON_GetObjectItem(cJSON_GetArrayItem(database, entry), key));
}

Test(compile_lines, an_object)
{
    add("mkdir -p build/obj/a && cc -O1 -g -MMD -MP -Irunner -c runner/jobs.c -o "
        "build/obj/a/jobs.o\n");
    cr_assert_eq(cJSON_GetArraySize(database), 1);
    cr_assert_str_eq(words_of(0), "cc -O1 -g -Irunner -c runner/jobs.c");
    cr_assert_str_eq(member(0, "file"), "runner/jobs.c");
    cr_assert_str_eq(member(0, "directory"), "/lab");
}

Test(compile_lines, a_loop_over_sources)
{
    add("rm -rf x.parts && mkdir -p x.parts && for source in a/one.c a/two.c; do cc -g "
        "-fno-pie -MT build/x.o -c $source -o x.parts/$(basename $source .c).o || exit "
        "1; done\n");
    cr_assert_eq(cJSON_GetArraySize(database), 2);
    cr_assert_str_eq(words_of(0), "cc -g -fno-pie -c a/one.c");
    cr_assert_str_eq(words_of(1), "cc -g -fno-pie -c a/two.c");
}

Test(compile_lines, a_loop_over_one_source)
{
    add("for source in a/one.c; do cc -c $source -o x.o || exit 1; done");
    cr_assert_eq(cJSON_GetArraySize(database), 1);
    cr_assert_str_eq(words_of(0), "cc -c a/one.c");
}

/* The first one stands: a file is compiled for several programs. */
Test(compile_lines, a_file_stands_there_once)
{
    add("cc -O1 -c a.c -o first.o");
    add("cc -O2 -c a.c -o second.o");
    cr_assert_eq(cJSON_GetArraySize(database), 1);
    cr_assert_str_eq(words_of(0), "cc -O1 -c a.c");
}

Test(compile_lines, lines_that_compile_nothing)
{
    add("");
    add("rm -f build/a.a && ar rcs build/a.a build/one.o");
    add("cc -o build/lab build/one.o -lcjson");
    add("sh -c");
    add("-c a.c");
    add("objcopy -c build/one.o");
    cr_assert_eq(cJSON_GetArraySize(database), 0);
}
