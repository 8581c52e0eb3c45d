#define _GNU_SOURCE
#include "store.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "utf8.h"

#define FOLDER       "build/counterexamples"
#define ENDING       ".json"
#define VERSION      1
#define STORED_LIMIT (64u << 20)
#define FILE_LIMIT   (4u << 20) /* bytes of a file that is identified */

/* ---- identity -------------------------------------------------------------------- */

static void add_bytes(uint64_t *hash, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) /* FNV-1a */
        *hash = (*hash ^ (unsigned char)bytes[i]) * 0x100000001b3ull;
}

char *identify_files(const char *const *paths, int count, char text[IDENTITY_SIZE])
{
    uint64_t hash = 0xcbf29ce484222325ull;
    for (int i = 0; i < count; i++) {
        size_t size = 0;
        char *contents = read_file(paths[i], FILE_LIMIT, &size);
        char length[24];
        snprintf(length, sizeof length, contents ? "%zu:" : "none:", size);
        add_bytes(&hash, length, strlen(length));
        add_bytes(&hash, contents ? contents : "", size);
        free(contents);
    }
    snprintf(text, IDENTITY_SIZE, "%016" PRIx64, hash);
    return text;
}

/* ---- writing --------------------------------------------------------------------- */

static char *path_of(const char *task, const char *check, char path[PATH_MAX])
{
    return make_path(path, FOLDER "/%s/%s" ENDING, task, check);
}

static cJSON *document_of(const struct stored *stored)
{
    const struct {
        const char *key, *text;
    } members[] = {{"task", stored->task},        {"check", stored->check},
                   {"title", stored->title},      {"message", stored->message},
                   {"token", stored->token},      {"from", stored->from},
                   {"identity", stored->identity}};
    cJSON *document = cJSON_CreateObject();
    cJSON_AddNumberToObject(document, "version", VERSION);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        cJSON_AddStringToObject(document, members[i].key,
                                members[i].text ? members[i].text : "");
    cJSON_AddItemReferenceToObject(document, "counterexample",
                                   (cJSON *)stored->counterexample);
    return document;
}

int store_counterexample(const struct stored *stored)
{
    char path[PATH_MAX];
    cJSON *document = document_of(stored);
    char *text = cJSON_Print(document);
    cJSON_Delete(document);
    if (!text) {
        errno = ENOMEM;
        return -1;
    }
    utf8_clean(text); /* a value or a message may hold anything */
    path_of(stored->task, stored->check, path);
    int failed = make_folders_for(path) != 0 || write_file(path, text, strlen(text)) != 0;
    int error = errno;
    free(text);
    errno = error;
    return failed ? -1 : 0;
}

int forget_counterexamples(const char *task)
{
    char path[PATH_MAX];
    return remove_flat_folder(make_path(path, FOLDER "/%s", task));
}

/* ---- reading --------------------------------------------------------------------- */

static const char *text_in(const cJSON *document, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(document, key));
    return text ? text : "";
}

int load_counterexample(const char *task, const char *check, struct stored *stored)
{
    char path[PATH_MAX];
    char *text = read_file(path_of(task, check, path), STORED_LIMIT, NULL);
    if (!text)
        return -1;
    cJSON *document = cJSON_Parse(text);
    const cJSON *version = cJSON_GetObjectItem(document, "version");
    const cJSON *counterexample = cJSON_GetObjectItem(document, "counterexample");
    free(text);
    if (!cJSON_IsNumber(version) || version->valuedouble != VERSION ||
        !cJSON_IsObject(counterexample)) {
        cJSON_Delete(document);
        errno = EINVAL;
        return -1;
    }
    *stored = (struct stored){.task = text_in(document, "task"),
                              .check = text_in(document, "check"),
                              .title = text_in(document, "title"),
                              .message = text_in(document, "message"),
                              .token = text_in(document, "token"),
                              .from = text_in(document, "from"),
                              .identity = text_in(document, "identity"),
                              .counterexample = counterexample,
                              .document = document};
    return 0;
}

void free_stored(struct stored *stored)
{
    cJSON_Delete(stored->document);
    *stored = (struct stored){0};
}

/* ---- listing --------------------------------------------------------------------- */

static int is_stored(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name), ending = strlen(ENDING);
    return entry->d_name[0] != '.' && length > ending &&
           strcmp(entry->d_name + length - ending, ENDING) == 0;
}

/* The names without their ending. */
static char **names_of(struct dirent **entries, int count)
{
    char **names = calloc((size_t)count + 1, sizeof *names);
    for (int i = 0; names && i < count; i++) {
        size_t length = strlen(entries[i]->d_name) - strlen(ENDING);
        names[i] = strndup(entries[i]->d_name, length);
        if (!names[i]) {
            free_names(names, i);
            names = NULL;
        }
    }
    return names;
}

int list_counterexamples(const char *task, char ***names)
{
    char path[PATH_MAX];
    struct dirent **entries = NULL;
    int count =
        scandir(make_path(path, FOLDER "/%s", task), &entries, is_stored, alphasort);
    bool missing = count < 0 && errno == ENOENT;
    *names = NULL;
    if (count < 0 && !missing)
        return -1;
    count = missing ? 0 : count;
    *names = names_of(entries, count);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    if (*names)
        return count;
    errno = ENOMEM;
    return -1;
}

void free_names(char **names, int count)
{
    for (int i = 0; names && i < count; i++)
        free(names[i]);
    free(names);
}
