#define _GNU_SOURCE
#include "calls.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

#define LIST_LIMIT (1u << 20) /* bytes */

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct call *)a)->name, ((const struct call *)b)->name);
}

static size_t count_lines(const char *text)
{
    size_t lines = 1;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

/* "model NAME" or "harmless NAME"; a line without a word is fine as well. Returns 0 or -1. */
static int read_line(char *line, struct call_list *list)
{
    static const char blanks[] = " \t\r";
    line[strcspn(line, "#")] = '\0';
    char *next, *kind = strtok_r(line, blanks, &next);
    if (!kind)
        return 0;
    char *name = strtok_r(NULL, blanks, &next);
    struct call call = {name, strcmp(kind, "model") == 0      ? CALL_MODELLED
                              : strcmp(kind, "harmless") == 0 ? CALL_HARMLESS
                                                              : CALL_UNKNOWN};
    if (call.kind == CALL_UNKNOWN || !name || strtok_r(NULL, blanks, &next)) {
        errno = EINVAL;
        return -1;
    }
    list->calls[list->count++] = call;
    return 0;
}

int calls_read(const char *path, struct call_list *list)
{
    *list = (struct call_list){.text = read_file(path, LIST_LIMIT, NULL)};
    if (!list->text)
        return -1;
    list->calls = calloc(count_lines(list->text), sizeof *list->calls);
    int failed = list->calls ? 0 : -1;
    char *next = list->text;
    while (!failed && next) {
        char *line = strsep(&next, "\n");
        failed = read_line(line, list);
    }
    if (failed) {
        int kept = errno;
        calls_free(list);
        errno = kept;
        return -1;
    }
    qsort(list->calls, list->count, sizeof *list->calls, by_name);
    return 0;
}

enum call_kind calls_find(const struct call_list *list, const char *name)
{
    struct call wanted = {.name = name};
    const struct call *found =
        bsearch(&wanted, list->calls, list->count, sizeof wanted, by_name);
    return found ? found->kind : CALL_UNKNOWN;
}

void calls_free(struct call_list *list)
{
    free(list->calls);
    free(list->text);
    *list = (struct call_list){0};
}
