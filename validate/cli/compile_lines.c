#define _GNU_SOURCE
#include "compile_lines.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define WORDS_MOST 512

void add_entry(cJSON *database, const char *directory, const char *file, cJSON *words)
{
    const cJSON *entry;
    cJSON_ArrayForEach(entry, database)
    {
        if (strcmp(cJSON_GetStringValue(cJSON_GetObjectItem(entry, "file")), file) == 0) {
            cJSON_Delete(words);
            return;
        }
    }
    cJSON *added = cJSON_CreateObject();
    cJSON_AddStringToObject(added, "directory", directory);
    cJSON_AddStringToObject(added, "file", file);
    cJSON_AddItemToObject(added, "arguments", words);
    cJSON_AddItemToArray(database, added);
}

static bool ends_command(const char *word)
{
    size_t length = strlen(word);
    return strcmp(word, "&&") == 0 || strcmp(word, "||") == 0 ||
           strcmp(word, "do") == 0 || strcmp(word, ";") == 0 ||
           (length > 0 && word[length - 1] == ';');
}

/* Says where results go, and nothing about the source. *skip: so does the next word. */
static bool is_about_results(const char *word, bool *skip)
{
    *skip =
        strcmp(word, "-MT") == 0 || strcmp(word, "-MF") == 0 || strcmp(word, "-MQ") == 0;
    return *skip || strcmp(word, "-MMD") == 0 || strcmp(word, "-MP") == 0;
}

/* The words of a command up to its source, which they end with. */
static void add_command(cJSON *database, const char *directory, char *const *words,
                        int count, const char *file)
{
    cJSON *list = cJSON_CreateArray();
    for (int i = 0; i < count; i++) {
        bool skip;
        if (!is_about_results(words[i], &skip))
            cJSON_AddItemToArray(list, cJSON_CreateString(words[i]));
        i += skip;
    }
    cJSON_AddItemToArray(list, cJSON_CreateString(file));
    add_entry(database, directory, file, list);
}

/* The place of the word; -1: it isn't there. */
static int find_word(char *const *words, int count, const char *wanted)
{
    for (int i = 0; i < count; i++)
        if (strcmp(words[i], wanted) == 0)
            return i;
    return -1;
}

/* The files of "for source in FILE FILE; do". */
static void add_loop(cJSON *database, const char *directory, char *const *words, int loop,
                     char *const *command, int count)
{
    bool last = false;
    for (int i = loop + 3; !last; i++) {
        size_t length = strlen(words[i]);
        last = words[i][length - 1] == ';';
        if (last)
            words[i][length - 1] = '\0';
        add_command(database, directory, command, count, words[i]);
    }
}

void add_compile_line(cJSON *database, const char *directory, char *line)
{
    char *words[WORDS_MOST], *next = line;
    int count = 0, begin = 0;
    for (char *word; count < WORDS_MOST && (word = strtok_r(next, " \t\n", &next));)
        words[count++] = word;
    int compile = find_word(words, count, "-c");
    if (compile < 1 || compile + 1 == count)
        return;
    for (int i = 0; i < compile; i++)
        if (ends_command(words[i]))
            begin = i + 1;
    const char *file = words[compile + 1];
    size_t length = strlen(file);
    int loop = find_word(words, begin, "for"), size = compile + 1 - begin;
    if (strcmp(file, "$source") == 0 && loop >= 0)
        add_loop(database, directory, words, loop, words + begin, size);
    else if (length > 2 && strcmp(file + length - 2, ".c") == 0)
        add_command(database, directory, words + begin, size, file);
}
