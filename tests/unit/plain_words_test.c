/*
 * plain_words_test.c - unit tests of what the lab makes of gcc's errors. Each row of its
 * table is held against what gcc says about a small broken source, here and now. Link
 * with validate/build/plain_words.c and validate/common/{command,files}.c.
 */
#define _GNU_SOURCE
#include "plain_words.h"

#include "command.h"
#include "scratch.h"

TestSuite(plain_words, .init = scratch_open, .fini = scratch_close);

/* A broken source, and what is to be said about it. */
static const struct {
    const char *source;
    int line;
    const char *meant;
} rows[] = {
    {"int f(void)\n{\n    return 1\n}\n", 3, "a ';' is missing"},
    {"int f(int a)\n{\n    if (a > 0 {\n        return 1;\n    }\n    return 0;\n}\n", 3,
     "a ')' is missing"},
    {"int a[] = {\n    1, 2;\n", 2, "a '}' is missing: count the braces"},
    {"int f(int a)\n{\n    if (a) {\n        return 1;\n    return 0;\n}\n", 6,
     "the file ends inside a function"},
    {"int f(void)\n{\n    return 1;\n}\n}\n", 5, "a brace too many above"},
    {"int f(int a)\n{\n    a = ;\n    return a;\n}\n", 3, "something is missing here"},
    {"int f(void)\nx = 1;\n{\n    return 1;\n}\n", 2, "a declaration is broken"},
    {"int f(void)\n{\n    return nobody;\n}\n", 3,
     "a name that the compiler hasn't seen"},
    {"int f(seize_t a)\n{\n    return 1;\n}\n", 1,
     "a type that the compiler hasn't seen"},
    {"\n#include \"nowhere.h\"\n", 2, "an #include names a file that isn't there"},
    {"int f(int a);\nint f(long a)\n{\n    return (int)a;\n}\n", 2,
     "a function differs from its declaration"},
    {"int f(void)\n{\n    return 1;\n}\nint f(void)\n{\n    return 2;\n}\n", 5,
     "something is defined twice"},
    {"int f(int a);\nint g(void)\n{\n    return f();\n}\n", 4, "too few arguments"},
    {"int f(int a);\nint g(void)\n{\n    return f(1, 2);\n}\n", 4, "too many arguments"},
    {"struct s {\n    int a;\n};\nint f(struct s *s)\n{\n    return s->b;\n}\n", 6,
     "a struct doesn't have that field"},
    {"int f(int a)\n{\n    return *a;\n}\n", 3, "used on something that is no pointer"},
    {"int f(int a)\n{\n    return a->b;\n}\n", 3, "used on something that is no pointer"},
    {"struct s {\n    int a;\n};\nint f(struct s *s)\n{\n    return s.a;\n}\n", 6,
     "'.' is used on a pointer: write '->'"},
    {"struct s {\n    int a;\n};\nint f(struct s s);\nint g(void)\n{\n    return "
     "f(1);\n}\n",
     7, "a value of the wrong type"},
    {"int f(int a)\n{\n    a + 1 = 2;\n    return a;\n}\n", 3,
     "the left side of this assignment"},
    {"int f(void)\n{\n    int a, b\n    if (f())\n        return 1;\n    return 0;\n}\n",
     4, "a ';' is missing at the end of the line before"},
    {"int f(int a)\n{\n    return a \\&\\& 1;\n}\n", 3,
     "a '\\' that doesn't belong there"},
    {"int f(void)\n{\n    return @1;\n}\n", 3, "an '@' that doesn't belong there"},
    {"int f(void)\n{\n    return 1 # 2;\n}\n", 3, "a '#' that doesn't begin its line"},
    {"char f(void)\n{\n    return `x`;\n}\n", 3, "a '`' that doesn't belong there"},
    {"const char *f(void)\n{\n    return \xe2\x80\x9cx\xe2\x80\x9d;\n}\n", 3,
     "a character that C doesn't know"},
    {"int f(void)\n{\n    /* no end\n    return 1;\n}\n", 3,
     "a quotation mark or a comment isn't closed"},
    {"const char *f(void)\n{\n    return \"x;\n}\n", 3, "a quotation mark isn't closed"},
    {"void f(void);\nint g(void)\n{\n    return f();\n}\n", 4,
     "the value of a function that returns nothing"},
    {"int f(int a)\n{\n    switch (a) {\n    case 1:\n        return 1;\n    case 1:\n"
     "        return 2;\n    }\n    return 0;\n}\n",
     6, "two cases of a switch"},
    {"int f(void);\nstatic int f(void)\n{\n    return 1;\n}\n", 2, "without `static`"},
    /* no row of the table: the compiler itself is quoted */
    {"#error \"stop here\"\n", 1, "#error \"stop here\""},
    {"int f(void)\n{\n    goto nowhere;\n}\n", 3, "label 'nowhere' used but not defined"},
};
#define ROWS (sizeof rows / sizeof rows[0])

static struct command gcc_for(const char *source)
{
    struct command gcc = {0};
    command_add(&gcc, "gcc");
    command_add(&gcc, "-std=gnu17");
    command_add(&gcc, "-Wall");
    command_add(&gcc, "-Wextra");
    command_add(&gcc, "-fdiagnostics-color=never");
    command_add(&gcc, "-fsyntax-only");
    command_add(&gcc, "%s", source);
    return gcc;
}

/* In a UTF-8 locale gcc's quotation marks are typographic, in the C locale plain. */
static void explain_all_in(const char *locale)
{
    struct command commands[ROWS];
    char path[PATH_MAX], message[512];
    cr_assert_eq(setenv("LC_ALL", locale, 1), 0);
    for (size_t i = 0; i < ROWS; i++) {
        put_file(make_path(path, "%zu/sync.c", i), rows[i].source);
        commands[i] = gcc_for(path);
    }
    cr_assert_eq(run_commands(commands, ROWS, processors()), 0);
    for (size_t i = 0; i < ROWS; i++) {
        int line = -1;
        cr_expect_neq(commands[i].status, 0, "it compiles:\n%s", rows[i].source);
        explain_compiler(commands[i].output, "sync.c", message, sizeof message, &line);
        cr_expect(strstr(message, rows[i].meant), "\"%s\" isn't in \"%s\" of\n%s",
                  rows[i].meant, message, commands[i].output);
        cr_expect_eq(line, rows[i].line, "line %d for\n%s", line, commands[i].output);
        cr_expect_eq(strncmp(message, "sync.c doesn't compile, line ", 29), 0, "%s",
                     message);
        command_free(&commands[i]);
    }
}

Test(plain_words, each_row_fits_what_gcc_says)
{
    explain_all_in("C");
}

Test(plain_words, typographic_quotation_marks_make_no_difference)
{
    explain_all_in("C.UTF-8");
}

Test(plain_words, the_first_error_counts_and_warnings_do_not)
{
    char message[512];
    int line;
    explain_compiler("a/sync.c:3:9: warning: unused variable 'x' [-Wunused-variable]\n"
                     "a/sync.c:7:5: error: expected ';' before '}' token\n"
                     "a/sync.c:9:5: error: 'y' undeclared\n",
                     "sync.c", message, sizeof message, &line);
    cr_assert_eq(line, 7);
    assert_has(message, "a ';' is missing");
}

Test(plain_words, a_colon_in_the_path_is_no_line)
{
    char message[512];
    int line;
    explain_compiler("/my:2nd/try/sync.c:7:5: error: 'y' undeclared\n", "sync.c", message,
                     sizeof message, &line);
    cr_assert_eq(line, 7);
}

/* An initialiser left open above an #include: gcc stumbles in the header, whose line
 * number says nothing about the learner's file. */
Test(plain_words, an_error_in_a_header_is_told_as_one)
{
    char message[512];
    int line = -1;
    put_file("sync.h", "\n\n\n\nint sync(void);\n");
    put_file("sync.c", "int a[] = {\n#include \"sync.h\"\n");
    struct command gcc = gcc_for("sync.c");
    cr_assert_eq(run_commands(&gcc, 1, 1), 0);
    explain_compiler(gcc.output, "sync.c", message, sizeof message, &line);
    cr_assert_eq(line, 0);
    assert_has(message, "sync.c doesn't compile");
    assert_has(message, "sync.h, line 5");
    command_free(&gcc);
}

Test(plain_words, what_is_no_error_is_shown_whole)
{
    char message[512];
    int line = -1;
    explain_compiler(NULL, "sync.c", message, sizeof message, &line);
    cr_assert_eq(line, 0);
    assert_has(message, "sync.c doesn't compile; what the compiler said stands below");
    explain_compiler("collect2: fatal\n", "sync.c", message, sizeof message, &line);
    cr_assert_eq(line, 0);
    assert_has(message, "stands below");
}

Test(plain_words, a_long_line_fits_its_place)
{
    static char output[4096], message[64];
    int line;
    snprintf(output, sizeof output, "sync.c:7:5: error: %03000d\n", 0);
    explain_compiler(output, "sync.c", message, sizeof message, &line);
    cr_assert_eq(line, 7);
    cr_assert_lt(strlen(message), sizeof message);
}
