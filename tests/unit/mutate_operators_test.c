/*
 * mutate_operators_test.c - each operator: exactly the mutants that it should make.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../mutate/operators.h"

/* The mutants of a function's body, one after the other, without blanks that don't matter. `expected`
 * is a NULL-terminated list of the bodies as tokens. */
static void expect_mutants(const char *operator, const char * body,
                           const char *const *expected)
{
    struct source source;
    char *text;
    int i = 0, k = 0;
    cr_assert(gt(int, asprintf(&text, "void f(void) {\n%s\n}\n", body), 0));
    cr_assert(eq(int, source_read(&source, text), 0));
    while (operations[i].name && strcmp(operations[i].name, operator) != 0)
        i++;
    cr_assert(operations[i].name != NULL, "%s is no operator", operator);
    operations[i].apply(&source, operator);
    for (; expected[k] && k < source.mutant_count; k++) {
        struct change change;
        cr_assert(eq(int, mutant_change(&source, &source.mutants[k], &change), 0));
        cr_expect(eq(str, change.after, (char *)expected[k]), "mutant %d", k);
        mutant_change_free(&change);
    }
    cr_expect(expected[k] == NULL, "%s isn't made", expected[k]);
    cr_expect(eq(int, source.mutant_count, k));
    source_free(&source);
}

#define EXPECT(operator, body, ...)                                                      \
    expect_mutants(operator, body, (const char *const[]){__VA_ARGS__, NULL})
#define EXPECT_NONE(operator, body)                                                      \
    expect_mutants(operator, body, (const char *const[]){NULL})

#define LOCK(name)   "pthread_mutex_lock(&" name ");\n"
#define UNLOCK(name) "pthread_mutex_unlock(&" name ");\n"
#define LOCKED(name) "pthread_mutex_lock ( & " name " ) ;"
#define FREED(name)  "pthread_mutex_unlock ( & " name " ) ;"

Test(mutate_operators, drop_lock_writes_success_in_its_place)
{
    EXPECT("drop_lock", "if (pthread_mutex_lock(&a) != 0)\nreturn;", "if ( 0 != 0 )");
    EXPECT("drop_lock", "lock(b);\nunlock(b);", "0 ;");
    EXPECT_NONE("drop_lock", "block(b); a.lock = 1; /* lock(b) */ puts(\"lock(b)\");");
}

Test(mutate_operators, drop_unlock_leaves_the_lock)
{
    EXPECT("drop_unlock", LOCK("a") UNLOCK("a"), "0 ;");
}

Test(mutate_operators, drop_lock_pair_finds_the_unlock_of_the_same_lock)
{
    EXPECT("drop_lock_pair", LOCK("a") LOCK("b") UNLOCK("b") UNLOCK("a"),
           "0 ; " LOCKED("b") " " FREED("b") " 0 ;", "0 ; 0 ;");
}

Test(mutate_operators, shrink_section_moves_each_end_inwards)
{
    EXPECT("shrink_section", LOCK("a") "b();\nc();\n" UNLOCK("a"),
           "0 ; b ( ) ; " LOCKED("a"), FREED("a") " c ( ) ; 0 ;");
    EXPECT_NONE("shrink_section", LOCK("a") UNLOCK("a"));
}

Test(mutate_operators, expand_section_moves_each_end_outwards)
{
    EXPECT("expand_section", "b();\n" LOCK("a") UNLOCK("a") "c();",
           LOCKED("a") " b ( ) ; 0 ;", "0 ; c ( ) ; " FREED("a"));
    EXPECT_NONE("expand_section", LOCK("a") UNLOCK("a") "return;");
}

Test(mutate_operators, shift_section_moves_both_ends)
{
    EXPECT("shift_section", LOCK("a") "b();\n" UNLOCK("a") "c();",
           "0 ; b ( ) ; " LOCKED("a") " 0 ; c ( ) ; " FREED("a"));
    EXPECT("shift_section", "c();\n" LOCK("a") "b();\n" UNLOCK("a"),
           LOCKED("a") " c ( ) ; 0 ; " FREED("a") " b ( ) ; 0 ;");
}

Test(mutate_operators, split_section_opens_it_between_statements)
{
    EXPECT("split_section", LOCK("a") "b();\nc();\n" UNLOCK("a"),
           "b ( ) ; " FREED("a") " " LOCKED("a"));
    EXPECT_NONE("split_section", LOCK("a") "b();\n" UNLOCK("a"));
}

Test(mutate_operators, swap_lock_order_takes_neighbours)
{
    EXPECT("swap_lock_order", LOCK("a") LOCK("b"), LOCKED("b") " " LOCKED("a"));
    EXPECT_NONE("swap_lock_order", LOCK("a") "c();\n" LOCK("b"));
}

Test(mutate_operators, other_lock_knows_the_locks_of_the_function)
{
    EXPECT("other_lock", LOCK("a") LOCK("b") UNLOCK("a"), LOCKED("b"), LOCKED("a"),
           FREED("b"));
    EXPECT_NONE("other_lock", LOCK("a") UNLOCK("a"));
}

Test(mutate_operators, conditions_are_dropped_and_exchanged)
{
    const char *body = "pthread_cond_wait(&a, &l);\npthread_cond_signal(&b);\n"
                       "pthread_cond_broadcast(&b);";
    EXPECT("drop_wait", body, "0 ;");
    EXPECT("drop_signal", body, "0 ;", "0 ;");
    EXPECT("broadcast_to_signal", body, "pthread_cond_signal ( & b ) ;");
    EXPECT("signal_to_broadcast", body, "pthread_cond_broadcast ( & b ) ;");
    EXPECT("other_condition", body, "pthread_cond_wait ( & b , & l ) ;",
           "pthread_cond_signal ( & a ) ;", "pthread_cond_broadcast ( & a ) ;");
}

Test(mutate_operators, threads_and_children_are_not_waited_for)
{
    EXPECT("drop_join", "must(pthread_join(t, NULL));", "must ( 0 ) ;");
    EXPECT("join_to_sleep", "must(pthread_join(t, NULL));", "must ( usleep ( 1000 ) ) ;");
    EXPECT("drop_waitpid", "r = waitpid(p, &s, 0);", "r = 0 ;");
}

Test(mutate_operators, share_local_makes_it_static)
{
    EXPECT("share_local", "int a;\nstatic int b;\nc = 1;", "static int a ;");
}

Test(mutate_operators, while_to_if_takes_every_kind_of_loop)
{
    EXPECT("while_to_if", "while (a)\nb();", "if ( a )");
    EXPECT("while_to_if", "do\nb();\nwhile (a);", "while ( 0 ) ;");
    EXPECT("while_to_if", "for (int i = 0; i < n; i++)\nb(i);",
           "{ int i = 0 ; if ( i < n ) b ( i ) ; }");
    EXPECT_NONE("while_to_if", "for (;;)\nb();");
}

Test(mutate_operators, swap_statements_leaves_jumps_and_labels_where_they_are)
{
    EXPECT("swap_statements", "a();\nb();\nreturn;", "b ( ) ; a ( ) ;");
    EXPECT_NONE("swap_statements", "a();\nc:\nb();\nbreak;");
    EXPECT_NONE("swap_statements", LOCK("a") LOCK("b"));
}

Test(mutate_operators, statements_and_clean_ups_are_dropped_apart)
{
    const char *body = "int i;\na = 1;\nfree(b);\nif (c)\nbreak;";
    EXPECT("drop_statement", body, ";", ";");
    EXPECT("drop_cleanup", body, ";");
    EXPECT_NONE("drop_statement", LOCK("a") UNLOCK("a") "return;");
}

Test(mutate_operators, drop_branch_takes_either_way)
{
    EXPECT("drop_branch", "if (a)\nb();\nelse\nc();", "", "");
    EXPECT("drop_branch", "if (a)\nb();", ";");
    EXPECT_NONE("drop_branch", "if (a())\nb();");
}

Test(mutate_operators, ignore_return_still_calls)
{
    EXPECT("ignore_return", "if (a() != 0)\nreturn;", "( void ) ( a ( ) != 0 ) ;");
    EXPECT_NONE("ignore_return", "if (a)\nreturn;");
}

Test(mutate_operators, change_return_still_does_what_is_returned)
{
    EXPECT("change_return", "return a(b);", "return ( a ( b ) , 0 ) ;");
    EXPECT("change_return", "return 0;", "return ( 0 , - 1 ) ;");
    EXPECT_NONE("change_return", "if (a)\nreturn;\nreturn -1;");
}

Test(mutate_operators, negate_condition_reaches_loops_and_choices)
{
    EXPECT("negate_condition", "if (a && b)\nc();", "if ( ! ( a && b ) )");
    EXPECT("negate_condition", "for (i = 0; i < n; i++)\nc();",
           "for ( i = 0 ; ! ( i < n ) ; i ++ )");
    EXPECT("negate_condition", "a = b > c ? b : c;", "a = ! ( b > c ) ? b : c ;");
    EXPECT_NONE("negate_condition", "switch (a) {}");
}

Test(mutate_operators, what_negates_the_whole_is_left_to_negate_condition)
{
    EXPECT("flip_equality", "if (a == b && c)\nd();", "if ( a != b && c )");
    EXPECT_NONE("flip_equality", "if (a == b)\nc();");
    EXPECT("drop_not", "if (!a || b)\nc();", "if ( a || b )");
    EXPECT_NONE("drop_not", "if (!a)\nc();");
}

Test(mutate_operators, operands_are_taken_with_their_precedence)
{
    EXPECT("swap_and_or", "a = b && c;", "a = b || c ;");
    EXPECT("drop_operand", "if (a && (b || c))\nd();", "if ( ( b || c ) )", "if ( a )",
           "if ( a && ( c ) )", "if ( a && ( b ) )");
    EXPECT("drop_operand", "a = b || c && d;", "a = c && d ;", "a = b ;", "a = b || d ;",
           "a = b || c ;");
}

Test(mutate_operators, change_bound_goes_one_up_and_one_down)
{
    EXPECT("change_bound", "if (a < b)\nc();", "if ( a <= b )", "if ( a + 1 < b )");
    EXPECT("change_bound", "if (a >= b)\nc();", "if ( a > b )", "if ( a >= 1 + b )");
    EXPECT_NONE("change_bound", "a->b = c << 1;");
}

Test(mutate_operators, constants_change_a_little)
{
    EXPECT("change_constant", "a = 0;", "a = 1 ;");
    EXPECT("change_constant", "a = -1;", "a = 0 ;");
    EXPECT("change_constant", "a = b - 1;", "a = b - 0 ;", "a = b - ( 1 + 1 ) ;");
    EXPECT("change_constant", "a = 429;\nb = true;", "a = ( 429 + 1 ) ;", "b = false ;");
    EXPECT("change_errno", "errno = EINVAL;\nEXIT_FAILURE;", "errno = EDOM ;");
    EXPECT("change_text", "a(\"role\", 'x');", "a ( \"role\" \"x\" , 'x' ) ;");
}

Test(mutate_operators, an_enumerator_becomes_one_of_its_family)
{
    EXPECT("change_enumerator", "a = WORK_NONE;\nb = WORK_DONE;\nc = OTHER_ONE;\nPLAIN;",
           "a = WORK_DONE ;", "b = WORK_NONE ;");
}

Test(mutate_operators, arithmetic_is_told_from_signs_and_pointers)
{
    EXPECT("change_arithmetic", "a = b + -1;\nc++;\nd += e % f;", "a = b - - 1 ;",
           "c -- ;", "d -= e % f ;", "d += e / f ;");
    EXPECT_NONE("change_arithmetic", "char *a;\nb = &c;\nd = *e;\nreturn -f;");
}

Test(mutate_operators, swap_arguments_takes_neighbours)
{
    EXPECT("swap_arguments", "a(b, c(d, e), f);", "a ( c ( d , e ) , b , f ) ;",
           "a ( b , f , c ( d , e ) ) ;", "a ( b , c ( e , d ) , f ) ;");
    EXPECT_NONE("swap_arguments", "a(b);\na();\na(c, c);");
}

Test(mutate_operators, drop_initialiser_takes_one_field)
{
    EXPECT("drop_initialiser", "a = (b){.c = d(1, 2), .e = 3};",
           "a = ( b ) { . e = 3 } ;", "a = ( b ) { . c = d ( 1 , 2 ) , } ;");
}

Test(mutate_operators, a_mutant_tells_its_place_and_its_change)
{
    struct source source;
    struct change change;
    cr_assert(eq(
        int,
        source_read(&source, strdup("int f(void)\n{\n  a(); /* b */\n  return 0;\n}\n")),
        0));
    change_return(&source, "change_return");
    cr_assert(eq(int, source.mutant_count, 1));
    cr_expect(eq(int, source.mutants[0].line, 4));
    cr_expect(token_is(&source.tokens, source.mutants[0].function, "f"));
    cr_assert(eq(int, mutant_change(&source, &source.mutants[0], &change), 0));
    cr_expect(eq(str, change.before, "return 0 ;"));
    cr_expect(eq(str, change.diff, "-  return 0;\n+  return (0, -1);\n"));
    mutant_change_free(&change);
    source_free(&source);
}
