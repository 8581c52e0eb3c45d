/*
 * operators_thread.c - conditions, ends of threads and processes, and variables that threads would
 * share by mistake.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "calls.h"
#include "operators.h"

void drop_wait(struct source *source, const char *name)
{
    replace_calls(source, name, wait_names, "0");
}

void drop_signal(struct source *source, const char *name)
{
    replace_calls(source, name, signal_names, "0");
    replace_calls(source, name, broadcast_names, "0");
}

static void rename_calls(struct source *source, const char *name, names list,
                         const char *other)
{
    for (int i = 0; i < source->tokens.count; i++) {
        if (!is_call_of(source, i, list))
            continue;
        struct mutant mutant = mutant_begin(name);
        mutant_replace(source, &mutant, i, i, "%s", other);
        mutant_add(source, &mutant);
    }
}

void broadcast_to_signal(struct source *source, const char *name)
{
    rename_calls(source, name, broadcast_names, signal_names[0]);
}

void signal_to_broadcast(struct source *source, const char *name)
{
    rename_calls(source, name, signal_names, broadcast_names[0]);
}

/* The first argument of a call ends before this token. */
static int first_argument_end(const struct source *source, int call)
{
    for (int i = call + 2; i < call_end(source, call); i++) {
        if (token_is(&source->tokens, i, ","))
            return i;
        if (source->tokens.list[i].match > i)
            i = source->tokens.list[i].match;
    }
    return call_end(source, call);
}

static bool uses_condition(const struct source *source, int call)
{
    return is_call_of(source, call, wait_names) ||
           is_call_of(source, call, signal_names) ||
           is_call_of(source, call, broadcast_names);
}

/* Each condition in place of each other one that the file uses. */
void other_condition(struct source *source, const char *name)
{
    for (int i = 0; i < source->tokens.count; i++) {
        if (!uses_condition(source, i))
            continue;
        int end = first_argument_end(source, i);
        for (int k = 0; k < source->tokens.count; k++) {
            if (!uses_condition(source, k))
                continue;
            char *text =
                tokens_text(&source->tokens, k + 2, first_argument_end(source, k) - 1);
            if (!text)
                abort();
            struct mutant mutant = mutant_begin(name);
            mutant_replace(source, &mutant, i + 2, end - 1, "%s", text);
            mutant_add(source, &mutant); /* drops the one that changes nothing */
            free(text);
        }
    }
}

void drop_join(struct source *source, const char *name)
{
    replace_calls(source, name, join_names, "0");
}

void join_to_sleep(struct source *source, const char *name)
{
    replace_calls(source, name, join_names, "usleep(1000)");
}

void drop_waitpid(struct source *source, const char *name)
{
    replace_calls(source, name, waitpid_names, "0");
}

/* A local variable becomes static: one for all threads. */
void share_local(struct source *source, const char *name)
{
    for (int s = 0; s < source->statements.count; s++) {
        const struct statement *statement = &source->statements.list[s];
        if (statement->kind != STATEMENT_DECLARATION ||
            token_is(&source->tokens, statement->first, "static"))
            continue;
        struct mutant mutant = mutant_begin(name);
        mutant_before(source, &mutant, statement->first, "static ");
        mutant_add(source, &mutant);
    }
}
