/*
 * mutate_tokens_test.c - C source as tokens: what is none, and where each begins and ends.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <stdlib.h>

#include "../mutate/tokens.h"

/* All tokens of a text, one blank between each. */
static void expect_tokens(const char *text, const char *expected)
{
    struct tokens tokens;
    cr_assert(eq(int, tokens_read(&tokens, text), 0));
    char *plain = tokens.count ? tokens_plain(&tokens, 0, tokens.count - 1) : NULL;
    cr_expect(eq(str, plain ? plain : "", (char *)expected));
    free(plain);
    tokens_free(&tokens);
}

static void expect_refused(const char *text)
{
    struct tokens tokens;
    errno = 0;
    cr_expect(eq(int, tokens_read(&tokens, text), -1), "%s", text);
    cr_expect(eq(int, errno, EINVAL), "%s", text);
}

Test(mutate_tokens, marks_are_taken_as_long_as_possible)
{
    expect_tokens("a+++b<<=c->d...e!=f", "a ++ + b <<= c -> d ... e != f");
}

Test(mutate_tokens, numbers_keep_their_endings)
{
    expect_tokens("0x1fUL 1e-9 1.5f .5 10%3 1-2", "0x1fUL 1e-9 1.5f .5 10 % 3 1 - 2");
}

Test(mutate_tokens, nothing_in_a_comment_is_a_token)
{
    expect_tokens("a /* lock( ' \" */ b // unlock)\nc", "a b c");
    expect_tokens("a / b */* c */ d", "a / b * d");
}

Test(mutate_tokens, nothing_in_a_directive_is_a_token)
{
    expect_tokens("#include <time.h>\n  # define A(x) \\\n (x\nint a;", "int a ;");
    expect_tokens("#define A /* 1\n2 */ 3\nb", "b");
}

Test(mutate_tokens, a_hash_in_the_middle_of_a_line_is_no_directive)
{
    expect_tokens("a # b\nc", "a # b c");
}

Test(mutate_tokens, strings_hide_what_is_in_them)
{
    expect_tokens("f(\"a \\\" /* ) b\", '\\'', '\"')",
                  "f ( \"a \\\" /* ) b\" , '\\'' , '\"' )");
}

Test(mutate_tokens, brackets_know_their_partners)
{
    struct tokens tokens;
    cr_assert(eq(int, tokens_read(&tokens, "f(a[1], {b})"), 0));
    cr_expect(eq(int, tokens.list[1].match, tokens.count - 1));
    cr_expect(eq(int, tokens.list[tokens.count - 1].match, 1));
    cr_expect(eq(int, tokens.list[3].match, 5));
    cr_expect(eq(int, tokens.list[0].match, -1));
    tokens_free(&tokens);
}

Test(mutate_tokens, lines_count_from_one_through_comments_and_directives)
{
    struct tokens tokens;
    cr_assert(eq(int, tokens_read(&tokens, "a /*\n*/ b\n#define X \\\n 1\nc"), 0));
    cr_expect(eq(int, tokens.list[0].line, 1));
    cr_expect(eq(int, tokens.list[1].line, 2));
    cr_expect(eq(int, tokens.list[2].line, 5));
    tokens_free(&tokens);
}

Test(mutate_tokens, what_does_not_close_is_refused)
{
    expect_refused("f(a");
    expect_refused("f a)");
    expect_refused("f(a]");
    expect_refused("f(\"a\n\")");
}

Test(mutate_tokens, an_empty_text_has_no_tokens)
{
    expect_tokens("", "");
    expect_tokens(" \n/* a */", "");
}

Test(mutate_tokens, a_keyword_before_a_bracket_is_no_call)
{
    struct tokens tokens;
    cr_assert(eq(int, tokens_read(&tokens, "f(1) if (2) sizeof(3) g"), 0));
    cr_expect(token_is_call(&tokens, 0));
    cr_expect(not(token_is_call(&tokens, 4)));
    cr_expect(not(token_is_call(&tokens, 8)));
    cr_expect(not(token_is_call(&tokens, 12)));
    cr_expect(not(token_is_call(&tokens, 13)));
    tokens_free(&tokens);
}
