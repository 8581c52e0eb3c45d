/*
 * tokens.h - C source as a row of tokens. Comments and preprocessor directives are none, so that
 * nothing in them is ever changed.
 */
#ifndef TOKENS_H
#define TOKENS_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
    TOKEN_WORD,   /* a name or a keyword */
    TOKEN_NUMBER, /* integer or floating */
    TOKEN_TEXT,   /* a string or a character, quotes included */
    TOKEN_MARK    /* an operator, a bracket, a separator */
};

struct token {
    enum token_kind kind;
    size_t begin, end; /* offsets in the text; end is behind the last character */
    int line;          /* 1.. */
    int match;         /* index of the bracket that belongs to this one; -1: no bracket */
};

struct tokens {
    const char *text; /* the caller's; must outlive this */
    struct token *list;
    int count;
};

/* Takes a text apart. Returns 0, then tokens_free is due; or -1 with errno: EINVAL when brackets or
 * quotes don't close, ENOMEM. */
int tokens_read(struct tokens *tokens, const char *text);

void tokens_free(struct tokens *tokens);

/* Whether token i is spelt like `word`. False when there is no token i. */
bool token_is(const struct tokens *tokens, int i, const char *word);

/* Whether token i is a name that a bracket follows: a call, a macro's use or a definition. */
bool token_is_call(const struct tokens *tokens, int i);

/* Tokens first..last as they stand in the text. Returns a copy, to be freed; NULL: no memory. */
char *tokens_text(const struct tokens *tokens, int first, int last);

/* The same with one blank between tokens and without comments: what stays the same when only the
 * layout changes. */
char *tokens_plain(const struct tokens *tokens, int first, int last);

#endif
