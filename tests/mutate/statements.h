/*
 * statements.h - the functions of a C file and the statements in them, as ranges of tokens.
 *
 * No parser of C: it knows what ends a statement and which statements one controls, and tells a
 * declaration from an expression by its first words. That is enough for code that compiles.
 */
#ifndef STATEMENTS_H
#define STATEMENTS_H

#include "tokens.h"

enum statement_kind {
    STATEMENT_BLOCK, /* { ... } */
    STATEMENT_IF,
    STATEMENT_WHILE,
    STATEMENT_DO,
    STATEMENT_FOR,
    STATEMENT_SWITCH,
    STATEMENT_RETURN,
    STATEMENT_JUMP,  /* break, continue, goto */
    STATEMENT_LABEL, /* a label or a case, up to its colon */
    STATEMENT_DECLARATION,
    STATEMENT_EXPRESSION /* the empty one as well */
};

struct statement {
    enum statement_kind kind;
    int first, last;    /* tokens, both included */
    int condition;      /* the '(' of if, while, do, for, switch; -1 */
    int body, other;    /* statements: what it controls, and behind else; -1: none */
    int previous, next; /* statements: the neighbours in the same block; -1: none */
    int function;       /* the token that names the function */
};

/* A file's statements, each before those in it. A function's body is a block of its own. */
struct statements {
    struct statement *list;
    int count;
};

/* Finds all statements. Returns 0, then statements_free is due; or -1 with errno: ENOMEM, or
 * EINVAL when the text is no C. */
int statements_read(struct statements *statements, const struct tokens *tokens);

void statements_free(struct statements *statements);

/* The innermost statement that token i is in; -1: it stands outside of functions. */
int statement_of(const struct statements *statements, int token);

#endif
