#define _GNU_SOURCE
#include "puzzles.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

#define FILE_LIMIT (1u << 20)

/* ---- the comment ----------------------------------------------------------------- */

static void add(char *text, size_t size, const char *line, size_t length)
{
    size_t used = strlen(text);
    if (used > 0 && used + 1 < size)
        text[used++] = ' ';
    snprintf(text + used, size - used, "%.*s", (int)length, line);
}

/* Where the text of a line begins: behind blanks and the stars of the comment. */
static const char *begin_of(const char *line)
{
    line += strspn(line, " \t");
    if (line[0] == '/' && line[1] == '*')
        line += 2;
    else if (line[0] == '*' && line[1] != '/')
        line++;
    return line + strspn(line, " \t");
}

static char *entry_named(struct puzzle *puzzle, const char *line, size_t *size,
                         size_t *skip)
{
    const struct {
        const char *word;
        char *text;
        size_t size;
    } entries[] = {{"title:", puzzle->title, sizeof puzzle->title},
                   {"ask:", puzzle->ask, sizeof puzzle->ask},
                   {"goal:", puzzle->goal, sizeof puzzle->goal},
                   {"teaches:", puzzle->teaches, sizeof puzzle->teaches},
                   {"with:", puzzle->with, sizeof puzzle->with}};
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        size_t length = strlen(entries[i].word);
        if (strncmp(line, entries[i].word, length) == 0) {
            *size = entries[i].size;
            *skip = length + strspn(line + length, " \t");
            return entries[i].text;
        }
    }
    return NULL;
}

void puzzle_read(const char *text, struct puzzle *puzzle)
{
    const char *end = strstr(text, "*/");
    char *entry = NULL;
    size_t size = 0;
    if (strncmp(text, "/*", 2) != 0 || !end)
        return;
    for (const char *line = text; line < end; line += strcspn(line, "\n") + 1) {
        const char *begin = begin_of(line);
        size_t skip = 0, length;
        char *named = entry_named(puzzle, begin, &size, &skip);
        entry = named ? named : entry;
        begin += skip;
        length = strcspn(begin, "\n");
        if (begin >= end)
            break;
        if (begin + length > end)
            length = (size_t)(end - begin);
        while (length > 0 && (begin[length - 1] == ' ' || begin[length - 1] == '\r'))
            length--;
        if (entry && length > 0)
            add(entry, size, begin, length);
    }
}

/* ---- the folder ------------------------------------------------------------------ */

static bool is_source(const char *name)
{
    size_t length = strlen(name);
    return length > 2 && name[0] != '.' && strcmp(name + length - 2, ".c") == 0;
}

static int compare(const void *a, const void *b)
{
    return strverscmp(((const struct puzzle *)a)->name, ((const struct puzzle *)b)->name);
}

static void take(const char *folder, const char *name, struct puzzle_list *list)
{
    struct puzzle *puzzle = &list->puzzles[list->count];
    memset(puzzle, 0, sizeof *puzzle);
    snprintf(puzzle->name, sizeof puzzle->name, "%.*s", (int)strlen(name) - 2, name);
    make_path(puzzle->path, "%s/%s", folder, name);
    char *text = read_file(puzzle->path, FILE_LIMIT, NULL);
    if (text)
        puzzle_read(text, puzzle);
    free(text);
    if (!puzzle->title[0])
        memcpy(puzzle->title, puzzle->name, sizeof puzzle->name);
    list->count++;
}

int puzzles_find(const char *folder, struct puzzle_list *list)
{
    DIR *open = opendir(folder);
    const struct dirent *entry;
    list->count = 0;
    if (!open)
        return errno == ENOENT ? 0 : -1;
    while ((entry = readdir(open)) && list->count < PUZZLES_MOST)
        if (is_source(entry->d_name))
            take(folder, entry->d_name, list);
    closedir(open);
    qsort(list->puzzles, (size_t)list->count, sizeof list->puzzles[0], compare);
    return 0;
}

const struct puzzle *puzzles_named(const struct puzzle_list *list, const char *word)
{
    char *end;
    long number = strtol(word, &end, 10);
    if (*word && !*end && number >= 1 && number <= list->count)
        return &list->puzzles[number - 1];
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->puzzles[i].name, word) == 0)
            return &list->puzzles[i];
    return NULL;
}
