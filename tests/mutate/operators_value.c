/*
 * operators_value.c - constants, names of values, arithmetic, arguments and initialisers.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "operators.h"

static void replace(struct source *source, const char *name, int first, int last,
                    const char *text)
{
    struct mutant mutant = mutant_begin(name);
    mutant_replace(source, &mutant, first, last, "%s", text);
    mutant_add(source, &mutant);
}

static bool in_function(const struct source *source, int token)
{
    return statement_of(&source->statements, token) >= 0;
}

/* Whether the '+', '-' or '*' at a token stands between two values. For '*' the blank behind it
 * decides: a pointer's declaration has none, in the lab's format. */
static bool is_binary(const struct source *source, int i)
{
    const struct token *before = &source->tokens.list[i - 1];
    char last = source->text[before->end - 1];
    bool value =
        before->kind == TOKEN_NUMBER ||
        (before->kind == TOKEN_WORD && !token_is(&source->tokens, i - 1, "return")) ||
        last == ')' || last == ']';
    return value && source->text[source->tokens.list[i].end] == ' ' &&
           source->text[source->tokens.list[i].begin - 1] == ' ';
}

void change_constant(struct source *source, const char *name)
{
    for (int i = 0; i < source->tokens.count; i++) {
        if (!in_function(source, i))
            continue;
        bool minus = token_is(&source->tokens, i - 1, "-") && !is_binary(source, i - 1);
        if (token_is(&source->tokens, i, "true") ||
            token_is(&source->tokens, i, "false")) {
            replace(source, name, i, i,
                    token_is(&source->tokens, i, "true") ? "false" : "true");
        } else if (source->tokens.list[i].kind == TOKEN_NUMBER) {
            if (minus)
                replace(source, name, i - 1, i, "0");
            else if (token_is(&source->tokens, i, "0"))
                replace(source, name, i, i, "1");
            if (!minus && token_is(&source->tokens, i, "1"))
                replace(source, name, i, i, "0");
            if (!minus && !token_is(&source->tokens, i, "0")) {
                struct mutant mutant = mutant_begin(name);
                mutant_before(source, &mutant, i, "(");
                mutant_behind(source, &mutant, i, " + 1)");
                mutant_add(source, &mutant);
            }
        }
    }
}

/* An error's name has only capitals: EINVAL. */
static bool is_errno(const struct source *source, int i)
{
    const struct token *token = &source->tokens.list[i];
    if (token->kind != TOKEN_WORD || source->text[token->begin] != 'E' ||
        token->end - token->begin < 3)
        return false;
    for (size_t at = token->begin; at < token->end; at++)
        if (!isupper((unsigned char)source->text[at]))
            return false;
    return true;
}

void change_errno(struct source *source, const char *name)
{
    for (int i = 0; i < source->tokens.count; i++)
        if (in_function(source, i) && is_errno(source, i))
            replace(source, name, i, i,
                    token_is(&source->tokens, i, "EDOM") ? "EIO" : "EDOM");
}

/* A letter more in a string. */
void change_text(struct source *source, const char *name)
{
    for (int i = 0; i < source->tokens.count; i++) {
        const struct token *token = &source->tokens.list[i];
        if (token->kind != TOKEN_TEXT || !in_function(source, i) ||
            source->text[token->begin] != '"')
            continue;
        struct mutant mutant = mutant_begin(name);
        mutant_behind(source, &mutant, i, " \"x\"");
        mutant_add(source, &mutant);
    }
}

/* The length of the first part of a name like FETCH_FAILED, with its '_'; 0: no such name. */
static size_t family_length(const struct source *source, int i)
{
    const struct token *token = &source->tokens.list[i];
    size_t length = 0;
    if (token->kind != TOKEN_WORD || token_is_call(&source->tokens, i))
        return 0;
    for (size_t at = token->begin; at < token->end; at++) {
        if (!isupper((unsigned char)source->text[at]) && source->text[at] != '_' &&
            !isdigit((unsigned char)source->text[at]))
            return 0;
        if (!length && source->text[at] == '_')
            length = at + 1 - token->begin;
    }
    return length;
}

/* Another name of the same family, the next one that the file uses: FETCH_WAITING for
 * FETCH_FAILED. */
void change_enumerator(struct source *source, const char *name)
{
    int count = source->tokens.count;
    for (int i = 0; i < count; i++) {
        size_t length = in_function(source, i) ? family_length(source, i) : 0;
        for (int step = 1; length > 0 && step < count; step++) {
            int other = (i + step) % count;
            if (family_length(source, other) != length ||
                same_tokens(source, i, i, other) ||
                memcmp(source->text + source->tokens.list[i].begin,
                       source->text + source->tokens.list[other].begin, length) != 0)
                continue;
            char *text = tokens_text(&source->tokens, other, other);
            if (!text)
                abort();
            replace(source, name, i, i, text);
            free(text);
            break;
        }
    }
}

void change_arithmetic(struct source *source, const char *name)
{
    static const char *const marks[][2] = {
        {"+", "-"},   {"-", "+"},   {"*", "+"},   {"/", "*"}, {"%", "/"}, {"+=", "-="},
        {"-=", "+="}, {"++", "--"}, {"--", "++"}, {"&", "|"}, {"|", "&"}};
    for (int i = 1; i < source->tokens.count; i++) {
        for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
            bool single = strlen(marks[m][0]) == 1;
            if (token_is(&source->tokens, i, marks[m][0]) && in_function(source, i) &&
                (!single || is_binary(source, i)))
                replace(source, name, i, i, marks[m][1]);
        }
    }
}

/* The end of the argument that begins at a token: the ',' or the ')' behind it. */
static int argument_end(const struct source *source, int at, int close)
{
    for (; at < close && !token_is(&source->tokens, at, ","); at++)
        if (source->tokens.list[at].match > at)
            at = source->tokens.list[at].match;
    return at;
}

static void swap_two(struct source *source, const char *name, int first, int comma,
                     int end)
{
    char *one = tokens_text(&source->tokens, first, comma - 1);
    char *two = tokens_text(&source->tokens, comma + 1, end - 1);
    if (!one || !two)
        abort();
    struct mutant mutant = mutant_begin(name);
    mutant_replace(source, &mutant, first, comma - 1, "%s", two);
    mutant_replace(source, &mutant, comma + 1, end - 1, "%s", one);
    mutant_add(source, &mutant);
    free(one);
    free(two);
}

/* Each two neighbours of a call. */
void swap_arguments(struct source *source, const char *name)
{
    for (int i = 0; i < source->tokens.count; i++) {
        if (!is_call_of(source, i, NULL))
            continue;
        int close = call_end(source, i), first = i + 2;
        for (int comma = argument_end(source, first, close); comma < close;) {
            int end = argument_end(source, comma + 1, close);
            swap_two(source, name, first, comma, end);
            first = comma + 1;
            comma = end;
        }
    }
}

/* A field of an initialiser: ".error = 0," goes. */
void drop_initialiser(struct source *source, const char *name)
{
    for (int i = 1; i < source->tokens.count; i++) {
        bool begins = token_is(&source->tokens, i, ".") && in_function(source, i) &&
                      (token_is(&source->tokens, i - 1, "{") ||
                       token_is(&source->tokens, i - 1, ","));
        if (!begins)
            continue;
        int end = i;
        while (!token_is(&source->tokens, end, ",") &&
               !token_is(&source->tokens, end, "}")) {
            int match = source->tokens.list[end].match;
            end = match > end ? match + 1 : end + 1;
        }
        replace(source, name, i, token_is(&source->tokens, end, ",") ? end : end - 1, "");
    }
}
