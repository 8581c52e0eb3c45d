/*
 * mutate_statements_test.c - statements: where they end, what they control, who is whose neighbour.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../mutate/statements.h"

static struct tokens tokens;
static struct statements statements;

static void read_text(const char *text)
{
    cr_assert(eq(int, tokens_read(&tokens, text), 0));
    cr_assert(eq(int, statements_read(&statements, &tokens), 0), "%s", text);
}

static void drop_text(void)
{
    statements_free(&statements);
    tokens_free(&tokens);
}

TestSuite(mutate_statements, .fini = drop_text);

static void expect_statement(int i, enum statement_kind kind, const char *text)
{
    cr_assert(lt(int, i, statements.count));
    char *plain =
        tokens_plain(&tokens, statements.list[i].first, statements.list[i].last);
    cr_expect(eq(str, plain, (char *)text));
    cr_expect(eq(int, statements.list[i].kind, kind), "%s", text);
    free(plain);
}

Test(mutate_statements, only_functions_have_statements)
{
    read_text(
        "static const int a[] = {1, 2}; struct b { int c; }; int d(void) { return 0; }");
    cr_assert(eq(int, statements.count, 2));
    expect_statement(0, STATEMENT_BLOCK, "{ return 0 ; }");
    expect_statement(1, STATEMENT_RETURN, "return 0 ;");
    cr_expect(token_is(&tokens, statements.list[1].function, "d"));
}

Test(mutate_statements, declarations_are_told_from_expressions)
{
    read_text("void f(void) { int a = 1; Crew *b; const char *c; unsigned long d; a = 2; "
              "*b = e; "
              "g(a); (void)a; ; }");
    expect_statement(1, STATEMENT_DECLARATION, "int a = 1 ;");
    expect_statement(2, STATEMENT_DECLARATION, "Crew * b ;");
    expect_statement(3, STATEMENT_DECLARATION, "const char * c ;");
    expect_statement(4, STATEMENT_DECLARATION, "unsigned long d ;");
    for (int i = 5; i < statements.count; i++)
        cr_expect(eq(int, statements.list[i].kind, STATEMENT_EXPRESSION), "%d", i);
    cr_expect(eq(int, statements.count, 10));
}

Test(mutate_statements, an_initialiser_is_part_of_its_declaration)
{
    read_text("void f(void) { Crew c = {.a = 1, .b = {2}}; g(); }");
    expect_statement(1, STATEMENT_DECLARATION, "Crew c = { . a = 1 , . b = { 2 } } ;");
    expect_statement(2, STATEMENT_EXPRESSION, "g ( ) ;");
}

Test(mutate_statements, an_if_reaches_to_the_end_of_its_else)
{
    read_text("void f(void) { if (a) b(); else if (c) { d(); } else e(); g(); }");
    expect_statement(1, STATEMENT_IF,
                     "if ( a ) b ( ) ; else if ( c ) { d ( ) ; } else e ( ) ;");
    const struct statement *outer = &statements.list[1];
    cr_expect(eq(int, statements.list[outer->other].kind, STATEMENT_IF));
    cr_expect(eq(int, statements.list[statements.list[outer->other].body].kind,
                 STATEMENT_BLOCK));
    expect_statement(outer->next, STATEMENT_EXPRESSION, "g ( ) ;");
}

Test(mutate_statements, loops_have_a_condition_and_a_body)
{
    read_text("void f(void) { while (a) b(); for (;;) { c(); } do d(); while (e); }");
    expect_statement(1, STATEMENT_WHILE, "while ( a ) b ( ) ;");
    expect_statement(3, STATEMENT_FOR, "for ( ; ; ) { c ( ) ; }");
    expect_statement(6, STATEMENT_DO, "do d ( ) ; while ( e ) ;");
    for (int i = 1; i < 7; i += i == 1 ? 2 : 3) {
        cr_expect(token_is(&tokens, statements.list[i].condition, "("));
        cr_expect(eq(int, statements.list[i].body, i + 1));
    }
}

Test(mutate_statements, labels_and_cases_are_statements_of_their_own)
{
    read_text(
        "int f(void) { switch (a) { case B: return 1; default: break; } c: goto c; }");
    expect_statement(3, STATEMENT_LABEL, "case B :");
    expect_statement(4, STATEMENT_RETURN, "return 1 ;");
    expect_statement(5, STATEMENT_LABEL, "default :");
    expect_statement(6, STATEMENT_JUMP, "break ;");
    expect_statement(7, STATEMENT_LABEL, "c :");
    expect_statement(8, STATEMENT_JUMP, "goto c ;");
}

Test(mutate_statements, neighbours_stand_in_the_same_block)
{
    read_text("void f(void) { a(); if (b) c(); d(); }");
    cr_expect(eq(int, statements.list[1].previous, -1));
    cr_expect(eq(int, statements.list[1].next, 2));
    cr_expect(eq(int, statements.list[2].next, 4));
    cr_expect(eq(int, statements.list[4].previous, 2));
    cr_expect(eq(int, statements.list[3].next, -1),
              "a body without braces has no neighbour");
}

Test(mutate_statements, the_innermost_statement_of_a_token_is_found)
{
    read_text("int x; void f(void) { if (a) b(); }");
    int a = 0, b = 0;
    while (!token_is(&tokens, a, "a"))
        a++;
    while (!token_is(&tokens, b, "b"))
        b++;
    cr_expect(eq(int, statement_of(&statements, a), 1));
    cr_expect(eq(int, statement_of(&statements, b), 2));
    cr_expect(eq(int, statement_of(&statements, 0), -1));
}

Test(mutate_statements, what_is_no_c_is_refused)
{
    cr_assert(eq(int, tokens_read(&tokens, "void f(void) { if b; }"), 0));
    cr_expect(eq(int, statements_read(&statements, &tokens), -1));
    cr_expect(eq(int, errno, EINVAL));
}
