/*
 * main.c - the proof that the validator's verdicts are right and stay the same. Started as
 *
 *   prove [--task=N] [--runs=N] [--seed=N] [CONDITION...]
 *
 * in the lab's folder, with build/tests/judge made. Judges the corpus RUNS times (1) under each
 * condition (idle, loaded, pinned, memory: all of them unless named); prints a table and writes
 * build/proof.json. Exit status: 0 everything as promised and no verdict differs, 1 something isn't,
 * 2 wrong usage, 3 the proof could not be made.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "prove.h"

#define PROOF_FILE "build/proof.json"

enum { STATUS_HOLDS, STATUS_BROKEN, STATUS_USAGE, STATUS_NOT_MADE };

volatile sig_atomic_t prove_interrupted;

static void interrupt(int number)
{
    (void)number;
    prove_interrupted = 1;
}

/* The command line. */
struct options {
    int task; /* 0: all */
    int runs; /* a condition */
    unsigned long long seed;
};

static int usage(const char *word)
{
    fprintf(stderr,
            "prove: what is '%s'? usage: prove [--task=N] [--runs=N] [--seed=N] "
            "[idle|loaded|pinned|memory ...]\n",
            word);
    return STATUS_USAGE;
}

static bool read_number(const char *word, const char *name, unsigned long long *number)
{
    size_t length = strlen(name);
    char *end;
    if (strncmp(word, name, length) != 0 || !word[length])
        return false;
    *number = strtoull(word + length, &end, 10);
    return !*end;
}

static bool read_option(const char *word, struct options *options)
{
    unsigned long long number;
    if (read_number(word, "--task=", &number) && number < 100)
        options->task = (int)number;
    else if (read_number(word, "--runs=", &number) && number > 0 && number <= 10000)
        options->runs = (int)number;
    else if (read_number(word, "--seed=", &number))
        options->seed = number;
    else
        return false;
    return true;
}

static bool add_condition(struct proof *proof, const char *name)
{
    const struct condition *condition = condition_find(name);
    if (!condition || proof->tally_count == CONDITIONS_MOST)
        return false;
    proof->tallies[proof->tally_count++] = (struct tally){.condition = condition};
    return true;
}

/* Returns 0, or -1 with errno: a judge could not be started. */
static int prove_under(struct proof *proof, struct tally *tally, int runs)
{
    tally->available = tally->condition->begin() == 0;
    tally->error = errno;
    if (!tally->available)
        return 0;
    int failed = 0;
    for (int run = 0; run < runs && !failed; run++)
        failed = judge_corpus(proof, tally);
    int kept = errno;
    tally->condition->end();
    errno = kept;
    return failed;
}

static int prove(struct proof *proof, const struct options *options)
{
    if (corpus_find(options->task, &proof->corpus) != 0) {
        fprintf(stderr, "prove: no submissions in tests/corpus (%s)\n", strerror(errno));
        return STATUS_NOT_MADE;
    }
    for (int i = 0; i < proof->tally_count; i++) {
        if (prove_under(proof, &proof->tallies[i], options->runs) != 0) {
            if (prove_interrupted)
                fprintf(stderr, "prove: interrupted; no proof was made\n");
            else
                fprintf(stderr, "prove: build/tests/judge can't be started (%s)\n",
                        strerror(errno));
            return STATUS_NOT_MADE;
        }
    }
    proof_print(proof, stdout);
    if (proof_store(proof, PROOF_FILE) != 0) {
        fprintf(stderr, "prove: can't write " PROOF_FILE " (%s)\n", strerror(errno));
        return STATUS_NOT_MADE;
    }
    return proof_holds(proof) ? STATUS_HOLDS : STATUS_BROKEN;
}

int main(int argc, char **argv)
{
    static const char *const all[] = {"idle", "loaded", "pinned", "memory"};
    struct options options = {.runs = 1, .seed = 7};
    static struct proof proof;
    for (int i = 1; i < argc; i++)
        if (!read_option(argv[i], &options) && !add_condition(&proof, argv[i]))
            return usage(argv[i]);
    for (size_t i = 0; proof.tally_count == 0 && i < sizeof all / sizeof all[0]; i++)
        proof.tallies[i].condition = condition_find(all[i]);
    if (proof.tally_count == 0)
        proof.tally_count = sizeof all / sizeof all[0];
    signal(SIGINT, interrupt);
    signal(SIGTERM, interrupt);
    proof.seed = options.seed;
    proof.problems = cJSON_CreateArray();
    proof.differing = cJSON_CreateArray();
    int status = prove(&proof, &options);
    corpus_free(&proof.corpus);
    cJSON_Delete(proof.problems);
    cJSON_Delete(proof.differing);
    return status;
}
