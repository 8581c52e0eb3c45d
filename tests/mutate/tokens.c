#define _GNU_SOURCE
#include "tokens.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Longer marks first: the first one that fits is taken. */
static const char *const marks[] = {"...", "<<=", ">>=", "->", "++", "--", "<<", ">>",
                                    "<=",  ">=",  "==",  "!=", "&&", "||", "+=", "-=",
                                    "*=",  "/=",  "%=",  "&=", "|=", "^=", NULL};

/* Reading, in the middle of a text. */
struct reader {
    const char *text;
    size_t at;
    int line;
    bool line_begins; /* nothing but blanks before, on this line */
};

static void advance(struct reader *reader, size_t end)
{
    for (; reader->at < end; reader->at++)
        reader->line += reader->text[reader->at] == '\n';
}

static size_t end_of_comment(const char *text, size_t at)
{
    const char *end =
        text[at + 1] == '/' ? strchr(text + at, '\n') : strstr(text + at + 2, "*/");
    if (!end)
        return at + strlen(text + at);
    return (size_t)(end - text) + (text[at + 1] == '/' ? 0 : 2);
}

static bool is_comment(const char *at)
{
    return at[0] == '/' && (at[1] == '/' || at[1] == '*');
}

/* A directive goes on behind a backslash at the end of its line, and behind a comment. */
static size_t end_of_directive(const char *text, size_t at)
{
    while (text[at] && text[at] != '\n') {
        if (is_comment(text + at))
            at = end_of_comment(text, at);
        else
            at += text[at] == '\\' && text[at + 1] ? 2 : 1;
    }
    return at;
}

static void skip_what_is_no_token(struct reader *reader)
{
    for (;;) {
        const char *at = reader->text + reader->at;
        if (*at && isspace((unsigned char)*at)) {
            reader->line_begins |= *at == '\n';
            advance(reader, reader->at + 1);
        } else if (is_comment(at)) {
            advance(reader, end_of_comment(reader->text, reader->at));
        } else if (*at == '#' && reader->line_begins) {
            advance(reader, end_of_directive(reader->text, reader->at));
        } else {
            return;
        }
    }
}

static size_t length_of_number(const char *at)
{
    size_t n = 1;
    while (isalnum((unsigned char)at[n]) || at[n] == '.' ||
           ((at[n] == '+' || at[n] == '-') && strchr("eEpP", at[n - 1])))
        n++;
    return n;
}

/* 0: the quote doesn't close. */
static size_t length_of_text(const char *at)
{
    size_t n = 1;
    while (at[n] && at[n] != at[0] && at[n] != '\n')
        n += at[n] == '\\' && at[n + 1] ? 2 : 1;
    return at[n] == at[0] ? n + 1 : 0;
}

static size_t length_of_mark(const char *at)
{
    for (int i = 0; marks[i]; i++)
        if (strncmp(at, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 1;
}

static size_t measure(const char *at, enum token_kind *kind)
{
    size_t n = 0;
    *kind = TOKEN_WORD;
    while (isalnum((unsigned char)at[n]) || at[n] == '_')
        n++;
    if (n > 0 && !isdigit((unsigned char)at[0]))
        return n;
    *kind = TOKEN_NUMBER;
    if (n > 0 || (at[0] == '.' && isdigit((unsigned char)at[1])))
        return length_of_number(at);
    *kind = TOKEN_TEXT;
    if (at[0] == '"' || at[0] == '\'')
        return length_of_text(at);
    *kind = TOKEN_MARK;
    return length_of_mark(at);
}

static int append(struct tokens *tokens, struct token token)
{
    if (tokens->count % 256 == 0) {
        size_t room = (size_t)tokens->count + 256;
        struct token *list = realloc(tokens->list, room * sizeof *list);
        if (!list)
            return -1;
        tokens->list = list;
    }
    tokens->list[tokens->count++] = token;
    return 0;
}

static bool are_a_pair(char open, char close)
{
    return (open == '(' && close == ')') || (open == '[' && close == ']') ||
           (open == '{' && close == '}');
}

/* The innermost bracket before `close` that has no partner yet; -1: none. */
static int open_bracket(const struct tokens *tokens, int close)
{
    for (int i = close - 1; i >= 0; i--) {
        const struct token *token = &tokens->list[i];
        bool bracket =
            token->kind == TOKEN_MARK && strchr("([{", tokens->text[token->begin]);
        if (bracket && token->match < 0)
            return i;
    }
    return -1;
}

static int match_brackets(struct tokens *tokens)
{
    int open = 0;
    for (int i = 0; i < tokens->count; i++) {
        char c = tokens->text[tokens->list[i].begin];
        if (tokens->list[i].kind != TOKEN_MARK || !strchr("([{)]}", c))
            continue;
        open += strchr("([{", c) ? 1 : -1;
        if (strchr("([{", c))
            continue;
        int partner = open_bracket(tokens, i);
        if (partner < 0 || !are_a_pair(tokens->text[tokens->list[partner].begin], c))
            return -1;
        tokens->list[i].match = partner;
        tokens->list[partner].match = i;
    }
    return open == 0 ? 0 : -1;
}

int tokens_read(struct tokens *tokens, const char *text)
{
    struct reader reader = {.text = text, .line = 1, .line_begins = true};
    *tokens = (struct tokens){.text = text};
    int error = EINVAL;
    for (skip_what_is_no_token(&reader); text[reader.at];
         skip_what_is_no_token(&reader)) {
        struct token token = {.begin = reader.at, .line = reader.line, .match = -1};
        size_t length = measure(text + reader.at, &token.kind);
        token.end = token.begin + length;
        if (length == 0)
            goto failed;
        if (append(tokens, token) != 0) {
            error = ENOMEM;
            goto failed;
        }
        reader.line_begins = false;
        advance(&reader, token.end);
    }
    if (match_brackets(tokens) == 0)
        return 0;
failed:
    tokens_free(tokens);
    errno = error;
    return -1;
}

void tokens_free(struct tokens *tokens)
{
    free(tokens->list);
    *tokens = (struct tokens){0};
}

bool token_is(const struct tokens *tokens, int i, const char *word)
{
    if (i < 0 || i >= tokens->count)
        return false;
    const struct token *token = &tokens->list[i];
    size_t length = token->end - token->begin;
    return strlen(word) == length &&
           strncmp(tokens->text + token->begin, word, length) == 0;
}

bool token_is_call(const struct tokens *tokens, int i)
{
    static const char *const keywords[] = {"if",     "while",  "for",     "switch",
                                           "return", "sizeof", "defined", NULL};
    if (i < 0 || i >= tokens->count || tokens->list[i].kind != TOKEN_WORD)
        return false;
    for (int k = 0; keywords[k]; k++)
        if (token_is(tokens, i, keywords[k]))
            return false;
    return token_is(tokens, i + 1, "(");
}

char *tokens_text(const struct tokens *tokens, int first, int last)
{
    size_t begin = tokens->list[first].begin;
    return strndup(tokens->text + begin, tokens->list[last].end - begin);
}

char *tokens_plain(const struct tokens *tokens, int first, int last)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    for (int i = first; i <= last; i++) {
        const struct token *token = &tokens->list[i];
        fprintf(out, "%s%.*s", i > first ? " " : "", (int)(token->end - token->begin),
                tokens->text + token->begin);
    }
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}
