/*
 * judge_corpus.c - one run over the corpus: a judge a submission, as many at once as there are
 * processors.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "prove.h"

#define BATCH 16 /* submissions between two lines of progress */

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Where the judge leaves the verdicts of tests/corpus/TASK/KIND/FILE.c. */
static void verdicts_path(const struct submission *submission, char path[PATH_MAX])
{
    char flat[PATH_MAX];
    snprintf(flat, sizeof flat, "%s", submission->path + strlen("tests/corpus/"));
    for (char *c = flat; *c; c++)
        if (*c == '/')
            *c = '.';
    snprintf(path, PATH_MAX, "build/tests/verdicts/submission.%.*s.json", PATH_MAX - 64,
             flat);
}

static void note_problem(struct proof *proof, const struct tally *tally,
                         const struct submission *submission, const char *reason)
{
    cJSON *entry = cJSON_CreateObject();
    char text[REASON_SIZE];
    snprintf(text, sizeof text, "%.*s", (int)strcspn(reason, "\n"), reason);
    cJSON_AddStringToObject(entry, "condition", tally->condition->name);
    cJSON_AddNumberToObject(entry, "run", tally->runs + 1);
    cJSON_AddStringToObject(entry, "submission", submission->path);
    cJSON_AddStringToObject(entry, "reason", text);
    cJSON_AddItemToArray(proof->problems, entry);
}

static void prepare(const struct proof *proof, const struct submission *submission,
                    struct command *judge)
{
    char path[PATH_MAX];
    verdicts_path(submission, path);
    unlink(path); /* what is there afterwards is of this run */
    command_add(judge, "build/tests/judge");
    command_add(judge, "submission");
    command_add(judge, "%s", submission->path);
    command_add(judge, "%llu", proof->seed);
}

/* The judge prints "ok NAME" when the submission kept its promise. */
static void take_promise(struct proof *proof, struct tally *tally,
                         const struct submission *submission, const struct command *judge)
{
    const char *output = judge->output ? judge->output : "";
    bool kept = judge->status == 0 && strncmp(output, "ok ", 3) == 0;
    tally->total[submission->kind]++;
    tally->kept[submission->kind] += kept;
    if (!kept)
        note_problem(proof, tally, submission,
                     *output ? output : "the judge said nothing");
}

static void take_verdicts(struct proof *proof, struct tally *tally,
                          struct submission *submission)
{
    char path[PATH_MAX];
    verdicts_path(submission, path);
    cJSON *verdicts = verdicts_read(path);
    if (!verdicts) {
        note_problem(proof, tally, submission, "no verdicts were written");
        tally->differed++;
        return;
    }
    tally->verdicts += cJSON_GetArraySize(verdicts);
    if (!submission->first) {
        submission->first = verdicts;
        return;
    }
    tally->differed += verdicts_compare(submission->first, verdicts, submission->path,
                                        tally, proof->differing);
    cJSON_Delete(verdicts);
}

static int judge_batch(struct proof *proof, struct tally *tally, int begin, int count)
{
    struct command judges[BATCH] = {0};
    struct submission *list = proof->corpus.list + begin;
    for (int i = 0; i < count; i++)
        prepare(proof, &list[i], &judges[i]);
    /* Two at least, so that they get into each other's way on one core as well. */
    int failed = run_commands(judges, count, processors() > 1 ? processors() : 2);
    for (int i = 0; i < count; i++) {
        if (!failed) {
            take_promise(proof, tally, &list[i], &judges[i]);
            take_verdicts(proof, tally, &list[i]);
        }
        command_free(&judges[i]);
    }
    return failed;
}

int judge_corpus(struct proof *proof, struct tally *tally)
{
    double began = now_seconds();
    int total = proof->corpus.count, failed = 0;
    for (int done = 0; done < total && !failed; done += BATCH) {
        int count = total - done < BATCH ? total - done : BATCH;
        failed = judge_batch(proof, tally, done, count);
        if (prove_interrupted) {
            errno = EINTR;
            failed = -1;
        }
        if (isatty(STDERR_FILENO))
            fprintf(stderr, "\r%s, run %d: %d of %d ", tally->condition->name,
                    tally->runs + 1, done + count, total);
    }
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%40s\r", "");
    tally->runs++;
    tally->seconds += now_seconds() - began;
    return failed;
}
