/*
 * explore_options_test.c - unit tests of the command line of `build/lab explore`. Link with
 * validate/cli/explore_options.c.
 */
#include "explore_options.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "explore.h"
#include "lab.h"

TestSuite(explore_options);

static struct explore_command command;
static char said[256];

/* In the place of the one that prints. */
int usage_error(const char *message, ...)
{
    va_list values;
    va_start(values, message);
    vsnprintf(said, sizeof said, message, values);
    va_end(values);
    return EXIT_WRONG_USAGE;
}

/* Reads words, the last one NULL. */
static int read_words(char **words)
{
    int count = 0;
    memset(&command, 0, sizeof command);
    said[0] = '\0';
    while (words[count])
        count++;
    return read_explore_options(&command, count, words);
}

#define READ(...) read_words((char *[]){__VA_ARGS__, NULL})

Test(explore_options, files_are_kept_in_their_order)
{
    cr_assert_eq(READ("b.c", "a.c"), -1);
    cr_assert_eq(command.file_count, 2);
    cr_assert_str_eq(command.files[0], "b.c");
    cr_assert_str_eq(command.files[1], "a.c");
    cr_assert_eq(command.flag_count, 0);
    cr_assert_not(command.json || command.failures || command.full);
    cr_assert_null(command.replay);
    cr_assert_eq(command.budget, 0);
    cr_assert_eq(command.seed, 0);
}

Test(explore_options, all_options_are_understood)
{
    cr_assert_eq(READ("--format=json", "--budget=20000", "a.c", "--seed=7", "--failures",
                      "--full", "--replay=abc"),
                 -1);
    cr_assert(command.json && command.failures && command.full);
    cr_assert_eq(command.budget, 20000);
    cr_assert_eq(command.seed, 7);
    cr_assert_str_eq(command.replay, "abc");
}

Test(explore_options, empty_values_are_as_none)
{
    cr_assert_eq(READ("a.c", "--format=", "--budget=", "--seed=", "--replay=", "--"), -1);
    cr_assert_not(command.json);
    cr_assert_eq(command.budget, 0);
    cr_assert_null(command.replay);
}

Test(explore_options, what_stands_behind_two_dashes_goes_to_the_compiler)
{
    cr_assert_eq(READ("a.c", "--", "-DN=3", "--full", "-lm"), -1);
    cr_assert_eq(command.flag_count, 3);
    cr_assert_str_eq(command.flags[1], "--full");
    cr_assert_not(command.full);
}

Test(explore_options, a_program_must_be_named)
{
    cr_assert_eq(READ("--full"), EXIT_WRONG_USAGE);
    cr_assert(strstr(said, "which program?"));
    cr_assert_eq(READ("--", "-lm"), EXIT_WRONG_USAGE);
}

Test(explore_options, values_that_are_none_are_refused)
{
    static const char *const wrong[] = {
        "--budget=0",
        "--budget=x",
        "--budget=-1",
        "--budget=1e9",
        "--budget=10000000000",
        "--budget= 5",
        "--seed=-1",
        "--seed=x",
        "--seed=1x",
        "--format=xml",
        "--fast",
        "-x",
        "-",
        "--replay",
        "--budget",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        cr_expect_eq(READ("a.c", (char *)wrong[i]), EXIT_WRONG_USAGE, "%s", wrong[i]);
        cr_expect(strstr(said, wrong[i]), "%s: %s", wrong[i], said);
    }
}

Test(explore_options, the_longest_token_fits_and_a_longer_one_is_refused)
{
    char word[EXPLORE_TOKEN_SIZE + 32] = "--replay=";
    memset(word + strlen(word), 'a', EXPLORE_TOKEN_SIZE - 1);
    cr_assert_eq(READ("a.c", word), -1);
    strcat(word, "a");
    cr_assert_eq(READ("a.c", word), EXIT_WRONG_USAGE);
}

Test(explore_options, flags_that_would_send_the_results_elsewhere_are_refused)
{
    cr_assert_eq(READ("a.c", "--", "-o", "x"), EXIT_WRONG_USAGE);
    cr_assert_eq(READ("a.c", "--", "-E"), EXIT_WRONG_USAGE);
}

Test(explore_options, too_many_files_or_flags_are_refused)
{
    char *words[PROGRAM_FLAGS_MOST + 4] = {"a.c", "--"};
    for (int i = 2; i < PROGRAM_FLAGS_MOST + 3; i++)
        words[i] = "-DX";
    cr_assert_eq(read_words(words), EXIT_WRONG_USAGE);
    words[PROGRAM_FLAGS_MOST + 2] = NULL;
    cr_assert_eq(read_words(words), -1);
    cr_assert_eq(command.flag_count, PROGRAM_FLAGS_MOST);
    words[1] = "b.c";
    for (int i = 2; i < PROGRAM_FILES_MOST + 1; i++)
        words[i] = "c.c";
    words[PROGRAM_FILES_MOST + 1] = NULL;
    cr_assert_eq(read_words(words), EXIT_WRONG_USAGE);
    words[PROGRAM_FILES_MOST] = NULL;
    cr_assert_eq(read_words(words), -1);
}
