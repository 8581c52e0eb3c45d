/*
 * inspect_test.c - unit tests of what learner code is refused for: hidden from the lab by its text, by
 * its tokens, by the names in its object file. Link with validate/build/{inspect_text,
 * inspect_tokens,forbidden,archive}.c and validate/common/{files,command}.c.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>

#include "archive.h"
#include "command.h"
#include "forbidden.h"
#include "inspect_text.h"
#include "inspect_tokens.h"
#include "scratch.h"

TestSuite(inspect, .init = scratch_open, .fini = scratch_close);

/* ---- the text ------------------------------------------------------------------------ */

static const char *const plain_texts[] = {
    "#include <stdio.h>\n#include \"sync.h\"\nint a[3];\n",
    "/* in assembly: asm */ int x; // __attribute__\n",
    "#ifdef DEBUG\n#endif\n",
    "#  include   <pthread.h>  /* for locks */\n",
};

Test(inspect, plain_text_hides_nothing)
{
    for (size_t i = 0; i < sizeof plain_texts / sizeof plain_texts[0]; i++) {
        struct text_finding found = text_look(plain_texts[i]);
        cr_expect_null(found.refused, "text %zu: %s", i, found.refused);
        cr_expect(!found.may_hide, "text %zu is looked at more closely", i);
    }
}

static const char *const hiding_texts[] = {
    "__asm__(\"nop\");",         "#define J(a, b) a##b\n",
    "as\\\nm(\"nop\");",         "as\\ \nm(\"nop\");",
    "_Pragma(\"GCC optimize\")", "# pragma GCC optimize(3)\n",
    "[ [gnu::naked]] f();",      "%: define X\n",
};

Test(inspect, text_with_means_to_hide_is_looked_at_closely)
{
    for (size_t i = 0; i < sizeof hiding_texts / sizeof hiding_texts[0]; i++)
        cr_expect(text_look(hiding_texts[i]).may_hide, "text %zu", i);
}

static const struct {
    const char *text;
    int line;
} refused_texts[] = {
    {"int x;\n#include \"../solution.c\"\n", 2},
    {"#include </etc/passwd>\n", 1},
    {"#include <../../proc/self/maps>\n", 1},
    {"/* two\n lines */ # include NAME\n", 1},
    {"\n\n# 1 \"/usr/include/x.h\" 3\n", 3},
    {"#ifdef __SANITIZE_THREAD__\n#endif\n", 1},
    {"\n%:include \"../x.c\"\n", 2},
};

Test(inspect, text_that_can_not_be_judged_is_refused)
{
    for (size_t i = 0; i < sizeof refused_texts / sizeof refused_texts[0]; i++) {
        struct text_finding found = text_look(refused_texts[i].text);
        cr_expect_not_null(found.refused, "text %zu", i);
        cr_expect_eq(found.line, refused_texts[i].line, "text %zu: line %d", i,
                     found.line);
    }
}

/* ---- the tokens ------------------------------------------------------------------------ */

/* As gcc -E would print it, behind a header of the system that has assembly. */
static struct token_finding look(const char *tokens)
{
    static char text[4096];
    snprintf(text, sizeof text,
             "# 1 \"/usr/include/x.h\" 1 3 4\n__asm__(\"nop\");\n# 7 \"own.c\" 2\n%s\n",
             tokens);
    return tokens_look(text);
}

static const char *const honest_tokens[] = {
    "static int x __attribute__((unused));",
    "__attribute__((__format__(printf, 1, 2))) void say(const char *, ...);",
    "__attribute__((aligned(64), cleanup(section))) int y;",
    "#pragma GCC diagnostic push",
    "[[maybe_unused]] static int z; int a[b[1]];",
    "const char *text = \"asm __attribute__((naked))\"; char c = '\"';",
    "int assembly, basmati, optimize, section;",
};

Test(inspect, honest_tokens_pass)
{
    for (size_t i = 0; i < sizeof honest_tokens / sizeof honest_tokens[0]; i++) {
        struct token_finding found = look(honest_tokens[i]);
        cr_expect(!found.refused[0], "tokens %zu: %s", i, found.refused);
    }
}

static const char *const hiding_tokens[] = {
    "\nint f(void) { asm(\"nop\"); }",
    "\n__asm volatile(\"nop\");",
    "\nvoid f(void) __asm__(\"g\");",
    "\n__seg_gs int *p;",
    "\n__attribute__((no_sanitize(\"thread\"))) int f(void);",
    "\n__attribute__((unused, __no_sanitize_thread__)) int f(void);",
    "\n__attribute__ ((optimize(\"O3\"))) int f(void);",
    "\n[[gnu::no_sanitize(\"thread\")]] int f(void);",
    "\n[ [gnu::constructor]] int f(void);",
    "\n__attribute__((section(\"lab_scenarios\"))) int x;",
    "\n#pragma GCC optimize(\"O3\")",
    "\n#pragma redefine_extname a b",
    "\n#define __SANITIZE_THREAD__ 1",
};

Test(inspect, hiding_tokens_are_refused_with_their_line)
{
    for (size_t i = 0; i < sizeof hiding_tokens / sizeof hiding_tokens[0]; i++) {
        struct token_finding found = look(hiding_tokens[i]);
        cr_expect(found.refused[0], "tokens %zu", i);
        cr_expect_eq(found.line, 8, "tokens %zu: line %d", i, found.line);
    }
}

/* ---- names ---------------------------------------------------------------------------------- */

Test(inspect, dangerous_calls_are_known_and_others_are_not)
{
    static const char *const refused[] = {"ptrace", "dlsym", "execl", "setsid", "shmget"};
    static const char *const fine[] = {"fork", "malloc", "pthread_create", "trace", ""};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        cr_expect_not_null(find_forbidden(refused[i]), "%s", refused[i]);
    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++)
        cr_expect_null(find_forbidden(fine[i]), "%s", fine[i]);
}

static void make_library(void)
{
    struct command shell = {0};
    cr_assert_eq(write_file("a.c", "int one, two;", 13), 0);
    command_add(&shell, "sh");
    command_add(&shell, "-c");
    command_add(&shell, "gcc -c a.c && ar rcs liba.a a.o");
    cr_assert_eq(run_commands(&shell, 1, 1), 0);
    cr_assert_eq(shell.status, 0);
    command_free(&shell);
}

Test(inspect, a_library_tells_its_names)
{
    struct archive library;
    make_library();
    cr_assert_eq(archive_read("liba.a", &library), 0);
    cr_expect(archive_defines(&library, "one"));
    cr_expect(archive_defines(&library, "two"));
    cr_expect(!archive_defines(&library, "on"));
    archive_free(&library);
    cr_expect_eq(archive_read("a.c", &library), -1);
}
