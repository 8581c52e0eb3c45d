#include "calls.h"

#include <string.h>

const char *const lock_names[] = {"pthread_mutex_lock", "lock", NULL};
const char *const unlock_names[] = {"pthread_mutex_unlock", "unlock", NULL};
const char *const wait_names[] = {"pthread_cond_wait", "pthread_cond_timedwait", NULL};
const char *const signal_names[] = {"pthread_cond_signal", NULL};
const char *const broadcast_names[] = {"pthread_cond_broadcast", NULL};
const char *const join_names[] = {"pthread_join", NULL};
const char *const waitpid_names[] = {"waitpid", "wait", "waitid", NULL};
const char *const cleanup_names[] = {"free",
                                     "close",
                                     "release",
                                     "pthread_mutex_destroy",
                                     "pthread_cond_destroy",
                                     "queue_destroy",
                                     "queue_close",
                                     "crew_destroy",
                                     "io_fetch_cancel",
                                     "cJSON_Delete",
                                     "curl_slist_free_all",
                                     "curl_easy_cleanup",
                                     NULL};

bool is_call_of(const struct source *source, int i, names list)
{
    if (!token_is_call(&source->tokens, i) || statement_of(&source->statements, i) < 0)
        return false;
    for (int k = 0; list && list[k]; k++)
        if (token_is(&source->tokens, i, list[k]))
            return true;
    return !list;
}

int call_end(const struct source *source, int i)
{
    return source->tokens.list[i + 1].match;
}

bool has_call_of(const struct source *source, int first, int last, names list)
{
    for (int i = first; i <= last; i++)
        if (is_call_of(source, i, list))
            return true;
    return false;
}

bool same_tokens(const struct source *source, int first, int last, int other)
{
    const struct token *list = source->tokens.list;
    for (int i = first; i <= last; i++, other++) {
        size_t length = list[i].end - list[i].begin;
        if (other >= source->tokens.count ||
            list[other].end - list[other].begin != length ||
            memcmp(source->text + list[i].begin, source->text + list[other].begin,
                   length) != 0)
            return false;
    }
    return true;
}

void replace_calls(struct source *source, const char *name, names list, const char *text)
{
    for (int i = 0; i < source->tokens.count; i++) {
        if (!is_call_of(source, i, list))
            continue;
        struct mutant mutant = mutant_begin(name);
        mutant_replace(source, &mutant, i, call_end(source, i), "%s", text);
        mutant_add(source, &mutant);
    }
}
