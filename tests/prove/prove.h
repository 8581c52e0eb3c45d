/*
 * prove.h - the proof: every submission of the corpus judged again and again, under conditions
 * that must not matter, and the verdicts held against what each submission promises and against
 * each other.
 */
#ifndef PROVE_H
#define PROVE_H

#include <cjson/cJSON.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>

#define CONDITIONS_MOST 8
#define REASON_SIZE     512 /* bytes, '\0' included */

/* What a submission of the corpus is there for; the folder that it lies in. */
enum kind { KIND_WRONG, KIND_RIGHT, KIND_HOSTILE, KINDS };

/* One file of the corpus. */
struct submission {
    char path[PATH_MAX]; /* from the lab's folder: tests/corpus/04_sync/wrong/x.c */
    enum kind kind;
    cJSON *
        first; /* its verdicts in the first run, {check id: status}; NULL: none yet; owned */
};

/* All submissions, sorted by path. */
struct corpus {
    struct submission *list; /* owned */
    int count;
};

/* Finds the submissions of all tasks, or of task number `task` if that isn't 0. Returns 0, or -1
 * with errno; ENOENT: there is none. */
int corpus_find(int task, struct corpus *corpus);

/* Frees what the corpus owns. */
void corpus_free(struct corpus *corpus);

/* Number of submissions of a kind. */
int corpus_count(const struct corpus *corpus, enum kind kind);

/* "wrong", "right", "hostile". */
const char *kind_word(enum kind kind);

/* Circumstances that must not change a verdict. */
struct condition {
    const char *name;
    const char *explanation; /* one line, for the table */
    /* Brings it about for this process and its children. Returns 0; or -1 with errno: it can't
     * be had on this machine. */
    int (*begin)(void);
    void (*end)(void);
};

/* Finds a condition by its name: idle, loaded, pinned, memory. NULL: there is none. */
const struct condition *condition_find(const char *name);

/* What came of the runs under one condition. */
struct tally {
    const struct condition *condition;
    bool available;   /* the condition could be brought about */
    int error;        /* errno, when it could not */
    int runs;         /* times the whole corpus was judged */
    int kept[KINDS];  /* submissions that kept their promise, over all runs */
    int total[KINDS]; /* submissions judged, over all runs */
    long verdicts;    /* verdicts of checks, over all runs */
    long differed;    /* of these, those that differ from the first run's */
    double seconds;
};

/* Set when somebody wants the proof to end; what was begun is still put back. */
extern volatile sig_atomic_t prove_interrupted;

/* Everything that a proof found out. */
struct proof {
    unsigned long long seed;
    struct corpus corpus;
    struct tally tallies[CONDITIONS_MOST];
    int tally_count;
    cJSON *problems; /* array of {condition, run, submission, reason}; owned */
    cJSON
        *differing; /* array of {condition, run, submission, check, first, now}; owned */
};

/* Judges the whole corpus once and adds to the tally. Returns 0; or -1 with errno: a judge could not be
 * started, or (EINTR) somebody wants the proof to end. */
int judge_corpus(struct proof *proof, struct tally *tally);

/*
 * Reads {check id: status} out of a file of verdicts. A task that could not be judged (it doesn't
 * compile) counts as one verdict named "task/build". Returns NULL when the file isn't there or is
 * no such document; else to be freed with cJSON_Delete.
 */
cJSON *verdicts_read(const char *path);

/* Holds verdicts against the first ones; puts {submission, check, first, now} for each difference
 * behind `differing`, with the condition's name and the run. Returns how many there are. */
int verdicts_compare(const cJSON *first, const cJSON *now, const char *submission,
                     const struct tally *tally, cJSON *differing);

/* Prints the table, and below it what is wrong, at most a screenful. */
void proof_print(const struct proof *proof, FILE *out);

/* Writes build/proof.json. Returns 0, or -1 with errno. */
int proof_store(const struct proof *proof, const char *path);

/* Is everything as promised, and nothing differs? */
bool proof_holds(const struct proof *proof);

#endif
