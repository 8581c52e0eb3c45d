/*
 * report.c - what the proof found: a table for people, JSON for machines.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "command.h"
#include "files.h"
#include "prove.h"
#include "results.h"

#define LINES_MOST 20 /* of problems, and of differences */

static void add_up(const struct proof *proof, struct tally *sum)
{
    for (int i = 0; i < proof->tally_count; i++) {
        const struct tally *tally = &proof->tallies[i];
        for (int k = 0; k < KINDS; k++) {
            sum->kept[k] += tally->kept[k];
            sum->total[k] += tally->total[k];
        }
        sum->runs += tally->runs;
        sum->verdicts += tally->verdicts;
        sum->differed += tally->differed;
        sum->seconds += tally->seconds;
    }
}

bool proof_holds(const struct proof *proof)
{
    struct tally sum = {0};
    add_up(proof, &sum);
    return sum.runs > 0 && sum.differed == 0 && cJSON_GetArraySize(proof->problems) == 0;
}

/* ---- the table -------------------------------------------------------------------------------- */

static void print_row(const char *name, const struct tally *tally, FILE *out)
{
    fprintf(out, "%-8s %5d", name, tally->runs);
    for (int k = 0; k < KINDS; k++) {
        char cell[32];
        snprintf(cell, sizeof cell, "%d / %d", tally->kept[k], tally->total[k]);
        fprintf(out, " %14s", cell);
    }
    fprintf(out, " %9ld %7ld %8.1f\n", tally->verdicts, tally->differed,
            tally->seconds / 60);
}

static void print_lines(const cJSON *list, const char *heading, const char *const keys[3],
                        FILE *out)
{
    const cJSON *entry;
    int printed = 0;
    cJSON_ArrayForEach(entry, list)
    {
        if (printed == 0)
            fprintf(out, "\n%s\n", heading);
        if (printed++ == LINES_MOST) {
            fprintf(out, "  and %d more: build/proof.json\n",
                    cJSON_GetArraySize(list) - LINES_MOST);
            return;
        }
        fprintf(out, "  %s, run %d: %s\n     ", text_of(entry, "condition"),
                (int)number_of(entry, "run"), text_of(entry, "submission"));
        for (int i = 0; i < 3 && keys[i]; i++)
            fprintf(out, " %s", text_of(entry, keys[i]));
        fputc('\n', out);
    }
}

void proof_print(const struct proof *proof, FILE *out)
{
    static const char *const reason[3] = {"reason"};
    static const char *const change[3] = {"check", "first", "now"};
    struct tally sum = {0};
    fprintf(out, "%d submissions, seed %llu, %d processors\n\n", proof->corpus.count,
            proof->seed, processors());
    fprintf(out, "%-8s %5s %14s %14s %14s %9s %7s %8s\n", "", "runs", "wrong caught",
            "right passed", "contained", "verdicts", "differ", "minutes");
    for (int i = 0; i < proof->tally_count; i++) {
        const struct tally *tally = &proof->tallies[i];
        if (tally->available)
            print_row(tally->condition->name, tally, out);
        else
            fprintf(out, "%-8s not available here: %s\n", tally->condition->name,
                    strerror(tally->error));
    }
    add_up(proof, &sum);
    print_row("all", &sum, out);
    fputc('\n', out);
    for (int i = 0; i < proof->tally_count; i++)
        fprintf(out, "%-8s %s\n", proof->tallies[i].condition->name,
                proof->tallies[i].condition->explanation);
    print_lines(proof->problems, "Not as promised:", reason, out);
    print_lines(proof->differing, "Differs from the first run:", change, out);
}

/* ---- JSON ----------------------------------------------------------------------------------------- */

static cJSON *machine(void)
{
    struct utsname name;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "processors", processors());
    if (uname(&name) == 0) {
        cJSON_AddStringToObject(object, "system", name.sysname);
        cJSON_AddStringToObject(object, "release", name.release);
        cJSON_AddStringToObject(object, "architecture", name.machine);
    }
    cJSON_AddStringToObject(object, "compiler", __VERSION__);
    return object;
}

static void add_kinds(cJSON *object, const struct tally *tally)
{
    static const char *const good[KINDS] = {"caught", "passed", "contained"};
    for (int k = 0; k < KINDS; k++) {
        cJSON *kind = cJSON_AddObjectToObject(object, kind_word((enum kind)k));
        cJSON_AddNumberToObject(kind, good[k], tally->kept[k]);
        cJSON_AddNumberToObject(kind, "judged", tally->total[k]);
    }
}

static cJSON *tally_json(const char *name, const struct tally *tally)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "condition", name);
    cJSON_AddNumberToObject(object, "runs", tally->runs);
    add_kinds(object, tally);
    cJSON_AddNumberToObject(object, "verdicts", (double)tally->verdicts);
    cJSON_AddNumberToObject(object, "differed", (double)tally->differed);
    cJSON_AddNumberToObject(object, "seconds", tally->seconds);
    return object;
}

static cJSON *proof_json(const struct proof *proof)
{
    struct tally sum = {0};
    char date[16];
    time_t now = time(NULL);
    cJSON *root = cJSON_CreateObject();
    strftime(date, sizeof date, "%Y-%m-%d", localtime(&now));
    add_up(proof, &sum);
    cJSON_AddNumberToObject(root, "version", 1);
    cJSON_AddStringToObject(root, "date", date);
    cJSON_AddItemToObject(root, "machine", machine());
    cJSON_AddNumberToObject(root, "seed", (double)proof->seed);
    cJSON_AddNumberToObject(root, "submissions", proof->corpus.count);
    cJSON *list = cJSON_AddArrayToObject(root, "conditions");
    for (int i = 0; i < proof->tally_count; i++) {
        const struct tally *tally = &proof->tallies[i];
        cJSON *entry = tally_json(tally->condition->name, tally);
        cJSON_AddBoolToObject(entry, "available", tally->available);
        cJSON_AddItemToArray(list, entry);
    }
    cJSON_AddItemToObject(root, "all", tally_json("all", &sum));
    cJSON_AddBoolToObject(root, "holds", proof_holds(proof));
    cJSON_AddItemToObject(root, "problems", cJSON_Duplicate(proof->problems, true));
    cJSON_AddItemToObject(root, "differing", cJSON_Duplicate(proof->differing, true));
    return root;
}

int proof_store(const struct proof *proof, const char *path)
{
    cJSON *root = proof_json(proof);
    char *text = cJSON_Print(root);
    cJSON_Delete(root);
    if (!text)
        return -1;
    int failed = write_file(path, text, strlen(text));
    free(text);
    return failed;
}
