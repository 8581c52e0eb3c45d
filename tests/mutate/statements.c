#include "statements.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Reading, in the middle of a function. */
struct parser {
    const struct tokens *tokens;
    struct statements *statements;
    int function; /* token: its name */
    int at;       /* the next token */
    int end;      /* the token behind the body */
    int error;    /* errno; 0: none */
};

static int read_statement(struct parser *parser);

static bool sees(const struct parser *parser, const char *word)
{
    return parser->at < parser->end && token_is(parser->tokens, parser->at, word);
}

static int open_statement(struct parser *parser, enum statement_kind kind)
{
    struct statements *all = parser->statements;
    if (all->count % 64 == 0) {
        size_t room = (size_t)all->count + 64;
        struct statement *list = realloc(all->list, room * sizeof *list);
        if (!list) {
            parser->error = ENOMEM;
            return -1;
        }
        all->list = list;
    }
    all->list[all->count] = (struct statement){.kind = kind,
                                               .first = parser->at,
                                               .last = parser->at,
                                               .condition = -1,
                                               .body = -1,
                                               .other = -1,
                                               .previous = -1,
                                               .next = -1,
                                               .function = parser->function};
    return all->count++;
}

/* Up to and with the next `mark` that is in no bracket. */
static void skip_to(struct parser *parser, const char *mark)
{
    while (parser->at < parser->end && !sees(parser, mark)) {
        int match = parser->tokens->list[parser->at].match;
        if (match >= 0 && match < parser->at)
            break; /* the bracket around us closes first */
        parser->at = match > parser->at ? match + 1 : parser->at + 1;
    }
    if (!sees(parser, mark))
        parser->error = EINVAL;
    parser->at++;
}

static void read_block(struct parser *parser)
{
    int previous = -1;
    parser->at++;
    while (!parser->error && parser->at < parser->end && !sees(parser, "}")) {
        int child = read_statement(parser);
        if (child < 0)
            return;
        parser->statements->list[child].previous = previous;
        if (previous >= 0)
            parser->statements->list[previous].next = child;
        previous = child;
    }
    parser->at++;
}

static int read_condition(struct parser *parser)
{
    if (!sees(parser, "(")) {
        parser->error = EINVAL;
        return -1;
    }
    int open = parser->at;
    parser->at = parser->tokens->list[open].match + 1;
    return open;
}

/* if, while, for, switch: a condition, a body, perhaps else. */
static void read_controlled(struct parser *parser, int self)
{
    parser->at++;
    int condition = read_condition(parser);
    int body = parser->error ? -1 : read_statement(parser);
    int other = -1;
    if (!parser->error && sees(parser, "else") &&
        parser->statements->list[self].kind == STATEMENT_IF) {
        parser->at++;
        other = read_statement(parser);
    }
    struct statement *statement = &parser->statements->list[self];
    statement->condition = condition;
    statement->body = body;
    statement->other = other;
}

static void read_do(struct parser *parser, int self)
{
    parser->at++;
    int body = read_statement(parser);
    if (parser->error || !sees(parser, "while")) {
        parser->error = EINVAL;
        return;
    }
    parser->at++;
    parser->statements->list[self].body = body;
    int condition = read_condition(parser);
    parser->statements->list[self].condition = condition;
    skip_to(parser, ";");
}

static bool begins_declaration(const struct tokens *tokens, int at)
{
    static const char *const words[] = {"const",    "static",  "struct", "enum",
                                        "union",    "signed",  "extern", "long",
                                        "unsigned", "volatile"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (token_is(tokens, at, words[i]))
            return true;
    if (tokens->list[at].kind != TOKEN_WORD)
        return false;
    int next = at + 1;
    while (token_is(tokens, next, "*"))
        next++;
    return next < tokens->count && tokens->list[next].kind == TOKEN_WORD;
}

static enum statement_kind kind_of(const struct parser *parser)
{
    static const struct {
        const char *word;
        enum statement_kind kind;
    } first[] = {{"{", STATEMENT_BLOCK},       {"if", STATEMENT_IF},
                 {"while", STATEMENT_WHILE},   {"do", STATEMENT_DO},
                 {"for", STATEMENT_FOR},       {"switch", STATEMENT_SWITCH},
                 {"return", STATEMENT_RETURN}, {"break", STATEMENT_JUMP},
                 {"continue", STATEMENT_JUMP}, {"goto", STATEMENT_JUMP},
                 {"case", STATEMENT_LABEL},    {"default", STATEMENT_LABEL}};
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
        if (sees(parser, first[i].word))
            return first[i].kind;
    if (parser->tokens->list[parser->at].kind == TOKEN_WORD &&
        token_is(parser->tokens, parser->at + 1, ":"))
        return STATEMENT_LABEL;
    return begins_declaration(parser->tokens, parser->at) ? STATEMENT_DECLARATION
                                                          : STATEMENT_EXPRESSION;
}

/* Returns the statement, or -1. */
static int read_statement(struct parser *parser)
{
    if (parser->at >= parser->end) {
        parser->error = EINVAL;
        return -1;
    }
    enum statement_kind kind = kind_of(parser);
    int self = open_statement(parser, kind);
    if (self < 0)
        return -1;
    if (kind == STATEMENT_BLOCK)
        read_block(parser);
    else if (kind == STATEMENT_IF || kind == STATEMENT_WHILE || kind == STATEMENT_FOR ||
             kind == STATEMENT_SWITCH)
        read_controlled(parser, self);
    else if (kind == STATEMENT_DO)
        read_do(parser, self);
    else
        skip_to(parser, kind == STATEMENT_LABEL ? ":" : ";");
    parser->statements->list[self].last = parser->at - 1;
    return parser->error ? -1 : self;
}

/* Outside of functions a block behind a ')' is a function's body. */
int statements_read(struct statements *statements, const struct tokens *tokens)
{
    *statements = (struct statements){0};
    for (int i = 0; i < tokens->count; i++) {
        int match = tokens->list[i].match;
        if (token_is(tokens, i, "{") && token_is(tokens, i - 1, ")")) {
            struct parser parser = {.tokens = tokens,
                                    .statements = statements,
                                    .function = tokens->list[i - 1].match - 1,
                                    .at = i,
                                    .end = match + 1};
            read_statement(&parser);
            if (parser.error) {
                statements_free(statements);
                errno = parser.error;
                return -1;
            }
        }
        if (match > i)
            i = match;
    }
    return 0;
}

void statements_free(struct statements *statements)
{
    free(statements->list);
    *statements = (struct statements){0};
}

int statement_of(const struct statements *statements, int token)
{
    int found = -1;
    for (int i = 0; i < statements->count; i++)
        if (statements->list[i].first <= token && token <= statements->list[i].last)
            found = i;
    return found;
}
