#include "fresh.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

#define INPUT_LIMIT (4u << 20) /* bytes of one input; larger ones are refused earlier */

static void add_bytes(struct key *key, const void *data, size_t size)
{
    const unsigned char *byte = data;
    for (size_t i = 0; i < size; i++) /* FNV-1a */
        key->hash = (key->hash ^ byte[i]) * 0x100000001b3ull;
}

struct key key_begin(void)
{
    struct key key = {0xcbf29ce484222325ull};
    key_add_text(&key,
                 "1 " __VERSION__); /* version of this format, and of the compiler */
    return key;
}

void key_add_text(struct key *key, const char *text)
{
    add_bytes(key, text, strlen(text) + 1);
}

bool key_add_file(struct key *key, const char *path)
{
    size_t size;
    char *text = read_file(path, INPUT_LIMIT, &size);
    if (!text)
        return false;
    key_add_text(key, path);
    add_bytes(key, &size, sizeof size);
    add_bytes(key, text, size);
    free(text);
    return true;
}

bool key_add_stamp(struct key *key, const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return false;
    key_add_text(key, path);
    add_bytes(key, &status.st_size, sizeof status.st_size);
    add_bytes(key, &status.st_mtim, sizeof status.st_mtim);
    return true;
}

/* Where the names begin: behind the first colon that ends a word; paths may hold others. */
static const char *skip_target(const char *text)
{
    const char *colon = text;
    while ((colon = strchr(colon, ':')) && colon[1] != ' ' && colon[1] != '\n')
        colon++;
    return colon ? colon + 1 : "";
}

/* In names gcc writes "\ " for a space, "\#" for '#' and "$$" for '$'. */
static bool is_escape(const char *at)
{
    return (at[0] == '\\' && (at[1] == ' ' || at[1] == '#')) ||
           (at[0] == '$' && at[1] == '$');
}

/* The file reads "target: a.c b.h \<newline> c.h". */
bool dependencies_visit(const char *dependency_file,
                        bool (*visit)(const char *path, void *context), void *context)
{
    char *text = read_file(dependency_file, INPUT_LIMIT, NULL);
    bool all = text != NULL;
    char name[4096];
    size_t length = 0;
    for (const char *at = text ? skip_target(text) : ""; all; at++) {
        bool separator =
            *at == ' ' || *at == '\n' || *at == '\0' || (at[0] == '\\' && at[1] == '\n');
        if (!separator && length < sizeof name - 1) {
            at += is_escape(at);
            name[length++] = *at;
        } else if (length > 0) {
            name[length] = '\0';
            length = 0;
            all = visit(name, context);
        }
        if (*at == '\0')
            break;
    }
    free(text);
    return all;
}

static bool add_dependency(const char *path, void *key)
{
    return key_add_file(key, path);
}

bool key_add_dependencies(struct key *key, const char *dependency_file)
{
    return dependencies_visit(dependency_file, add_dependency, key);
}

bool key_matches(struct key key, const char *key_file)
{
    char want[24];
    char *have = read_file(key_file, 64, NULL);
    snprintf(want, sizeof want, "%016" PRIx64, key.hash);
    bool same = have && strcmp(have, want) == 0;
    free(have);
    return same;
}

int key_store(struct key key, const char *key_file)
{
    char text[24];
    snprintf(text, sizeof text, "%016" PRIx64, key.hash);
    return write_file(key_file, text, strlen(text));
}
