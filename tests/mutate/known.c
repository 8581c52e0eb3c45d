#define _GNU_SOURCE
#include "known.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const keys[KNOWN_KEYS] = {[KNOWN_FILE] = "file",
                                             [KNOWN_OPERATOR] = "operator",
                                             [KNOWN_FUNCTION] = "function",
                                             [KNOWN_BEFORE] = "before",
                                             [KNOWN_AFTER] = "after",
                                             [KNOWN_OCCURRENCE] = "occurrence",
                                             [KNOWN_WHY] = "why"};

static int complain(struct known_list *list, int line)
{
    if (list->bad_line == 0)
        list->bad_line = line;
    return 0;
}

/* "key: value"; -1: it isn't. */
static int key_of(const char *line, const char **value)
{
    for (int k = 0; k < KNOWN_KEYS; k++) {
        size_t length = strlen(keys[k]);
        if (strncmp(line, keys[k], length) == 0 && line[length] == ':') {
            *value = line + length + 1 + strspn(line + length + 1, " ");
            return k;
        }
    }
    return -1;
}

/* Puts a line behind a value, with a blank between. */
static int extend(char **value, const char *line)
{
    char *whole;
    if (asprintf(&whole, "%s%s%s", *value ? *value : "", *value && **value ? " " : "",
                 line + strspn(line, " ")) < 0)
        return -1;
    free(*value);
    *value = whole;
    return 0;
}

static struct known *append(struct known_list *list, int line)
{
    size_t room = (size_t)list->count + 1;
    struct known *grown = realloc(list->list, room * sizeof *grown);
    if (!grown)
        return NULL;
    list->list = grown;
    grown[list->count] = (struct known){.line = line};
    return &grown[list->count++];
}

/* A block without a reason is none. */
static void check_block(struct known_list *list)
{
    const struct known *last = list->count ? &list->list[list->count - 1] : NULL;
    for (int k = 0; last && k < KNOWN_KEYS; k++)
        if (k != KNOWN_OCCURRENCE &&
            (!last->values[k] || (k == KNOWN_WHY && !*last->values[k])))
            complain(list, last->line);
}

/* Takes one line. `*key` is the key that a line which goes on belongs to; -1: no block is open. */
static int take_line(struct known_list *list, const char *line, int number, int *key)
{
    const char *value;
    if (line[0] == '#')
        return 0;
    if (!line[strspn(line, " ")]) {
        check_block(list);
        *key = -1;
        return 0;
    }
    if (line[0] == ' ')
        return *key < 0 ? complain(list, number)
                        : extend(&list->list[list->count - 1].values[*key], line);
    bool open = *key >= 0;
    int found = key_of(line, &value);
    if (found < 0)
        return complain(list, number);
    if (!open && !append(list, number))
        return -1;
    *key = found;
    return extend(&list->list[list->count - 1].values[found], value);
}

int known_read(struct known_list *list, const char *text)
{
    int key = -1, number = 1;
    *list = (struct known_list){0};
    for (; *text; number++) {
        size_t length = strcspn(text, "\n");
        char *line = strndup(text, length);
        int failed = !line || take_line(list, line, number, &key) != 0;
        free(line);
        if (failed) {
            known_free(list);
            errno = ENOMEM;
            return -1;
        }
        text += length + (text[length] == '\n');
    }
    check_block(list);
    return 0;
}

static const char *value_of(const struct known *known, int key)
{
    if (known->values[key])
        return known->values[key];
    return key == KNOWN_OCCURRENCE ? "1" : "";
}

struct known *known_find(struct known_list *list, const struct known *mutant)
{
    for (int i = 0; i < list->count; i++) {
        bool same = true;
        for (int k = 0; k < KNOWN_WHY && same; k++)
            same = strcmp(value_of(&list->list[i], k), value_of(mutant, k)) == 0;
        if (same) {
            list->list[i].seen = true;
            return &list->list[i];
        }
    }
    return NULL;
}

void known_free(struct known_list *list)
{
    for (int i = 0; i < list->count; i++)
        for (int k = 0; k < KNOWN_KEYS; k++)
            free(list->list[i].values[k]);
    free(list->list);
    *list = (struct known_list){0};
}
