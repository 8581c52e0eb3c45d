#define _GNU_SOURCE
#include "given.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The function whose name is a token: from there to the end of its body, as tokens. NULL: no memory. */
static char *function_text(const struct source *source, int name)
{
    for (int s = 0; s < source->statements.count; s++) {
        const struct statement *body = &source->statements.list[s];
        if (body->function == name)
            return tokens_plain(&source->tokens, name, body->last);
    }
    return NULL;
}

/* 1: the stub has the function; 0: it doesn't, or another one; -1: no memory. */
static int has_function(const struct source *stub, const char *text)
{
    int last = -1;
    for (int s = 0; s < stub->statements.count; s++) {
        int name = stub->statements.list[s].function;
        if (name == last)
            continue;
        last = name;
        char *other = function_text(stub, name);
        if (!other)
            return -1;
        bool same = strcmp(other, text) == 0;
        free(other);
        if (same)
            return 1;
    }
    return 0;
}

static int is_given(const struct source *solution, const struct source *stub,
                    int function)
{
    char *text = function < 0 ? strdup("") : function_text(solution, function);
    int given = text ? has_function(stub, text) : -1;
    free(text);
    return given;
}

int drop_given(struct source *solution, const char *stub_text)
{
    struct source stub;
    char *copy = strdup(stub_text);
    if (!copy || source_read(&stub, copy) != 0)
        return -1;
    int kept = 0, failed = 0;
    for (int i = 0; i < solution->mutant_count; i++) {
        struct mutant *mutant = &solution->mutants[i];
        int given = is_given(solution, &stub, mutant->function);
        failed |= given < 0;
        if (given == 1)
            mutant_free(mutant);
        else
            solution->mutants[kept++] = *mutant;
    }
    solution->mutant_count = kept;
    source_free(&stub);
    errno = failed ? ENOMEM : errno;
    return failed ? -1 : 0;
}
