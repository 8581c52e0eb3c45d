/*
 * operators_flow.c - statements: dropped, swapped, done once instead of again, or their value ignored.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "calls.h"
#include "operators.h"

/* The ';' of a for's head behind token `at`. */
static int next_semicolon(const struct source *source, int at)
{
    for (at++; !token_is(&source->tokens, at, ";"); at++)
        if (source->tokens.list[at].match > at)
            at = source->tokens.list[at].match;
    return at;
}

/* for (a; b; c) d   becomes   { a; if (b) d } */
static void for_once(struct source *source, const char *name,
                     const struct statement *loop)
{
    int first = next_semicolon(source, loop->condition);
    int second = next_semicolon(source, first);
    if (second == first + 1)
        return; /* no condition */
    struct mutant mutant = mutant_begin(name);
    mutant_replace(source, &mutant, loop->first, loop->condition, "{ ");
    mutant_behind(source, &mutant, first, " if (");
    mutant_replace(source, &mutant, second, source->tokens.list[loop->condition].match,
                   ")");
    mutant_behind(source, &mutant, loop->last, " }");
    mutant_add(source, &mutant);
}

void while_to_if(struct source *source, const char *name)
{
    for (int s = 0; s < source->statements.count; s++) {
        const struct statement *loop = &source->statements.list[s];
        struct mutant mutant = mutant_begin(name);
        if (loop->kind == STATEMENT_FOR)
            for_once(source, name, loop);
        if (loop->kind == STATEMENT_WHILE)
            mutant_replace(source, &mutant, loop->first, loop->first, "if");
        if (loop->kind == STATEMENT_DO) {
            int open = loop->condition;
            mutant_replace(source, &mutant, open, source->tokens.list[open].match, "(0)");
        }
        if (mutant.edit_count > 0)
            mutant_add(source, &mutant);
    }
}

static bool can_move(const struct statement *statement)
{
    return statement->kind != STATEMENT_LABEL && statement->kind != STATEMENT_RETURN &&
           statement->kind != STATEMENT_JUMP;
}

static bool locks(const struct source *source, const struct statement *statement)
{
    return has_call_of(source, statement->first, statement->last, lock_names);
}

void swap_statements(struct source *source, const char *name)
{
    for (int s = 0; s < source->statements.count; s++) {
        const struct statement *one = &source->statements.list[s];
        const struct statement *two =
            one->next < 0 ? NULL : &source->statements.list[one->next];
        if (!two || !can_move(one) || !can_move(two) ||
            (locks(source, one) && locks(source, two)))
            continue; /* two locks: see swap_lock_order */
        char *first = tokens_text(&source->tokens, one->first, one->last);
        char *second = tokens_text(&source->tokens, two->first, two->last);
        if (!first || !second)
            abort();
        struct mutant mutant = mutant_begin(name);
        mutant_replace(source, &mutant, one->first, one->last, "%s", second);
        mutant_replace(source, &mutant, two->first, two->last, "%s", first);
        mutant_add(source, &mutant);
        free(first);
        free(second);
    }
}

/* Calls that have operators of their own. */
static bool is_about_threads(const struct source *source,
                             const struct statement *statement)
{
    const names lists[] = {lock_names,      unlock_names, wait_names,   signal_names,
                           broadcast_names, join_names,   waitpid_names};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (has_call_of(source, statement->first, statement->last, lists[i]))
            return true;
    return false;
}

static void drop(struct source *source, const char *name,
                 const struct statement *statement)
{
    struct mutant mutant = mutant_begin(name);
    mutant_replace(source, &mutant, statement->first, statement->last, ";");
    mutant_add(source, &mutant);
}

static void drop_if(struct source *source, const char *name, bool cleanup)
{
    for (int s = 0; s < source->statements.count; s++) {
        const struct statement *statement = &source->statements.list[s];
        bool simple = statement->kind == STATEMENT_EXPRESSION ||
                      (statement->kind == STATEMENT_JUMP && !cleanup);
        if (!simple || is_about_threads(source, statement))
            continue;
        if (has_call_of(source, statement->first, statement->last, cleanup_names) ==
            cleanup)
            drop(source, name, statement);
    }
}

void drop_statement(struct source *source, const char *name)
{
    drop_if(source, name, false);
}

void drop_cleanup(struct source *source, const char *name)
{
    drop_if(source, name, true);
}

static bool calls_in_condition(const struct source *source,
                               const struct statement *branch)
{
    int open = branch->condition;
    return has_call_of(source, open, source->tokens.list[open].match, NULL);
}

/* What stands behind else, without the else. */
static void drop_else(struct source *source, const char *name,
                      const struct statement *branch)
{
    struct mutant mutant = mutant_begin(name);
    int from = source->statements.list[branch->body].last + 1;
    mutant_replace(source, &mutant, from, branch->last, "%s", "");
    mutant_add(source, &mutant);
}

void drop_branch(struct source *source, const char *name)
{
    for (int s = 0; s < source->statements.count; s++) {
        const struct statement *branch = &source->statements.list[s];
        if (branch->kind != STATEMENT_IF)
            continue;
        if (branch->other >= 0) {
            drop_else(source, name, branch);
            struct mutant mutant = mutant_begin(name);
            mutant_replace(source, &mutant, branch->first,
                           source->statements.list[branch->other].first - 1, "%s", "");
            mutant_add(source, &mutant);
        } else if (!calls_in_condition(source, branch)) {
            drop(source, name, branch);
        }
    }
}

/* if (f() != 0) ...   becomes   (void)(f() != 0); */
void ignore_return(struct source *source, const char *name)
{
    for (int s = 0; s < source->statements.count; s++) {
        const struct statement *branch = &source->statements.list[s];
        if (branch->kind != STATEMENT_IF || branch->other >= 0 ||
            !calls_in_condition(source, branch))
            continue;
        struct mutant mutant = mutant_begin(name);
        int close = source->tokens.list[branch->condition].match;
        mutant_replace(source, &mutant, branch->first, branch->first, "(void)");
        mutant_replace(source, &mutant, close + 1, branch->last, ";");
        mutant_add(source, &mutant);
    }
}

static void return_instead(struct source *source, const char *name,
                           const struct statement *statement, const char *value)
{
    struct mutant mutant = mutant_begin(name);
    mutant_before(source, &mutant, statement->first + 1, "(");
    mutant_before(source, &mutant, statement->last, ", %s)", value);
    mutant_add(source, &mutant);
}

/* return x;   becomes   return (x, 0);   so that what x does is still done. A constant is
 * change_constant's, but for 0, which becomes -1 here. */
void change_return(struct source *source, const char *name)
{
    for (int s = 0; s < source->statements.count; s++) {
        const struct statement *statement = &source->statements.list[s];
        if (statement->kind != STATEMENT_RETURN ||
            statement->last == statement->first + 1)
            continue;
        int value = statement->first + 1;
        bool zero = token_is(&source->tokens, value, "0") && value + 1 == statement->last;
        bool minus_one =
            token_is(&source->tokens, value, "-") && value + 2 == statement->last;
        if (!minus_one)
            return_instead(source, name, statement, zero ? "-1" : "0");
    }
}
