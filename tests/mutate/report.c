/*
 * report.c - the table, the survivors with their differences, build/mutate.json.
 */
#define _GNU_SOURCE
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "operators.h"
#include "run.h"

#define SURVIVORS_FILE MUTATE_FOLDER "/survivors.txt"

/* How many mutants met with each fate. */
struct tally {
    int all, fates[FATES];
};

static void count(struct tally *tally, enum fate fate)
{
    tally->all++;
    tally->fates[fate]++;
}

static struct tally count_if(const struct run *run, const char *operation,
                             const struct mutated *mutated)
{
    struct tally tally = {0};
    for (int i = 0; i < run->count; i++)
        if ((!operation || strcmp(run->items[i].mutant->operation, operation) == 0) &&
            (!mutated || run->items[i].mutated == mutated))
            count(&tally, run->outcomes[i].fate);
    return tally;
}

static void print_row(const char *title, const struct tally *tally)
{
    const int *fates = tally->fates;
    printf("%-32s %7d %9d %9d %7d %10d %6d\n", title, tally->all, fates[FATE_STILLBORN],
           fates[FATE_SAME], fates[FATE_KILLED], fates[FATE_EQUIVALENT],
           fates[FATE_ALIVE]);
}

static void print_head(const char *title)
{
    printf("%-32s %7s %9s %9s %7s %10s %6s\n", title, "mutants", "stillborn", "same code",
           "killed", "equivalent", "alive");
}

static void print_table(const struct run *run)
{
    print_head("operator");
    for (int i = 0; operations[i].name; i++) {
        struct tally tally = count_if(run, operations[i].name, NULL);
        if (tally.all > 0)
            print_row(operations[i].name, &tally);
    }
    printf("\n");
    print_head("file");
    for (int i = 0; i < run->file_count; i++) {
        char name[128];
        struct tally tally = count_if(run, NULL, &run->files[i]);
        snprintf(name, sizeof name, "%s/%s", run->files[i].task->folder,
                 run->files[i].file);
        if (tally.all > 0)
            print_row(name, &tally);
    }
    struct tally all = count_if(run, NULL, NULL);
    print_row("all", &all);
}

/* ---- lists that are wrong ------------------------------------------------------------------------- */

/* Whether a run made all mutants that an entry could be about. */
static bool in_scope(const struct run *run, const struct mutated *mutated,
                     const struct known *known)
{
    return !run->again && strcmp(known->values[KNOWN_FILE], mutated->file) == 0 &&
           (!run->operation ||
            strcmp(known->values[KNOWN_OPERATOR], run->operation) == 0);
}

/* Entries that no mutant fits, and those whose mutant a check kills. Returns how many. */
static int report_lists(const struct run *run)
{
    int wrong = 0;
    for (int f = 0; f < run->file_count; f++) {
        const struct mutated *mutated = &run->files[f];
        for (int k = 0; k < mutated->known.count; k++) {
            const struct known *known = &mutated->known.list[k];
            if (known->seen || !in_scope(run, mutated, known))
                continue;
            printf(
                "stale: tests/corpus/%s/equivalent.txt, line %d: no such mutant any more "
                "(%s in %s)\n",
                mutated->task->folder, known->line, known->values[KNOWN_OPERATOR],
                known->values[KNOWN_FUNCTION]);
            wrong++;
        }
    }
    for (int i = 0; i < run->count; i++) {
        char name[512];
        if (!run->items[i].why || run->outcomes[i].fate != FATE_KILLED)
            continue;
        print_name(&run->items[i], name, sizeof name);
        printf("not equivalent: %s is in the list, but %s tells it apart\n", name,
               run->outcomes[i].by);
        wrong++;
    }
    return wrong;
}

/* ---- survivors -------------------------------------------------------------------------------------- */

/* An entry for the list, but for the reason, and the difference as a comment. */
static void write_survivor(FILE *out, const struct item *item)
{
    fprintf(out, "# %s/%s, line %d\n", item->mutated->task->folder, item->mutated->file,
            item->mutant->line);
    for (const char *line = item->change.diff; *line;) {
        size_t length = strcspn(line, "\n");
        fprintf(out, "#   %.*s\n", (int)length, line);
        line += length + 1;
    }
    fprintf(out, "file: %s\noperator: %s\nfunction: %s\nbefore: %s\nafter: %s\n",
            item->mutated->file, item->mutant->operation, item->function,
            item->change.before, item->change.after);
    if (item->occurrence > 1)
        fprintf(out, "occurrence: %d\n", item->occurrence);
    fprintf(out, "why:\n\n");
}

static int write_survivors(const struct run *run)
{
    FILE *out = make_folders(MUTATE_FOLDER) == 0 ? fopen(SURVIVORS_FILE, "we") : NULL;
    if (!out)
        return -1;
    for (int i = 0; i < run->count; i++)
        if (run->outcomes[i].fate == FATE_ALIVE)
            write_survivor(out, &run->items[i]);
    return fclose(out) == 0 ? 0 : -1;
}

static void print_survivors(const struct run *run)
{
    for (int i = 0; i < run->count; i++) {
        const struct item *item = &run->items[i];
        char name[512];
        print_name(item, name, sizeof name);
        if (run->outcomes[i].fate == FATE_ALIVE)
            printf("\nalive: %s, in %s\n%s", name, item->function, item->change.diff);
        else if (run->outcomes[i].fate == FATE_NONE)
            printf("\nnot judged: %s: %s\n", name, run->outcomes[i].by);
    }
}

/* ---- build/mutate.json ---------------------------------------------------------------------------- */

static cJSON *tally_json(const char *key, const char *name, const struct tally *tally)
{
    cJSON *object = cJSON_CreateObject();
    if (name)
        cJSON_AddStringToObject(object, key, name);
    cJSON_AddNumberToObject(object, "mutants", tally->all);
    cJSON_AddNumberToObject(object, "stillborn", tally->fates[FATE_STILLBORN]);
    cJSON_AddNumberToObject(object, "same_code", tally->fates[FATE_SAME]);
    cJSON_AddNumberToObject(object, "killed", tally->fates[FATE_KILLED]);
    cJSON_AddNumberToObject(object, "equivalent", tally->fates[FATE_EQUIVALENT]);
    cJSON_AddNumberToObject(object, "alive", tally->fates[FATE_ALIVE]);
    cJSON_AddNumberToObject(object, "not_judged", tally->fates[FATE_NONE]);
    return object;
}

static cJSON *item_json(const struct run *run, int i)
{
    const struct item *item = &run->items[i];
    const struct outcome *outcome = &run->outcomes[i];
    char name[512];
    cJSON *object = cJSON_CreateObject();
    print_name(item, name, sizeof name);
    cJSON_AddStringToObject(object, "name", name);
    cJSON_AddStringToObject(object, "function", item->function);
    cJSON_AddStringToObject(object, "fate", fate_words[outcome->fate]);
    if (outcome->by[0])
        cJSON_AddStringToObject(object, "by", outcome->by);
    if (item->why)
        cJSON_AddStringToObject(object, "why", item->why);
    cJSON_AddStringToObject(object, "before", item->change.before);
    cJSON_AddStringToObject(object, "after", item->change.after);
    cJSON_AddStringToObject(object, "diff", item->change.diff);
    return object;
}

static cJSON *whole_json(const struct run *run)
{
    cJSON *root = cJSON_CreateObject();
    struct tally all = count_if(run, NULL, NULL);
    cJSON_AddNumberToObject(root, "version", 1);
    cJSON_AddStringToObject(root, "seed", run->seed);
    cJSON_AddItemToObject(root, "total", tally_json("", NULL, &all));
    cJSON *rows = cJSON_AddArrayToObject(root, "operators");
    for (int i = 0; operations[i].name; i++) {
        struct tally tally = count_if(run, operations[i].name, NULL);
        cJSON *row = tally_json("name", operations[i].name, &tally);
        cJSON_AddStringToObject(row, "origin", operations[i].origin);
        cJSON_AddItemToArray(rows, row);
    }
    cJSON *alive = cJSON_AddArrayToObject(root, "alive");
    cJSON *mutants = cJSON_AddArrayToObject(root, "mutants");
    for (int i = 0; i < run->count; i++) {
        cJSON_AddItemToArray(mutants, item_json(run, i));
        if (run->outcomes[i].fate == FATE_ALIVE)
            cJSON_AddItemToArray(alive, item_json(run, i));
    }
    return root;
}

static int write_json(const struct run *run)
{
    cJSON *root = whole_json(run);
    char *text = cJSON_Print(root);
    int status = text ? write_file(MUTATE_JSON, text, strlen(text)) : -1;
    free(text);
    cJSON_Delete(root);
    return status;
}

int report_mutants(const struct run *run)
{
    struct tally all = count_if(run, NULL, NULL);
    print_table(run);
    print_survivors(run);
    int wrong = report_lists(run);
    if (write_json(run) != 0 || write_survivors(run) != 0) {
        fprintf(stderr, "mutate: can't write below build/: %s\n", strerror(errno));
        return 3;
    }
    if (all.fates[FATE_ALIVE] > 0)
        printf(
            "\n%d alive: each is a hole in the checks, or equivalent; then it belongs, "
            "with "
            "the reason, into tests/corpus/NN_name/equivalent.txt (entries to fill in: "
            "%s)\n",
            all.fates[FATE_ALIVE], SURVIVORS_FILE);
    if (all.fates[FATE_NONE] > 0)
        return 3;
    return all.fates[FATE_ALIVE] > 0 || wrong > 0 ? 1 : 0;
}
