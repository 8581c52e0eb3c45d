/*
 * collect.c - from the solutions to the row of all mutants, in a fixed order: by task, file, operator,
 * place.
 */
#define _GNU_SOURCE
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "given.h"
#include "operators.h"
#include "results.h"
#include "run.h"

#define SOURCE_LIMIT (1u << 20)

const char *const fate_words[FATES] = {
    [FATE_NONE] = "not judged",       [FATE_STILLBORN] = "stillborn",
    [FATE_SAME] = "same code",        [FATE_KILLED] = "killed",
    [FATE_EQUIVALENT] = "equivalent", [FATE_ALIVE] = "alive"};

void print_name(const struct item *item, char *name, size_t size)
{
    snprintf(name, size, "%s:%s/%s:%d", item->mutant->operation,
             item->mutated->task->folder, item->mutated->file, item->mutant->line);
}

static int failed(const char *path)
{
    fprintf(stderr, "mutate: %s: %s\n", path, strerror(errno));
    return -1;
}

/* A task without a list has no equivalent mutants. */
static int read_known(struct mutated *mutated)
{
    char path[PATH_MAX];
    make_path(path, "tests/corpus/%s/equivalent.txt", mutated->task->folder);
    char *text = read_file(path, SOURCE_LIMIT, NULL);
    if (!text && errno != ENOENT)
        return failed(path);
    int status = text ? known_read(&mutated->known, text) : 0;
    free(text);
    if (status != 0)
        return failed(path);
    if (mutated->known.bad_line == 0)
        return 0;
    fprintf(stderr, "mutate: %s, line %d: not 'key: value', or the block lacks a key\n",
            path, mutated->known.bad_line);
    return -1;
}

static int read_source(struct mutated *mutated)
{
    char path[PATH_MAX];
    make_path(path, "solutions/%s/%s", mutated->task->folder, mutated->file);
    char *text = read_file(path, SOURCE_LIMIT, NULL);
    if (!text || source_read(&mutated->source, text) != 0)
        return failed(path);
    return read_known(mutated);
}

/* What the stub gives stays as it is. */
static int leave_given(struct mutated *mutated)
{
    char path[PATH_MAX];
    make_path(path, "tasks/%s/%s", mutated->task->folder, mutated->file);
    char *stub = read_file(path, SOURCE_LIMIT, NULL);
    int status = stub ? drop_given(&mutated->source, stub) : -1;
    free(stub);
    return status == 0 ? 0 : failed(path);
}

static void apply_operations(const struct run *run, struct source *source)
{
    for (int i = 0; operations[i].name; i++)
        if (!run->operation || strcmp(run->operation, operations[i].name) == 0)
            operations[i].apply(source, operations[i].name);
}

static void name_function(struct item *item)
{
    char *text = item->mutant->function < 0
                     ? NULL
                     : tokens_text(&item->mutated->source.tokens, item->mutant->function,
                                   item->mutant->function);
    snprintf(item->function, sizeof item->function, "%s", text ? text : "");
    free(text);
}

static bool looks_the_same(const struct item *a, const struct item *b)
{
    return a->mutated == b->mutated && a->mutant->operation == b->mutant->operation &&
           strcmp(a->function, b->function) == 0 &&
           strcmp(a->change.before, b->change.before) == 0 &&
           strcmp(a->change.after, b->change.after) == 0;
}

static void look_up(struct item *item)
{
    char occurrence[16];
    snprintf(occurrence, sizeof occurrence, "%d", item->occurrence);
    struct known wanted = {.values = {[KNOWN_FILE] = (char *)item->mutated->file,
                                      [KNOWN_OPERATOR] = (char *)item->mutant->operation,
                                      [KNOWN_FUNCTION] = item->function,
                                      [KNOWN_BEFORE] = item->change.before,
                                      [KNOWN_AFTER] = item->change.after,
                                      [KNOWN_OCCURRENCE] = occurrence}};
    struct known *known = known_find(&item->mutated->known, &wanted);
    item->why = known ? known->values[KNOWN_WHY] : NULL;
}

static int add_items(struct run *run, struct mutated *mutated)
{
    size_t room = (size_t)(run->count + mutated->source.mutant_count);
    struct item *items = realloc(run->items, (room + 1) * sizeof *items);
    if (!items)
        return failed(mutated->file);
    run->items = items;
    for (int i = 0; i < mutated->source.mutant_count; i++) {
        struct item *item = &items[run->count];
        *item = (struct item){
            .mutated = mutated, .mutant = &mutated->source.mutants[i], .occurrence = 1};
        if (mutant_change(&mutated->source, item->mutant, &item->change) != 0)
            return failed(mutated->file);
        name_function(item);
        for (int k = 0; k < run->count; k++)
            item->occurrence += looks_the_same(&items[k], item);
        look_up(item);
        run->count++;
    }
    return 0;
}

/* ---- only those that were alive -------------------------------------------------------------------- */

static bool was_alive(const cJSON *report, const struct item *item)
{
    const cJSON *entry;
    char name[512];
    print_name(item, name, sizeof name);
    cJSON_ArrayForEach(entry, cJSON_GetObjectItem(report, "alive"))
    {
        if (strcmp(text_of(entry, "name"), name) == 0 &&
            strcmp(text_of(entry, "after"), item->change.after) == 0)
            return true;
    }
    return false;
}

static int keep_survivors(struct run *run)
{
    int kept = 0;
    cJSON *report = read_manifest(MUTATE_JSON);
    if (!report)
        return failed(MUTATE_JSON);
    for (int i = 0; i < run->count; i++) {
        if (was_alive(report, &run->items[i]))
            run->items[kept++] = run->items[i];
        else
            mutant_change_free(&run->items[i].change);
    }
    run->count = kept;
    cJSON_Delete(report);
    return 0;
}

int collect_mutants(struct run *run)
{
    for (int t = 0; t < run->tasks.count; t++) {
        const struct task *task = &run->tasks.tasks[t];
        for (int f = 0; f < task->file_count && (!run->task || run->task == task); f++) {
            struct mutated *mutated = &run->files[run->file_count++];
            mutated->task = task;
            mutated->file = task->files[f];
            if (read_source(mutated) != 0)
                return -1;
            apply_operations(run, &mutated->source);
            errno = mutated->source.error;
            if (errno != 0)
                return failed(mutated->file);
            if (leave_given(mutated) != 0 || add_items(run, mutated) != 0)
                return -1;
        }
    }
    return run->again ? keep_survivors(run) : 0;
}

void free_run(struct run *run)
{
    for (int i = 0; i < run->count; i++)
        mutant_change_free(&run->items[i].change);
    for (int i = 0; i < run->file_count; i++) {
        known_free(&run->files[i].known);
        source_free(&run->files[i].source);
    }
    free(run->items);
}
