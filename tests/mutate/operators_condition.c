/*
 * operators_condition.c - conditions: what is asked, and how its parts are put together.
 */
#define _GNU_SOURCE
#include "calls.h"
#include "operators.h"

static bool is_one_of(const struct source *source, int token, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (token_is(&source->tokens, token, words[i]))
            return true;
    return false;
}

/* From a token to the one before the next that ends an operand, to the left or to the right.
 * Brackets are passed over; the one around us ends it. */
static int operand_limit(const struct source *source, int token, int step,
                         const char *const *ends)
{
    int at = token + step;
    while (at >= 0 && at < source->tokens.count && !is_one_of(source, at, ends)) {
        int match = source->tokens.list[at].match;
        if (match >= 0 && (step > 0 ? match < at : match > at))
            break;
        at = match >= 0 ? match + step : at + step;
    }
    return at - step;
}

static const char *const ends_of_or[] = {"||", "?", ":", ";", ",", "=", "return", NULL};
static const char *const ends_of_and[] = {"&&", "||", "?",      ":", ";",
                                          ",",  "=",  "return", NULL};
static const char *const ends_of_question[] = {"?", ":", ";", ",", "=", "return", NULL};

static void negate(struct source *source, const char *name, int first, int last)
{
    struct mutant mutant = mutant_begin(name);
    mutant_before(source, &mutant, first, "!(");
    mutant_behind(source, &mutant, last, ")");
    mutant_add(source, &mutant);
}

/* The tokens of a condition in brackets; of a for the part between the two ';'. */
static bool condition_range(const struct source *source,
                            const struct statement *statement, int *first, int *last)
{
    if (statement->condition < 0 || statement->kind == STATEMENT_SWITCH)
        return false;
    *first = statement->condition + 1;
    *last = source->tokens.list[statement->condition].match - 1;
    if (statement->kind == STATEMENT_FOR) {
        while (!token_is(&source->tokens, *first, ";"))
            ++*first;
        ++*first;
        while (!token_is(&source->tokens, *last, ";"))
            --*last;
        --*last;
    }
    return *first <= *last;
}

void negate_condition(struct source *source, const char *name)
{
    for (int s = 0; s < source->statements.count; s++) {
        int first, last;
        if (condition_range(source, &source->statements.list[s], &first, &last))
            negate(source, name, first, last);
    }
    for (int i = 0; i < source->tokens.count; i++)
        if (token_is(&source->tokens, i, "?") &&
            statement_of(&source->statements, i) >= 0)
            negate(source, name, operand_limit(source, i, -1, ends_of_question), i - 1);
}

/* Whether the part of a condition that a token is in is all of it: then to flip it is to negate it. */
static bool is_whole_condition(const struct source *source, int token)
{
    int statement = statement_of(&source->statements, token), first, last;
    return statement >= 0 &&
           condition_range(source, &source->statements.list[statement], &first, &last) &&
           operand_limit(source, token, -1, ends_of_and) == first &&
           operand_limit(source, token, 1, ends_of_and) == last;
}

static void replace_token(struct source *source, const char *name, int token,
                          const char *text)
{
    struct mutant mutant = mutant_begin(name);
    mutant_replace(source, &mutant, token, token, "%s", text);
    mutant_add(source, &mutant);
}

void flip_equality(struct source *source, const char *name)
{
    for (int i = 0; i < source->tokens.count; i++) {
        bool equal = token_is(&source->tokens, i, "==");
        if ((equal || token_is(&source->tokens, i, "!=")) &&
            !is_whole_condition(source, i))
            replace_token(source, name, i, equal ? "!=" : "==");
    }
}

void swap_and_or(struct source *source, const char *name)
{
    for (int i = 0; i < source->tokens.count; i++) {
        bool both = token_is(&source->tokens, i, "&&");
        if (both || token_is(&source->tokens, i, "||"))
            replace_token(source, name, i, both ? "||" : "&&");
    }
}

/* a && b   becomes   b, and a. */
void drop_operand(struct source *source, const char *name)
{
    for (int i = 0; i < source->tokens.count; i++) {
        bool both = token_is(&source->tokens, i, "&&");
        if (!both && !token_is(&source->tokens, i, "||"))
            continue;
        const char *const *ends = both ? ends_of_and : ends_of_or;
        struct mutant left = mutant_begin(name), right = mutant_begin(name);
        mutant_replace(source, &left, operand_limit(source, i, -1, ends), i, "%s", "");
        mutant_add(source, &left);
        mutant_replace(source, &right, i, operand_limit(source, i, 1, ends), "%s", "");
        mutant_add(source, &right);
    }
}

void drop_not(struct source *source, const char *name)
{
    for (int i = 0; i < source->tokens.count; i++)
        if (token_is(&source->tokens, i, "!") && !is_whole_condition(source, i))
            replace_token(source, name, i, "");
}

/* One more, one less. A template's or a macro's < doesn't occur in C's functions. */
void change_bound(struct source *source, const char *name)
{
    static const char *const marks[][2] = {
        {"<", "<="}, {"<=", "<"}, {">", ">="}, {">=", ">"}};
    for (int i = 0; i < source->tokens.count; i++) {
        for (int m = 0; m < 4; m++) {
            if (!token_is(&source->tokens, i, marks[m][0]))
                continue;
            replace_token(source, name, i, marks[m][1]);
            struct mutant mutant = mutant_begin(name);
            if (m < 2)
                mutant_before(source, &mutant, i, "+ 1 ");
            else
                mutant_behind(source, &mutant, i, " 1 +");
            mutant_add(source, &mutant);
        }
    }
}
