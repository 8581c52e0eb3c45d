#define _GNU_SOURCE
#include "headers.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

#define TEXT_LIMIT (1u << 20)

/* Takes over `all`, which may be NULL. A header that isn't there is none. */
static char *append(char *all, const char *path)
{
    char *longer = NULL;
    char *text = read_file(path, TEXT_LIMIT, NULL);
    if (!text || !all)
        return all;
    if (asprintf(&longer, "%s\n%s", all, text) < 0)
        longer = NULL;
    free(all);
    free(text);
    return longer;
}

char *read_headers(const struct task *task, const struct build_places *places, bool all)
{
    char path[PATH_MAX], *text = strdup("");
    for (int i = 0; i < task->file_count; i++) {
        const char *file = task->files[i];
        text = append(text, make_path(path, "%s/tasks/%s/%.*sh", places->root,
                                      task->folder, (int)strlen(file) - 1, file));
    }
    if (all) {
        text = append(text, make_path(path, "%s/runner/jobs.h", places->root));
        if (text && strstr(text, "\"ai_client.h\""))
            text = append(text, make_path(path, "%s/runner/ai_client.h", places->root));
    }
    return text;
}

bool is_declared_in(const char *headers, const char *name)
{
    char call[128];
    snprintf(call, sizeof call, "%s(", name);
    for (const char *at = headers; (at = strstr(at, call)); at++)
        if (at > headers && !isalnum((unsigned char)at[-1]) && at[-1] != '_')
            return true;
    return false;
}

bool is_word_of(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = text; (at = strstr(at, name)); at += length) {
        char before = at == text ? ' ' : at[-1];
        char after = at[length];
        if (!isalnum((unsigned char)before) && before != '_' &&
            !isalnum((unsigned char)after) && after != '_')
            return true;
    }
    return false;
}
